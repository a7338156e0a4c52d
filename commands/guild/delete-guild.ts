import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { Capabilities } from '#commands/capabilities.ts';
import type { Commands } from '#commands/commands.ts';
import { changeGuild } from '#commands/guild/change-guild.ts';
import { originOf } from '#commands/machine/origin.ts';
import { receiptOf } from '#commands/machine/receipt.ts';
import { readReason } from '#commands/read-reason.ts';
import { decideDeleteGuild } from '#domain/guild/decide.ts';

export const deleteGuild =
  (can: Capabilities): Commands['deleteGuild'] =>
  (intent) =>
    pipe(
      TE.fromEither(readReason(intent.reason ?? null)),
      TE.flatMap((reason) =>
        changeGuild(can)(
          { ...intent, origin: originOf(intent) },
          { type: 'guild.deleted', facts: { reason } },
          (authority, state) => decideDeleteGuild({ reason, authority }, state),
        ),
      ),
      TE.map(receiptOf),
    );
