import { type Either, left, right } from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { isMember } from '#commands/authority.ts';
import type { Capabilities } from '#commands/capabilities.ts';
import { change } from '#commands/machine/handle.ts';
import type { Origin } from '#commands/machine/origin.ts';
import type { ProcessStep } from '#commands/process/process.ts';
import type { MemberEvent } from '#domain/guild/events.ts';
import { decideJoinGuild } from '#domain/guild/member-decide.ts';
import type { MemberState } from '#domain/guild/member-state.ts';
import type { PresentGuild } from '#domain/guild/state.ts';
import { decideAcceptInvite, isOpenTo, isUsable } from '#domain/invite/decide.ts';
import type { InviteEvent } from '#domain/invite/events.ts';
import type { AcceptInviteRejection, InviteUnknown } from '#domain/invite/rejections.ts';
import type { PresentInvite } from '#domain/invite/state.ts';
import type { StoreUnavailable } from '#domain/kernel/failure.ts';
import type { GuildId, UserId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import { guildStream, inviteStream, memberStream, type StreamName } from '#domain/kernel/stream.ts';

/** Admission of a user to a guild, by the code of an invite. */
export type Admission = { readonly code: string; readonly userId: UserId; readonly origin: Origin };

type Run = ProcessStep<Admission, AcceptInviteRejection>['run'];
type Folds = Pick<Capabilities, 'folds'>;

const UNKNOWN: Either<InviteUnknown, never> = left({ kind: 'InviteUnknown' });

const streamOf = ({ hasher }: Capabilities, code: string): StreamName => inviteStream(hasher.hash('invite-code', code));

/** Reads the invite of a code. */
const inviteOf =
  (can: Capabilities) =>
  (code: string): TE.TaskEither<InviteUnknown | StoreUnavailable, PresentInvite> =>
    pipe(
      can.folds.invite.read(streamOf(can, code)),
      TE.flatMapEither(({ state }) => (state.kind === 'Present' ? right(state) : UNKNOWN)),
    );

/** Reads the guild of an invite. The invite of a deleted guild is as unknown as a wrong code. */
const guildOf = (
  { folds }: Folds,
  { terms: { guildId } }: PresentInvite,
): TE.TaskEither<InviteUnknown | StoreUnavailable, PresentGuild> =>
  pipe(
    folds.guild.read(guildStream(guildId)),
    TE.flatMapEither(({ state }) => (state.kind === 'Present' ? right(state) : UNKNOWN)),
  );

const acceptanceEvents = (
  can: Folds,
  invite: PresentInvite,
  userId: UserId,
  at: Instant,
): TE.TaskEither<InviteUnknown | StoreUnavailable, ReadonlyArray<InviteEvent>> =>
  pipe(
    guildOf(can, invite),
    TE.bindTo('guild'),
    TE.bindW('member', () => can.folds.member.read(memberStream(invite.terms.guildId, userId))),
    TE.flatMapEither(({ guild, member: { state: member } }) =>
      decideAcceptInvite({ userId, isMember: isMember(guild, member, userId), joins: member.joins, at }, invite),
    ),
  );

const joinEvents = (
  can: Folds,
  invite: PresentInvite,
  userId: UserId,
  member: MemberState,
): TE.TaskEither<InviteUnknown | StoreUnavailable, ReadonlyArray<MemberEvent>> =>
  pipe(
    guildOf(can, invite),
    TE.flatMapEither((guild): Either<InviteUnknown, ReadonlyArray<MemberEvent>> => {
      if (!isMember(guild, member, userId) && !isOpenTo(invite, userId, member.joins)) return UNKNOWN;
      const { guildId, inviteId } = invite.terms;
      const via = { kind: 'invite', inviteId } as const;
      return decideJoinGuild({ guildId, userId, ownerId: guild.ownerId, via }, member);
    }),
  );

export const guildOfInvite =
  (can: Capabilities) =>
  (code: string): TE.TaskEither<InviteUnknown | StoreUnavailable, GuildId> =>
    pipe(
      inviteOf(can)(code),
      TE.map(({ terms }) => terms.guildId),
    );

/** What an invite lets its holder into, and the member who made it. */
export type Invitation = { readonly guildId: GuildId; readonly inviterId: UserId };

/** Reads what a code lets a stranger into now. It spends no use. */
export const invitation =
  (can: Capabilities) =>
  (code: string): TE.TaskEither<InviteUnknown | StoreUnavailable, Invitation> =>
    pipe(
      inviteOf(can)(code),
      TE.filterOrElseW(
        (invite) => isUsable(invite, can.clock.now()),
        (): InviteUnknown => ({ kind: 'InviteUnknown' }),
      ),
      TE.tap((invite) => guildOf(can, invite)),
      TE.map(({ terms }) => ({ guildId: terms.guildId, inviterId: terms.creatorId })),
    );

/** True when the code would let the user in now. It spends no use. */
export const wouldAdmit =
  (can: Capabilities) =>
  ({ code, userId }: Pick<Admission, 'code' | 'userId'>): TE.TaskEither<StoreUnavailable, boolean> =>
    pipe(
      inviteOf(can)(code),
      TE.flatMap((invite) => acceptanceEvents(can, invite, userId, can.clock.now())),
      TE.map(() => true),
      TE.orElse((no) => (no.kind === 'InviteUnknown' ? TE.right(false) : TE.left(no))),
    );

/** Spends a use of the invite, unless the user needs none. */
export const spendUse =
  (can: Capabilities): Run =>
  ({ code, userId, origin }) =>
    change(can)({
      fold: can.folds.invite,
      stream: streamOf(can, code),
      origin,
      wants: () => ({ type: 'invite.accepted' }),
      decide: ({ state }, at) =>
        state.kind === 'Absent' ? TE.fromEither(UNKNOWN) : acceptanceEvents(can, state, userId, at),
    });

/** Makes a member of a user with an open acceptance. */
export const joinGuild =
  (can: Capabilities): Run =>
  ({ code, userId, origin }) =>
    pipe(
      inviteOf(can)(code),
      TE.flatMap((invite) =>
        change(can)({
          fold: can.folds.member,
          stream: memberStream(invite.terms.guildId, userId),
          origin,
          wants: () => ({ type: 'guild.member-joined' }),
          decide: ({ state }) => joinEvents(can, invite, userId, state),
        }),
      ),
    );
