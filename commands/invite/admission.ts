import { type Either, left, right } from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { Capabilities } from '#commands/capabilities.ts';
import type { FoldedStream } from '#commands/machine/folds.ts';
import { change } from '#commands/machine/handle.ts';
import type { Origin } from '#commands/machine/origin.ts';
import type { ProcessStep } from '#commands/process/process.ts';
import type { MemberEvent } from '#domain/guild/events.ts';
import { lockdownAt } from '#domain/guild/lockdown.ts';
import { decideJoinGuild } from '#domain/guild/member-decide.ts';
import { isMember, type MemberState } from '#domain/guild/member-state.ts';
import type { PresentGuild } from '#domain/guild/state.ts';
import { decideAcceptInvite, isOpenTo, isUsable } from '#domain/invite/decide.ts';
import type { InviteEvent } from '#domain/invite/events.ts';
import type { AcceptInviteRejection, AdmissionRejection, InviteUnknown } from '#domain/invite/rejections.ts';
import type { InviteState, PresentInvite } from '#domain/invite/state.ts';
import type { StoreUnavailable } from '#domain/kernel/failure.ts';
import type { GuildId, UserId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import { guildStream, inviteStream, memberStream, type StreamName } from '#domain/kernel/stream.ts';

/** Admission of a user to a guild, by the code of an invite. */
export type Admission = { readonly code: string; readonly userId: UserId; readonly origin: Origin };

type Run = ProcessStep<Admission, AcceptInviteRejection>['run'];
type Folds = Pick<Capabilities, 'folds'>;
type Member = FoldedStream<MemberState>;
/** An invite that exists, and where its stream began in the log. */
type FoundInvite = { readonly invite: PresentInvite; readonly began: FoldedStream<InviteState>['began'] };

const UNKNOWN: Either<InviteUnknown, never> = left({ kind: 'InviteUnknown' });

const streamOf = ({ hasher }: Capabilities, code: string): StreamName => inviteStream(hasher.hash('invite-code', code));

const found = ({ state, began }: FoldedStream<InviteState>): Either<InviteUnknown, FoundInvite> =>
  state.kind === 'Present' ? right({ invite: state, began }) : UNKNOWN;

/** Reads the invite of a code. */
const inviteOf =
  (can: Capabilities) =>
  (code: string): TE.TaskEither<InviteUnknown | StoreUnavailable, FoundInvite> =>
    pipe(can.folds.invite.read(streamOf(can, code)), TE.flatMapEither(found));

/** Reads the guild of an invite. The invite of a deleted guild is as unknown as a wrong code. */
const guildOf = (
  { folds }: Folds,
  { terms: { guildId } }: PresentInvite,
): TE.TaskEither<InviteUnknown | StoreUnavailable, PresentGuild> =>
  pipe(
    folds.guild.read(guildStream(guildId)),
    TE.flatMapEither(({ state }) => (state.kind === 'Present' ? right(state) : UNKNOWN)),
  );

/**
 * True for a user who was kicked after the invite was made. The kick is the last event of such a member, and the order
 * of the log decides, so no clock does.
 */
const isKickedSince = ({ began }: FoundInvite, { state, position }: Member): boolean =>
  state.membership === 'kicked' && position > began;

const isBanned = ({ state }: Member): boolean => state.membership === 'banned';

const acceptanceEvents = (
  can: Folds,
  it: FoundInvite,
  userId: UserId,
  at: Instant,
): TE.TaskEither<AdmissionRejection | StoreUnavailable, ReadonlyArray<InviteEvent>> =>
  pipe(
    guildOf(can, it.invite),
    TE.bindTo('guild'),
    TE.bindW('member', () => can.folds.member.read(memberStream(it.invite.terms.guildId, userId))),
    TE.flatMapEither(({ guild, member }) =>
      decideAcceptInvite(
        {
          userId,
          isMember: isMember(guild, member.state, userId),
          isBanned: isBanned(member),
          isKickedSince: isKickedSince(it, member),
          joins: member.state.joins,
          lockdown: lockdownAt(guild, at),
          at,
        },
        it.invite,
      ),
    ),
  );

/**
 * Decides the join on the stream of the member. So a kick or a ban at the same moment comes before the join or meets a
 * conflict. A use that was spent before a lockdown began lets its user in after the lockdown.
 */
const joinEvents = (
  can: Folds,
  it: FoundInvite,
  userId: UserId,
  member: Member,
  at: Instant,
): TE.TaskEither<AdmissionRejection | StoreUnavailable, ReadonlyArray<MemberEvent>> =>
  pipe(
    guildOf(can, it.invite),
    TE.flatMapEither((guild): Either<AdmissionRejection, ReadonlyArray<MemberEvent>> => {
      if (isMember(guild, member.state, userId)) return right([]);
      if (isBanned(member)) return left({ kind: 'BannedFromGuild' });
      if (isKickedSince(it, member)) return left({ kind: 'InviteBeforeKick' });
      if (!isOpenTo(it.invite, userId, member.state.joins)) return UNKNOWN;
      const lockdown = lockdownAt(guild, at);
      if (lockdown !== null) return left({ kind: 'GuildLockedDown', until: lockdown.until });
      const { inviteId } = it.invite.terms;
      const via = { kind: 'invite', inviteId } as const;
      return decideJoinGuild({ guild, userId, via, at }, member.state);
    }),
  );

export const guildOfInvite =
  (can: Capabilities) =>
  (code: string): TE.TaskEither<InviteUnknown | StoreUnavailable, GuildId> =>
    pipe(
      inviteOf(can)(code),
      TE.map(({ invite }) => invite.terms.guildId),
    );

/** The guild that an invite leads to, and the member who made the invite. */
export type Invitation = { readonly guildId: GuildId; readonly inviterId: UserId };

/** Reads of invites before they are accepted. They spend no use. */
export type InvitationSource = {
  /** Reads where a code leads a stranger now. */
  readonly ofStranger: (code: string) => TE.TaskEither<InviteUnknown | StoreUnavailable, Invitation>;
  /** Reads where a code leads a user now. Refuses a user who is banned, or was kicked after the invite was made. */
  readonly ofUser: (code: string, userId: UserId) => TE.TaskEither<AdmissionRejection | StoreUnavailable, Invitation>;
};

const invitationOf = ({ invite: { terms } }: FoundInvite): Invitation => ({
  guildId: terms.guildId,
  inviterId: terms.creatorId,
});

export const invitations = (can: Capabilities): InvitationSource => {
  const usable = (code: string): TE.TaskEither<InviteUnknown | StoreUnavailable, FoundInvite> =>
    pipe(
      inviteOf(can)(code),
      TE.filterOrElseW(
        ({ invite }) => isUsable(invite, can.clock.now()),
        (): InviteUnknown => ({ kind: 'InviteUnknown' }),
      ),
      TE.tap(({ invite }) => guildOf(can, invite)),
    );
  return {
    ofStranger: (code) => pipe(usable(code), TE.map(invitationOf)),
    ofUser: (code, userId) =>
      pipe(
        usable(code),
        TE.bindTo('it'),
        TE.bindW('member', ({ it }) => can.folds.member.read(memberStream(it.invite.terms.guildId, userId))),
        TE.flatMapEither(({ it, member }): Either<AdmissionRejection, Invitation> => {
          if (isBanned(member)) return left({ kind: 'BannedFromGuild' });
          return isKickedSince(it, member) ? left({ kind: 'InviteBeforeKick' }) : right(invitationOf(it));
        }),
      ),
  };
};

/** Answers why the code would not let the user in now, or null when it would. It spends no use. */
export const whyNotAdmitted =
  (can: Capabilities) =>
  ({ code, userId }: Pick<Admission, 'code' | 'userId'>): TE.TaskEither<StoreUnavailable, AdmissionRejection | null> =>
    pipe(
      inviteOf(can)(code),
      TE.flatMap((it) => acceptanceEvents(can, it, userId, can.clock.now())),
      TE.map(() => null),
      TE.orElseW((no) => (no.kind === 'StoreUnavailable' ? TE.left(no) : TE.right(no))),
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
      decide: (folded, at) =>
        pipe(
          TE.fromEither(found(folded)),
          TE.flatMap((it) => acceptanceEvents(can, it, userId, at)),
        ),
    });

/** Makes a member of a user with an open acceptance. */
export const joinGuild =
  (can: Capabilities): Run =>
  ({ code, userId, origin }) =>
    pipe(
      inviteOf(can)(code),
      TE.flatMap((it) =>
        change(can)({
          fold: can.folds.member,
          stream: memberStream(it.invite.terms.guildId, userId),
          origin,
          wants: () => ({ type: 'guild.member-joined' }),
          decide: (member, at) => joinEvents(can, it, userId, member, at),
        }),
      ),
    );
