import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { Capabilities } from '#commands/capabilities.ts';
import type { Commands } from '#commands/commands.ts';
import { changeMembership } from '#commands/guild/change-membership.ts';
import { receiptOf } from '#commands/machine/receipt.ts';
import { readReason } from '#commands/read-reason.ts';
import { decideKickMember } from '#domain/guild/member-decide.ts';

export const kickMember =
  (can: Capabilities): Commands['kickMember'] =>
  (intent) => {
    const { userId } = intent;
    return pipe(
      TE.fromEither(readReason(intent.reason)),
      TE.flatMap((reason) =>
        changeMembership(can)(
          intent,
          userId,
          { type: 'guild.member-kicked', facts: { reason } },
          ({ authority, guild }, state) => decideKickMember({ guild, userId, reason, authority }, state),
        ),
      ),
      TE.map(receiptOf),
    );
  };
