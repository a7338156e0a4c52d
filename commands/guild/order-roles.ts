import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { Capabilities } from '#commands/capabilities.ts';
import type { Commands } from '#commands/commands.ts';
import { changeGuild } from '#commands/guild/change-guild.ts';
import { originOf } from '#commands/machine/origin.ts';
import { receiptOf } from '#commands/machine/receipt.ts';
import { decideOrderRoles } from '#domain/guild/role-decide.ts';

export const orderRoles =
  (can: Capabilities): Commands['orderRoles'] =>
  (intent) => {
    const { order } = intent;
    return pipe(
      changeGuild(can)(
        { ...intent, origin: originOf(intent) },
        { type: 'guild.roles-ordered', facts: { order } },
        (authority, state) => decideOrderRoles({ order, authority }, state),
      ),
      TE.map(receiptOf),
    );
  };
