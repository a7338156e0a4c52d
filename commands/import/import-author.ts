import { type Either, left } from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { ImportCapabilities, ImportCommands } from '#commands/import/import-commands.ts';
import { importOrigin } from '#commands/import/import-origin.ts';
import { begin, ensure } from '#commands/machine/handle.ts';
import type { Origin } from '#commands/machine/origin.ts';
import { type ProcessStep, processOf } from '#commands/process/process.ts';
import { decideImportAccount } from '#domain/account/decide.ts';
import type { ImportedName } from '#domain/account/values.ts';
import type { MemberEvent } from '#domain/guild/events.ts';
import { decideJoinGuild } from '#domain/guild/member-decide.ts';
import type { GuildId, ImportId, UserId } from '#domain/kernel/ids.ts';
import type { GuildUnknown } from '#domain/kernel/rejection.ts';
import { guildStream, memberStream, userStream } from '#domain/kernel/stream.ts';

type Known = {
  readonly importId: ImportId;
  readonly guildId: GuildId;
  readonly userId: UserId;
  readonly username: ImportedName;
  readonly origin: Origin;
};
type Run = ProcessStep<Known, GuildUnknown>['run'];

const makeAccount =
  (can: ImportCapabilities): Run =>
  ({ userId, username, importId, origin }) =>
    begin(can)({
      fold: can.folds.account,
      stream: userStream(userId),
      origin,
      decide: ({ state }) => TE.fromEither(decideImportAccount({ userId, username, importId }, state)),
    });

const joinGuild =
  (can: ImportCapabilities): Run =>
  ({ guildId, userId, importId, origin }) =>
    ensure(can)({
      fold: can.folds.member,
      stream: memberStream(guildId, userId),
      origin,
      decide: ({ state }, at) =>
        pipe(
          can.folds.guild.read(guildStream(guildId)),
          TE.flatMapEither((guild): Either<GuildUnknown, ReadonlyArray<MemberEvent>> => {
            if (guild.state.kind !== 'Present') return left({ kind: 'GuildUnknown' });
            return decideJoinGuild({ guild: guild.state, userId, via: { kind: 'import', importId }, at }, state);
          }),
        ),
    });

export const importAuthor = (can: ImportCapabilities): ImportCommands['importAuthor'] => {
  const imported = processOf<Known, GuildUnknown>('import an author', [
    { name: 'make the account', run: makeAccount(can) },
    { name: 'join the guild', run: joinGuild(can) },
  ]);
  return ({ importId, guildId, name }) => {
    const origin = importOrigin(importId);
    const userId = can.ids.entityId(origin.command, `${origin.actor} ${name}`, 'UserId');
    return pipe(
      imported({ importId, guildId, userId, username: name, origin }),
      TE.map((done) => ({ ...done, value: { userId } })),
    );
  };
};
