import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { Capabilities } from '#commands/capabilities.ts';
import type { Commands } from '#commands/commands.ts';
import { changeGuild } from '#commands/guild/change-guild.ts';
import { originOf } from '#commands/machine/origin.ts';
import { receiptOf } from '#commands/machine/receipt.ts';
import { readReason } from '#commands/read-reason.ts';
import { decideDeleteRole } from '#domain/guild/role-decide.ts';

export const deleteRole =
  (can: Capabilities): Commands['deleteRole'] =>
  (intent) => {
    const { roleId } = intent;
    return pipe(
      TE.fromEither(readReason(intent.reason ?? null)),
      TE.flatMap((reason) =>
        changeGuild(can)(
          { ...intent, origin: originOf(intent) },
          { type: 'guild.role-deleted', facts: { roleId, reason } },
          (authority, state) => decideDeleteRole({ roleId, reason, authority }, state),
        ),
      ),
      TE.map(receiptOf),
    );
  };
