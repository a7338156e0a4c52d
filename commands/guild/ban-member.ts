import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { Capabilities } from '#commands/capabilities.ts';
import type { Commands } from '#commands/commands.ts';
import { changeMembership } from '#commands/guild/change-membership.ts';
import { receiptOf } from '#commands/machine/receipt.ts';
import { readReason } from '#commands/read-reason.ts';
import { decideBanMember } from '#domain/guild/member-decide.ts';
import { userStream } from '#domain/kernel/stream.ts';

/** Bans a member or a stranger. An account never ceases to exist, so it is read once before the decision. */
export const banMember =
  (can: Capabilities): Commands['banMember'] =>
  (intent) => {
    const { userId } = intent;
    return pipe(
      TE.fromEither(readReason(intent.reason)),
      TE.bindTo('reason'),
      TE.bindW('account', () => can.folds.account.read(userStream(userId))),
      TE.flatMap(({ reason, account }) => {
        const exists = account.state.kind !== 'Absent';
        const wanted = { type: 'guild.member-banned', facts: { reason } } as const;
        return changeMembership(can)(intent, userId, wanted, ({ authority, guild }, state) =>
          decideBanMember({ guild, userId, exists, reason, authority }, state),
        );
      }),
      TE.map(receiptOf),
    );
  };
