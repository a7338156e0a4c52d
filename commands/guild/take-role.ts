import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { Capabilities } from '#commands/capabilities.ts';
import type { Commands } from '#commands/commands.ts';
import { changeMembership } from '#commands/guild/change-membership.ts';
import { receiptOf } from '#commands/machine/receipt.ts';
import { decideTakeRole } from '#domain/guild/member-decide.ts';

export const takeRole =
  (can: Capabilities): Commands['takeRole'] =>
  (intent) => {
    const { userId, roleId } = intent;
    const wanted = { type: 'guild.member-role-taken', facts: { roleId } } as const;
    return pipe(
      changeMembership(can)(intent, userId, wanted, ({ authority, guild }, state) =>
        decideTakeRole({ guild, userId, roleId, authority }, state),
      ),
      TE.map(receiptOf),
    );
  };
