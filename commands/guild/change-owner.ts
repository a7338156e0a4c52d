import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { passwordIsRight } from '#commands/account/verified-account.ts';
import { authorityInGuild } from '#commands/authority.ts';
import type { Capabilities } from '#commands/capabilities.ts';
import type { Commands } from '#commands/commands.ts';
import { acquireGuild } from '#commands/guild/acquire-guild.ts';
import { change } from '#commands/machine/handle.ts';
import { type Origin, originOf } from '#commands/machine/origin.ts';
import type { HasherBusy } from '#commands/ports/rejections.ts';
import { NOTHING_TO_DO, type ProcessStep, processOf, type StepOutcome } from '#commands/process/process.ts';
import { decideChangeOwner } from '#domain/guild/decide.ts';
import { isMember } from '#domain/guild/member-state.ts';
import type { ChangeOwnerRejection } from '#domain/guild/rejections.ts';
import type { PresentGuild } from '#domain/guild/state.ts';
import type { CommandFailure, StoreUnavailable } from '#domain/kernel/failure.ts';
import type { GuildId, UserId } from '#domain/kernel/ids.ts';
import { guildStream, memberStream, userStream } from '#domain/kernel/stream.ts';

type Known = {
  readonly guildId: GuildId;
  readonly actor: UserId;
  readonly ownerId: UserId;
  readonly password: string;
  readonly origin: Origin;
};
type Rejection = ChangeOwnerRejection | HasherBusy;
type Run = ProcessStep<Known, Rejection>['run'];

/** Runs a step for the owner alone. The last step refuses every other actor, unless it is the retry of a change. */
const asOwner =
  (can: Capabilities, run: Run): Run =>
  (known) =>
    pipe(
      can.folds.guild.read(guildStream(known.guildId)),
      TE.flatMap(
        ({ state }): TE.TaskEither<Rejection | CommandFailure, StepOutcome> =>
          state.kind === 'Present' && state.ownerId === known.actor ? run(known) : TE.right(NOTHING_TO_DO),
      ),
    );

/** Only the owner gets here, so no other actor makes the server hash a password. */
const checkPassword =
  (can: Capabilities): Run =>
  ({ actor, password }) =>
    pipe(
      passwordIsRight(can)(actor, password),
      TE.flatMap(
        (isRight): TE.TaskEither<Rejection, StepOutcome> =>
          isRight ? TE.right(NOTHING_TO_DO) : TE.left({ kind: 'PasswordWrong' }),
      ),
    );

/** Answers whether the new owner is a member with an account of their own. An imported author cannot log in. */
const canOwn =
  ({ folds }: Capabilities) =>
  (guild: PresentGuild, ownerId: UserId): TE.TaskEither<StoreUnavailable, boolean> =>
    pipe(
      folds.member.read(memberStream(guild.guildId, ownerId)),
      TE.bindTo('member'),
      TE.bind('account', () => folds.account.read(userStream(ownerId))),
      TE.map(({ member, account }) => account.state.kind === 'Registered' && isMember(guild, member.state, ownerId)),
    );

const takePlace =
  (can: Capabilities): Run =>
  ({ actor, guildId, ownerId, origin }) =>
    pipe(
      authorityInGuild(can.folds)(actor, guildId, can.clock.now()),
      TE.flatMap(({ guild }) => canOwn(can)(guild, ownerId)),
      TE.flatMap(
        (isMember): TE.TaskEither<Rejection | CommandFailure, StepOutcome> =>
          isMember ? acquireGuild(can)(ownerId, guildId, origin) : TE.left({ kind: 'MemberUnknown' }),
      ),
    );

/** Changes the owner on the guild's own stream. So it conflicts with a deletion by the former owner. */
const handOver =
  (can: Capabilities): Run =>
  ({ actor, guildId, ownerId, origin }) =>
    change(can)({
      fold: can.folds.guild,
      stream: guildStream(guildId),
      origin,
      wants: () => ({ type: 'guild.owner-changed', facts: { ownerId } }),
      decide: ({ state }, at) =>
        pipe(
          authorityInGuild(can.folds)(actor, guildId, at),
          TE.bindW('isMember', ({ guild }) => canOwn(can)(guild, ownerId)),
          TE.bindW('account', () => can.folds.account.read(userStream(ownerId))),
          TE.flatMapEither(({ authority, isMember, account }) =>
            decideChangeOwner({ ownerId, isMember, hasPlace: account.state.guilds.has(guildId), authority }, state),
          ),
        ),
    });

/**
 * Hands a guild over to one of its members. The new owner takes a place for it first, as for a guild that they make.
 * A place that was taken for nothing is free again when the new owner needs it.
 */
export const changeOwner = (can: Capabilities): Commands['changeOwner'] => {
  const handedOver = processOf<Known, Rejection>('hand a guild over', [
    { name: 'check the password', run: asOwner(can, checkPassword(can)) },
    { name: "take a place among the new owner's guilds", run: asOwner(can, takePlace(can)) },
    { name: 'change the owner', run: handOver(can) },
  ]);
  return (intent) => {
    const { actor, guildId, userId, password } = intent;
    return handedOver({ actor, guildId, ownerId: userId, password, origin: originOf(intent) });
  };
};
