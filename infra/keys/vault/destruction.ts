/**
 * Hears which keys were destroyed, by any process. Remembered keys may be used only while this listens. When its
 * connection is lost or silent, all remembered keys are dropped until it listens again.
 */
import type { ClientConfig } from 'pg';
import { type ListeningTerms, listening } from '#infra/database/listening-connection.ts';

export type DestroyedKeys =
  | { readonly kind: 'content'; readonly ids: ReadonlyArray<number> }
  | { readonly kind: 'user'; readonly user: string }
  | { readonly kind: 'all' };

/** A memory of keys that must forget the destroyed ones. */
export type KeyMemory = {
  readonly destroyed: (what: DestroyedKeys) => void;
  /** Drops everything remembered, and remembers nothing more until `trust`. */
  readonly distrust: () => void;
  readonly trust: () => void;
};

/**
 * Channel of the database on which destroyed keys are told. A destroyed key may stay remembered for as long as a silent
 * connection goes unnoticed.
 */
const CHANNEL = 'filament_vault_destroyed';

const read = (payload: string): DestroyedKeys => {
  const [kind, rest = ''] = payload.split(/ (.*)/s);
  if (kind === 'content') return { kind, ids: rest.split(',').map(Number) };
  return kind === 'user' ? { kind, user: rest } : { kind: 'all' };
};

/**
 * Starts to listen, and resolves once it does. Rejects when the first connection fails.
 * @returns a function that ends the listening.
 */
export const listenForDestruction = (
  connection: ClientConfig,
  memories: ReadonlyArray<KeyMemory>,
  terms?: ListeningTerms,
): Promise<() => Promise<void>> => {
  const all = (tell: (one: KeyMemory) => void): void => {
    for (const one of memories) tell(one);
  };
  return listening(
    { ...connection, application_name: 'filament vault listener' },
    CHANNEL,
    {
      heard: (payload) => {
        const what = read(payload);
        all((one) => one.destroyed(what));
      },
      began: () => all((one) => one.trust()),
      ended: () => all((one) => one.distrust()),
    },
    terms,
  );
};
