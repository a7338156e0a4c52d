import * as TE from 'fp-ts/lib/TaskEither.js';
import { composeWriteSide, type WriteSide } from '#commands/compose.ts';
import type { StoreUnavailable } from '#domain/kernel/failure.ts';
import type { TestWriteSide } from '#infra/workshop/testkit/write-side.ts';

export const STORE_AWAY: StoreUnavailable = { kind: 'StoreUnavailable', why: 'away' };

/** Another process over the same log and vault, to which the streams of one prefix are away. */
export const whileAway = (side: TestWriteSide, prefix: string): WriteSide =>
  composeWriteSide({
    ...side.ports,
    store: {
      ...side.store,
      readStream: (name, after) => (name.startsWith(prefix) ? TE.left(STORE_AWAY) : side.store.readStream(name, after)),
    },
  });
