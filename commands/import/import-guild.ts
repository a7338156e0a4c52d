import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { ImportCapabilities, ImportCommands } from '#commands/import/import-commands.ts';
import { importOrigin } from '#commands/import/import-origin.ts';
import { ensure } from '#commands/machine/handle.ts';
import { decideCreateGuild } from '#domain/guild/decide.ts';
import type { GuildUnknown } from '#domain/kernel/rejection.ts';
import { guildStream } from '#domain/kernel/stream.ts';

const GONE: GuildUnknown = { kind: 'GuildUnknown' };

export const importGuild =
  (can: ImportCapabilities): ImportCommands['importGuild'] =>
  ({ importId, name, ownerId }) => {
    const origin = importOrigin(importId);
    const guildId = can.ids.entityId(origin.command, origin.actor, 'GuildId');
    return pipe(
      ensure(can)({
        fold: can.folds.guild,
        stream: guildStream(guildId),
        origin,
        decide: ({ state }) => TE.fromEither(decideCreateGuild({ guildId, name, ownerId }, state)),
      }),
      TE.flatMap(({ state, position }) =>
        state.kind === 'Present' ? TE.right({ position, value: { guildId } }) : TE.left(GONE),
      ),
    );
  };
