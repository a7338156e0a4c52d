import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { Capabilities } from '#commands/capabilities.ts';
import type { Commands } from '#commands/commands.ts';
import { changeGuild } from '#commands/guild/change-guild.ts';
import { originOf } from '#commands/machine/origin.ts';
import { receiptOf } from '#commands/machine/receipt.ts';
import { decideEndLockdown } from '#domain/guild/decide.ts';

export const endLockdown =
  (can: Capabilities): Commands['endLockdown'] =>
  (intent) =>
    pipe(
      changeGuild(can)(
        { ...intent, origin: originOf(intent) },
        { type: 'guild.lockdown-ended' },
        (authority, state, at) => decideEndLockdown({ authority, at }, state),
      ),
      TE.map(receiptOf),
    );
