import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { Capabilities } from '#commands/capabilities.ts';
import type { Commands } from '#commands/commands.ts';
import { changeMembership } from '#commands/guild/change-membership.ts';
import { receiptOf } from '#commands/machine/receipt.ts';
import { decideGiveRole } from '#domain/guild/member-decide.ts';

export const giveRole =
  (can: Capabilities): Commands['giveRole'] =>
  (intent) => {
    const { userId, roleId } = intent;
    const wanted = { type: 'guild.member-role-given', facts: { roleId } } as const;
    return pipe(
      changeMembership(can)(intent, userId, wanted, ({ authority, guild }, state) =>
        decideGiveRole({ guild, userId, roleId, authority }, state),
      ),
      TE.map(receiptOf),
    );
  };
