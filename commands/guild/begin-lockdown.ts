import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { Capabilities } from '#commands/capabilities.ts';
import type { Commands } from '#commands/commands.ts';
import { changeGuild } from '#commands/guild/change-guild.ts';
import { originOf } from '#commands/machine/origin.ts';
import { receiptOf } from '#commands/machine/receipt.ts';
import { readReason } from '#commands/read-reason.ts';
import { decideBeginLockdown } from '#domain/guild/decide.ts';

/** Begins a lockdown. The first try fixes the time from which a member counts as a newcomer. */
export const beginLockdown =
  (can: Capabilities): Commands['beginLockdown'] =>
  (intent) => {
    const { until, newcomersHours } = intent;
    return pipe(
      TE.fromEither(readReason(intent.reason)),
      TE.flatMap((reason) =>
        changeGuild(can)(
          { ...intent, origin: originOf(intent) },
          { type: 'guild.lockdown-begun', facts: { until, reason } },
          (authority, state, at) => decideBeginLockdown({ until, newcomersHours, reason, authority, at }, state),
        ),
      ),
      TE.map(receiptOf),
    );
  };
