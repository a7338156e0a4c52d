/** A client of the gateway for scenarios. Every frame must decode by the published codecs, or the scenario fails. */
import { isLeft } from 'fp-ts/lib/Either.js';
import { WebSocket } from 'ws';
import type { Dispatch, DispatchName, DispatchOf } from '#gateway/protocol/dispatches.ts';
import { decodeServerFrame, encodeClientFrame } from '#gateway/protocol/envelope.ts';
import type { ClientFrame, ServerFrame, ServerFrameName, ServerFrameOf } from '#gateway/protocol/frames.ts';

export type Heard = ServerFrame | Dispatch;
type HeardNamed<N extends ServerFrameName | DispatchName> = N extends ServerFrameName
  ? ServerFrameOf<N>
  : N extends DispatchName
    ? DispatchOf<N>
    : never;

export type Client = {
  readonly ws: WebSocket;
  /** All frames so far, oldest first. */
  readonly heard: ReadonlyArray<Heard>;
  readonly say: (frame: ClientFrame) => void;
  readonly raw: (bytes: string | Buffer) => void;
  /** Returns the first frame of this name, whether it has arrived or will. Rejects when the connection ends before. */
  readonly hears: <N extends ServerFrameName | DispatchName>(
    name: N,
    which?: (d: HeardNamed<N>['d']) => boolean,
  ) => Promise<HeardNamed<N>['d']>;
  readonly ended: Promise<{ readonly code: number; readonly reason: string }>;
  readonly close: () => void;
};

export const client = async (
  url: string,
  options: { readonly origin?: string; readonly from?: string; readonly onHeard?: (frame: Heard) => void } = {},
): Promise<Client> => {
  const ws = new WebSocket(url, {
    ...(options.origin === undefined ? {} : { origin: options.origin }),
    ...(options.from === undefined ? {} : { headers: { 'x-forwarded-for': options.from } }),
  });
  const heard: Array<Heard> = [];
  let watchers: Array<() => void> = [];
  let fault: Error | undefined;
  const ended = new Promise<{ readonly code: number; readonly reason: string }>((resolve) => {
    ws.once('close', (code, reason) => resolve({ code, reason: reason.toString() }));
  });
  const notify = (): void => {
    const all = watchers;
    watchers = [];
    for (const watcher of all) watcher();
  };
  ws.on('message', (bytes: Buffer) => {
    const frame = decodeServerFrame(bytes.toString());
    if (isLeft(frame)) fault = new Error(`${frame.left.name ?? 'a frame'}: ${frame.left.message}`);
    else {
      heard.push(frame.right);
      options.onHeard?.(frame.right);
    }
    notify();
  });
  ws.on('error', (error) => {
    fault ??= error;
    notify();
  });
  ws.once('close', (code, reason) => {
    fault ??= new Error(`the connection ended: ${code} ${reason}`);
    notify();
  });
  await new Promise<void>((resolve, reject) => {
    ws.once('open', resolve);
    ws.once('error', reject);
  });
  return {
    ws,
    heard,
    say: (frame) => ws.send(encodeClientFrame(frame)),
    raw: (bytes) => ws.send(bytes),
    hears: async (name, which) => {
      for (let next = 0; ; ) {
        for (; next < heard.length; next += 1) {
          const frame = heard[next];
          // The name decides the type of the facts, which the compiler cannot follow through a generic.
          if (frame?.t === name && (which === undefined || which(frame.d as never))) return frame.d as never;
        }
        if (fault !== undefined) throw fault;
        await new Promise<void>((resolve) => {
          watchers.push(resolve);
        });
      }
    },
    ended,
    close: () => ws.close(),
  };
};
