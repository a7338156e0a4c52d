import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { Capabilities } from '#commands/capabilities.ts';
import type { Commands } from '#commands/commands.ts';
import { changeMembership } from '#commands/guild/change-membership.ts';
import { receiptOf } from '#commands/machine/receipt.ts';
import { decideUnbanMember } from '#domain/guild/member-decide.ts';

export const unbanMember =
  (can: Capabilities): Commands['unbanMember'] =>
  (intent) => {
    const { userId } = intent;
    return pipe(
      changeMembership(can)(intent, userId, { type: 'guild.member-unbanned' }, ({ authority, guild }, state) =>
        decideUnbanMember({ guild, userId, authority }, state),
      ),
      TE.map(receiptOf),
    );
  };
