import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { Capabilities } from '#commands/capabilities.ts';
import type { Commands } from '#commands/commands.ts';
import { changeGuild } from '#commands/guild/change-guild.ts';
import { readGuildName } from '#commands/guild/read-guild-name.ts';
import { originOf } from '#commands/machine/origin.ts';
import { receiptOf } from '#commands/machine/receipt.ts';
import { decideRenameGuild } from '#domain/guild/decide.ts';

export const renameGuild =
  (can: Capabilities): Commands['renameGuild'] =>
  (intent) =>
    pipe(
      TE.fromEither(readGuildName(intent.name)),
      TE.flatMap((name) =>
        changeGuild(can)(
          { ...intent, origin: originOf(intent) },
          { type: 'guild.renamed', facts: { name } },
          (authority, state) => decideRenameGuild({ name, authority }, state),
        ),
      ),
      TE.map(receiptOf),
    );
