import type { Keepsakes, Platform } from '#web/platform/platform.ts';
import { utcOffset } from '#web/platform/utc-offset.ts';

const PREFIX = 'filament.';

/** Answers `otherwise` when storage fails, as in a private window. The client works without storage. */
const guarded = <A>(work: () => A, otherwise: A): A => {
  try {
    return work();
  } catch {
    return otherwise;
  }
};

/** @param storage Opened at each use, because a browser without storage throws already there. */
const keepsakesIn = (storage: () => Storage): Keepsakes => ({
  read: (key) => guarded(() => storage().getItem(PREFIX + key), null),
  write: (key, value) => guarded(() => storage().setItem(PREFIX + key, value), undefined),
  remove: (key) => guarded(() => storage().removeItem(PREFIX + key), undefined),
  keys: () =>
    guarded(
      () => Object.keys(storage()).flatMap((key) => (key.startsWith(PREFIX) ? [key.slice(PREFIX.length)] : [])),
      [],
    ),
  clear: () =>
    guarded(() => {
      for (const key of Object.keys(storage())) if (key.startsWith(PREFIX)) storage().removeItem(key);
    }, undefined),
});

const NO_CODE = 1006;
/** Name that a browser gives when the device tells no zone. No other program takes it. */
const UNKNOWN_ZONE = 'Etc/Unknown';

export const browser: Platform = {
  origin: location.origin,
  fetch: (path, request) => fetch(path, { ...request, credentials: 'same-origin', redirect: 'error' }),
  upload: async (path, request) => (await import('#web/platform/upload-file.ts')).uploadFile(path, request),
  openSocket: (path, listener) => {
    const socket = new WebSocket(new URL(path, location.origin.replace(/^http/, 'ws')));
    let over = false;
    const end = (code: number): void => {
      if (over) return;
      over = true;
      listener.closed(code);
    };
    socket.onopen = () => listener.opened();
    socket.onmessage = (event: MessageEvent<unknown>) => {
      if (over) return;
      if (typeof event.data === 'string') listener.received(event.data);
      else socket.close();
    };
    socket.onclose = (event) => end(event.code);
    return {
      send: (text) => {
        if (socket.readyState === WebSocket.OPEN) socket.send(text);
      },
      // A dead network never answers the closing handshake, so the listener is told at once.
      close: () => {
        socket.close();
        end(NO_CODE);
      },
    };
  },
  now: () => Date.now(),
  timeZones: () => {
    const name = new Intl.DateTimeFormat().resolvedOptions().timeZone;
    const offset = utcOffset(-new Date().getTimezoneOffset());
    return name === undefined || name === UNKNOWN_ZONE ? [offset] : [name, offset];
  },
  random: () => Math.random(),
  later: (ms, work) => {
    const timer = setTimeout(work, ms);
    return () => clearTimeout(timer);
  },
  online: () => navigator.onLine,
  watchOnline: (changed) => {
    addEventListener('online', changed);
    addEventListener('offline', changed);
    return () => {
      removeEventListener('online', changed);
      removeEventListener('offline', changed);
    };
  },
  shown: () => document.visibilityState === 'visible',
  watchShown: (changed) => {
    document.addEventListener('visibilitychange', changed);
    return () => document.removeEventListener('visibilitychange', changed);
  },
  // Browsers offer locks in secure contexts only. On plain HTTP the server tolerates two renewals at once.
  exclusively: (name, work) =>
    navigator.locks === undefined ? work() : navigator.locks.request(PREFIX + name, () => work()),
  keepsakes: keepsakesIn(() => localStorage),
  windowKeepsakes: keepsakesIn(() => sessionStorage),
  copyText: async (text) => {
    if (navigator.clipboard === undefined) return false;
    return navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    );
  },
};
