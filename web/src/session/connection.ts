/** Performs the effects that `lifecycle.ts` decides: one socket at a time, its heartbeat, resume token and timers. */

import { CLOSE } from '#gateway/protocol/close-codes.ts';
import type { Dispatch } from '#gateway/protocol/dispatches.ts';
import { encodeClientFrame } from '#gateway/protocol/envelope.ts';
import type { ClientFrame, ServerFrame } from '#gateway/protocol/frames.ts';
import type { PresenceRequest } from '#gateway/protocol/presence.ts';
import type { Platform, Socket } from '#web/platform/platform.ts';
import { type Effect, type Happening, next, type Phase, type SessionEnd } from '#web/session/lifecycle.ts';
import { type Pace, paced } from '#web/session/pace.ts';
import type { TokenStore } from '#web/session/tokens.ts';
import { receive } from '#web/wire/frames.ts';

const SOCKET_PATH = '/gateway/ws';
/** Milliseconds until `hello`. A server that accepts the socket and stays silent counts as dead. */
const HELLO_WITHIN_MS = 10_000;
/** Milliseconds of silence that are allowed after the heartbeat interval. */
const SILENCE_GRACE_MS = 10_000;

export type ConnectionEvents = {
  readonly phaseChanged: (phase: Phase) => void;
  readonly received: (frame: ServerFrame | Dispatch) => void;
  readonly lost: () => void;
  readonly sessionEnded: (end: SessionEnd) => void;
  /** Answers the choice of the user to begin a connection with. */
  readonly presence: () => PresenceRequest | undefined;
};
export type Connection = {
  readonly tell: (happening: Happening) => void;
  /** Sends a frame, or drops it without a connection. The caller repeats an important frame when the phase is live. */
  readonly send: (frame: ClientFrame) => void;
  /** Hands a newer access token to the server once the server has accepted this connection. */
  readonly reauthenticate: () => void;
};

export const connection = (platform: Platform, tokens: TokenStore, events: ConnectionEvents): Connection => {
  let phase: Phase = { kind: 'signed-out' };
  let socket: Socket | null = null;
  let pace: Pace | null = null;
  let resumeToken: string | null = null;
  let heardAt = 0;
  /** True after `ready` or `resumed` on this socket. Before that the server refuses a second token. */
  let accepted = false;
  /** The access token that this socket presented last. */
  let presented: string | null = null;
  let callOffWait = (): void => undefined;
  let callOffWatch = (): void => undefined;

  const pauseFacts = () => ({ now: platform.now(), chance: platform.random(), hidden: !platform.shown() });

  const drop = (): void => {
    const dropped = socket;
    socket = null;
    accepted = false;
    pace?.stop();
    pace = null;
    callOffWatch();
    dropped?.close();
  };

  const watchSilence = (intervalMs: number): void => {
    callOffWatch = platform.later(intervalMs, () => {
      if (platform.now() - heardAt > intervalMs + SILENCE_GRACE_MS) return socket?.close();
      pace?.sendNow(encodeClientFrame({ t: 'heartbeat', d: {} }));
      watchSilence(intervalMs);
    });
  };

  const reauthenticate = (): void => {
    const access_token = tokens.access();
    if (!accepted || access_token === null || access_token === presented) return;
    presented = access_token;
    pace?.sendNow(encodeClientFrame({ t: 'reauthenticate', d: { access_token } }));
  };

  const hear = (frame: ServerFrame | Dispatch): void => {
    if (frame.t === 'hello') {
      callOffWatch();
      watchSilence(frame.d.heartbeat_interval_ms);
      tell({ kind: 'hello' });
      return;
    }
    if ('resume_token' in frame.d) resumeToken = frame.d.resume_token;
    events.received(frame);
    if (frame.t === 'ready' || frame.t === 'resumed') {
      accepted = true;
      reauthenticate();
    }
    if (frame.t === 'ready' || frame.t === 'replayed') tell({ kind: 'caught-up' });
  };

  const open = (): void => {
    drop();
    heardAt = platform.now();
    const opened: Socket = platform.openSocket(SOCKET_PATH, {
      opened: () => undefined,
      received: (text) => {
        if (socket !== opened) return;
        heardAt = platform.now();
        const received = receive(text);
        if (received.kind === 'malformed') {
          // The next connection would bring the same frame, so only a newer page helps.
          drop();
          tell({ kind: 'closed', code: CLOSE.malformedFrame.code, ...pauseFacts() });
        } else if (received.kind === 'frame') hear(received.frame);
      },
      closed: (code) => {
        if (socket !== opened) return;
        drop();
        tell({ kind: 'closed', code, ...pauseFacts() });
      },
    });
    socket = opened;
    pace = paced(platform, (text) => opened.send(text));
    callOffWatch = platform.later(HELLO_WITHIN_MS, () => opened.close());
  };

  const introduce = (): void => {
    const access_token = tokens.access();
    if (access_token === null) {
      socket?.close();
      return;
    }
    presented = access_token;
    const presence = events.presence();
    const d = { access_token, ...(presence === undefined ? {} : { presence }) };
    pace?.sendNow(
      encodeClientFrame(
        resumeToken === null ? { t: 'identify', d } : { t: 'resume', d: { ...d, resume_token: resumeToken } },
      ),
    );
  };

  const renew = async (): Promise<void> => {
    const outcome = await tokens.renew();
    if (outcome === 'renewed') tell({ kind: 'renewed' });
    else if (outcome === 'expired' || outcome === 'revoked') tell({ kind: 'session-over', end: outcome });
    else if (outcome === 'limited')
      tell({ kind: 'renewal-limited', now: platform.now(), until: tokens.limitedUntil() ?? platform.now() });
    else if (outcome === 'unanswered') tell({ kind: 'renewal-unanswered', ...pauseFacts() });
  };

  const perform = (effect: Effect): void => {
    switch (effect.kind) {
      case 'open':
        open();
        return;
      case 'close':
        drop();
        return;
      case 'introduce':
        introduce();
        return;
      case 'wait':
        callOffWait = platform.later(effect.ms, () => tell({ kind: 'wait-over' }));
        return;
      case 'renew-token':
        void renew();
        return;
      case 'forget-resume-token':
        resumeToken = null;
        return;
      case 'tell-lost':
        events.lost();
        return;
      case 'end-session':
        resumeToken = null;
        events.sessionEnded(effect.end);
        return;
    }
  };

  const tell = (happening: Happening): void => {
    const step = next(phase, happening);
    if (step.phase !== phase) {
      callOffWait();
      phase = step.phase;
      events.phaseChanged(phase);
    }
    for (const effect of step.effects) perform(effect);
  };

  return {
    tell,
    send: (frame) => pace?.send(encodeClientFrame(frame)),
    reauthenticate,
  };
};
