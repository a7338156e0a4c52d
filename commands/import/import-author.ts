import type { Either } from 'fp-ts/lib/Either.js';
import { left } from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { AuthorInvalid, ImportCapabilities, ImportCommands } from '#commands/import/import-commands.ts';
import { importOrigin } from '#commands/import/import-origin.ts';
import { begin, ensure } from '#commands/machine/handle.ts';
import { decideImportAccount } from '#domain/account/decide.ts';
import { ImportedName } from '#domain/account/values.ts';
import type { MemberEvent } from '#domain/guild/events.ts';
import { decideJoinGuild } from '#domain/guild/member-decide.ts';
import type { GuildUnknown } from '#domain/kernel/rejection.ts';
import { guildStream, memberStream, userStream } from '#domain/kernel/stream.ts';
import { readText } from '#domain/kernel/text.ts';

const readName = readText(ImportedName, (why): AuthorInvalid => ({ kind: 'AuthorInvalid', why }));

export const importAuthor =
  (can: ImportCapabilities): ImportCommands['importAuthor'] =>
  ({ importId, guildId, name }) =>
    pipe(
      TE.fromEither(readName(name)),
      TE.flatMap((username) => {
        const origin = importOrigin(importId);
        const userId = can.ids.entityId(origin.command, `${origin.actor} ${username}`, 'UserId');
        return pipe(
          begin(can)({
            fold: can.folds.account,
            stream: userStream(userId),
            origin,
            decide: ({ state }) => TE.fromEither(decideImportAccount({ userId, username, importId }, state)),
          }),
          TE.flatMap(() =>
            ensure(can)({
              fold: can.folds.member,
              stream: memberStream(guildId, userId),
              origin,
              decide: ({ state }) =>
                pipe(
                  can.folds.guild.read(guildStream(guildId)),
                  TE.flatMapEither((guild): Either<GuildUnknown, ReadonlyArray<MemberEvent>> => {
                    if (guild.state.kind !== 'Present') return left({ kind: 'GuildUnknown' });
                    const { ownerId } = guild.state;
                    return decideJoinGuild({ guildId, userId, ownerId, via: { kind: 'import', importId } }, state);
                  }),
                ),
            }),
          ),
          TE.map(({ position }) => ({ position, value: { userId } })),
        );
      }),
    );
