/**
 * Whispers through NOTIFY of Postgres. Each is sealed, because any session of the database may send any text on the
 * channel. While the database is away whispers are lost, and afterwards the processes ask each other anew.
 */
import { randomUUID } from 'node:crypto';
import { isLeft } from 'fp-ts/lib/Either.js';
import type pg from 'pg';
import { WHISPERS_WAITING_MAX } from '#gateway/limits/sockets.ts';
import { Whisper, type Whispers } from '#gateway/ports/whispers.ts';

const CHANNEL = 'filament_whisper';

/** Connection on which whispers are told. */
type Told = Pick<pg.Client, 'query'>;

/** Keeps a connection that listens to a channel of the database, until the answer stops it. */
export type KeepConnection = (
  channel: string,
  listener: {
    readonly heard: (payload: string) => void;
    readonly began: (client: Told) => void;
    readonly ended: () => void;
  },
) => () => Promise<void>;

/** Seal of whispers. `open` answers undefined for a text that this seal did not make. */
export type WhisperSeal = {
  readonly seal: (whisper: string) => string;
  readonly open: (sealed: string) => string | undefined;
};
export type PostgresWhispers = Whispers & { readonly close: () => Promise<void> };

type Heard = { readonly process: string; readonly whisper: Whisper };

/** Reads a whisper. A newer process may say what this one does not know, which is passed over. */
const read = (text: string): Heard | undefined => {
  const { process, whisper }: { readonly process: string; readonly whisper: unknown } = JSON.parse(text);
  const known = Whisper.decode(whisper);
  return isLeft(known) ? undefined : { process, whisper: known.right };
};

export const postgresWhispers = (keepConnection: KeepConnection, { seal, open }: WhisperSeal): PostgresWhispers => {
  const me = randomUUID();
  const waiting: Array<string> = [];
  let client: Told | undefined;
  let sending: Promise<void> = Promise.resolve();
  let isSending = false;
  let close = async (): Promise<void> => undefined;

  const sendAll = async (): Promise<void> => {
    while (client !== undefined && waiting.length > 0) {
      const text = waiting.shift() ?? '';
      await client.query('SELECT pg_notify($1, $2)', [CHANNEL, text]).catch(() => undefined);
    }
    isSending = false;
  };
  const send = (): void => {
    if (isSending || client === undefined) return;
    isSending = true;
    sending = sendAll();
  };

  return {
    tell: (whisper) => {
      // Without a connection nobody is told, and a later `who` brings what still counts.
      if (client === undefined) return;
      waiting.push(seal(JSON.stringify({ process: me, whisper })));
      if (waiting.length > WHISPERS_WAITING_MAX) waiting.shift();
      send();
    },
    follow: (heard, joined) => {
      close = keepConnection(CHANNEL, {
        heard: (payload) => {
          const text = open(payload);
          const said = text === undefined ? undefined : read(text);
          if (said !== undefined && said.process !== me) heard(said.whisper, said.process);
        },
        began: (connected) => {
          client = connected;
          joined();
        },
        ended: () => {
          client = undefined;
          waiting.length = 0;
        },
      });
    },
    close: async () => {
      await sending;
      await close();
    },
  };
};
