import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { Capabilities } from '#commands/capabilities.ts';
import { changeInSight } from '#commands/channel/change-in-sight.ts';
import type { Commands } from '#commands/commands.ts';
import { receiptOf } from '#commands/machine/receipt.ts';
import { decideArchiveThread } from '#domain/channel/thread-decide.ts';

/** Archives a thread before its quiet time is over. */
export const archiveThread =
  (can: Capabilities): Commands['archiveThread'] =>
  (intent) =>
    pipe(
      changeInSight(can)(intent, { type: 'channel.thread-archived' }, ({ authority, state, at }) =>
        decideArchiveThread({ authority, at }, state),
      ),
      TE.map(receiptOf),
    );
