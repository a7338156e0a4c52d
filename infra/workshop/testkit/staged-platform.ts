/** A shell for the web client in which the test controls time, sockets and answers. */
import type { Keepsakes, Platform, SocketHandlers } from '#web/platform/platform.ts';

export type StagedSocket = {
  /** Frames that the client sent, decoded from JSON. */
  readonly sent: ReadonlyArray<{ readonly t: string; readonly d: Record<string, unknown> }>;
  readonly says: (t: string, d: unknown) => void;
  readonly saysRaw: (text: string) => void;
  readonly closes: (code: number) => void;
  /** Tells whether the client has closed the socket. */
  readonly left: () => boolean;
};
export type StagedRequest = {
  readonly method: string;
  readonly path: string;
  readonly headers: Headers;
  readonly body: string;
  /** Tells whether the client no longer waits for the answer. */
  readonly ended: () => boolean;
};
export type StagedServer = (asked: StagedRequest) => Response | Promise<Response>;

export const json = (status: number, body: unknown, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(body), { status, headers });

const keepsakesIn = (kept: Map<string, string>): Keepsakes => ({
  read: (key) => kept.get(key) ?? null,
  write: (key, value) => void kept.set(key, value),
  remove: (key) => void kept.delete(key),
  keys: () => [...kept.keys()],
  clear: () => kept.clear(),
});

export const stagedPlatform = (answer: StagedServer) => {
  let now = Date.UTC(2026, 0, 5, 12);
  let online = true;
  let shown = true;
  let timers: ReadonlyArray<{ readonly at: number; readonly work: () => void }> = [];
  const sockets: StagedSocket[] = [];
  const asked: StagedRequest[] = [];
  const kept = new Map<string, string>();
  const keptByWindow = new Map<string, string>();
  const watching = new Set<() => void>();
  const watchingShown = new Set<() => void>();

  const openSocket = (_path: string, listener: SocketHandlers) => {
    const sent: Array<StagedSocket['sent'][number]> = [];
    let left = false;
    let over = false;
    const end = (code: number): void => {
      if (over) return;
      over = true;
      listener.closed(code);
    };
    const saysRaw = (text: string) => listener.received(text);
    sockets.push({
      sent,
      saysRaw,
      says: (t, d) => saysRaw(JSON.stringify({ v: 1, t, d })),
      closes: end,
      left: () => left,
    });
    return {
      send: (text: string) => void sent.push(JSON.parse(text)),
      close: () => {
        left = true;
        end(1006);
      },
    };
  };

  const platform: Platform = {
    origin: 'https://chat.example',
    fetch: async (path, request) => {
      const one = {
        method: request.method ?? 'GET',
        path,
        headers: new Headers(request.headers),
        body: typeof request.body === 'string' ? request.body : '',
        ended: () => request.signal?.aborted === true,
      };
      asked.push(one);
      return answer(one);
    },
    upload: async () => ({ status: 0, text: '' }),
    openSocket,
    now: () => now,
    timeZones: () => ['Europe/Berlin', '+01:00'],
    random: () => 0.5,
    later: (ms, work) => {
      const timer = { at: now + ms, work };
      timers = [...timers, timer];
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    online: () => online,
    watchOnline: (changed) => {
      watching.add(changed);
      return () => watching.delete(changed);
    },
    shown: () => shown,
    watchShown: (changed) => {
      watchingShown.add(changed);
      return () => watchingShown.delete(changed);
    },
    exclusively: (_name, work) => work(),
    keepsakes: keepsakesIn(kept),
    windowKeepsakes: keepsakesIn(keptByWindow),
    copyText: async () => true,
  };

  /** Lets time pass, timer by timer, with everything that follows from each one. */
  const pass = async (ms: number): Promise<void> => {
    const until = now + ms;
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      const next = timers.filter(({ at }) => at <= until).toSorted((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      timers = timers.filter((other) => other !== next);
      now = Math.max(now, next.at);
      next.work();
    }
    now = until;
    await new Promise((resolve) => setImmediate(resolve));
  };

  return {
    platform,
    sockets,
    asked,
    kept,
    pass,
    show: (is: boolean): void => {
      shown = is;
      for (const changed of watchingShown) changed();
    },
    goOnline: (is: boolean): void => {
      online = is;
      for (const changed of watching) changed();
    },
  };
};
