import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { Capabilities } from '#commands/capabilities.ts';
import type { Commands } from '#commands/commands.ts';
import { changeGuild } from '#commands/guild/change-guild.ts';
import { readRole, roleFacts } from '#commands/guild/read-role.ts';
import { originOf } from '#commands/machine/origin.ts';
import { receiptOf } from '#commands/machine/receipt.ts';
import { decideChangeRole } from '#domain/guild/role-decide.ts';

export const changeRole =
  (can: Capabilities): Commands['changeRole'] =>
  (intent) => {
    const { roleId } = intent;
    return pipe(
      TE.fromEither(readRole(intent)),
      TE.flatMap((fields) =>
        changeGuild(can)(
          { ...intent, origin: originOf(intent) },
          { type: 'guild.role-changed', facts: { roleId, ...roleFacts(fields) } },
          (authority, state) => decideChangeRole({ roleId, fields, authority }, state),
        ),
      ),
      TE.map(receiptOf),
    );
  };
