import { type Either, left } from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { isMember } from '#commands/authority.ts';
import type { Capabilities } from '#commands/capabilities.ts';
import type { Done } from '#commands/commands.ts';
import type { Folded } from '#commands/machine/folds.ts';
import { change } from '#commands/machine/handle.ts';
import type { Origin } from '#commands/machine/origin.ts';
import type { MemberEvent } from '#domain/guild/events.ts';
import { decideJoinGuild } from '#domain/guild/member-decide.ts';
import type { MemberState } from '#domain/guild/member-state.ts';
import { decideAcceptInvite } from '#domain/invite/decide.ts';
import type { InviteCreated, InviteEvent } from '#domain/invite/events.ts';
import type { InviteUnknown } from '#domain/invite/rejections.ts';
import type { InviteState } from '#domain/invite/state.ts';
import { NO_REVISION, type Position } from '#domain/kernel/event.ts';
import type { CommandFailure, StoreUnavailable } from '#domain/kernel/failure.ts';
import type { GuildId, UserId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import type { AttemptReused } from '#domain/kernel/rejection.ts';
import { guildStream, inviteStream, memberStream, type StreamName } from '#domain/kernel/stream.ts';

/** Somebody with an invite's code at the door of its guild. */
export type Admission = { readonly code: string; readonly userId: UserId; readonly origin: Origin };

export type Accepted = { readonly terms: InviteCreated['data']; readonly position: Position };

const UNKNOWN: InviteUnknown = { kind: 'InviteUnknown' };

const streamOf = ({ hasher }: Capabilities, code: string): StreamName => inviteStream(hasher.hash('invite-code', code));

/**
 * Whether somebody's last acceptance came after all that is known of them as a member; who came in since, by whatever
 * way, has had what they accepted. Few accept twice, so their stream is read again for it.
 */
const wasCutShort = (
  { store }: Capabilities,
  stream: StreamName,
  userId: UserId,
  member: Folded<MemberState>,
): TE.TaskEither<StoreUnavailable, boolean> =>
  pipe(
    store.readStream(stream, NO_REVISION),
    TE.map(({ events }) => {
      const last = events.findLast(({ event }) => event.type === 'invite.accepted' && event.data.userId === userId);
      return last !== undefined && last.position > member.position;
    }),
  );

/** An invite into a guild that is gone is as unknown as a wrong code. */
const decided =
  (can: Capabilities, stream: StreamName, userId: UserId) =>
  (invite: InviteState, at: Instant): TE.TaskEither<InviteUnknown | StoreUnavailable, ReadonlyArray<InviteEvent>> => {
    if (invite.kind === 'Absent') return TE.left(UNKNOWN);
    const { guildId } = invite.terms;
    return pipe(
      TE.Do,
      TE.apS('guild', can.folds.guild.read(guildStream(guildId))),
      TE.apS('member', can.folds.member.read(memberStream(guildId, userId))),
      TE.bind('isCutShort', ({ member }) =>
        invite.acceptedBy.has(userId) && member.state.standing !== 'member'
          ? wasCutShort(can, stream, userId, member)
          : TE.right(false),
      ),
      TE.flatMapEither(({ guild, member, isCutShort }): Either<InviteUnknown, ReadonlyArray<InviteEvent>> => {
        if (guild.state.kind !== 'Present') return left(UNKNOWN);
        const isIn = isMember(guild.state, member.state, userId);
        return decideAcceptInvite({ userId, isMember: isIn, isCutShort, at }, invite);
      }),
    );
  };

/** Whether the code would let somebody in now; nothing is spent. */
export const wouldAdmit =
  (can: Capabilities) =>
  (code: string, userId: UserId): TE.TaskEither<StoreUnavailable, boolean> =>
    pipe(
      can.folds.invite.read(streamOf(can, code)),
      TE.flatMap(({ state }) => decided(can, streamOf(can, code), userId)(state, can.clock.now())),
      TE.map(() => true),
      TE.orElse((refused) => (refused.kind === 'InviteUnknown' ? TE.right(false) : TE.left(refused))),
    );

/** Spends a use, if one is to be spent. */
export const spendUse =
  (can: Capabilities) =>
  ({ code, userId, origin }: Admission): TE.TaskEither<InviteUnknown | AttemptReused | CommandFailure, Accepted> =>
    pipe(
      change(can)({
        fold: can.folds.invite,
        stream: streamOf(can, code),
        origin,
        wants: () => ({ type: 'invite.accepted' }),
        decide: ({ state }, at) => decided(can, streamOf(can, code), userId)(state, at),
      }),
      TE.flatMap(({ state, position }) =>
        state.kind === 'Absent' ? TE.left(UNKNOWN) : TE.right({ terms: state.terms, position }),
      ),
    );

/** Nobody who left, or was sent away, after they had accepted: they were in by another way, and this one is spent. */
const mayEnter = (
  can: Capabilities,
  { code, userId }: Admission,
  member: Folded<MemberState>,
): TE.TaskEither<StoreUnavailable, boolean> => {
  const { standing } = member.state;
  const isOut = standing === 'left' || standing === 'kicked';
  return isOut ? wasCutShort(can, streamOf(can, code), userId, member) : TE.right(true);
};

/** Makes a member of whoever has accepted; an acceptance that was cut short here is taken up by the next one. */
export const enter =
  (can: Capabilities) =>
  (
    admission: Admission,
    { terms: { guildId, inviteId }, position }: Accepted,
  ): TE.TaskEither<InviteUnknown | AttemptReused | CommandFailure, Done<{ readonly guildId: GuildId }>> => {
    const { userId, origin } = admission;
    return pipe(
      change(can)({
        fold: can.folds.member,
        stream: memberStream(guildId, userId),
        origin,
        wants: () => ({ type: 'guild.member-joined' }),
        decide: (member) =>
          pipe(
            TE.Do,
            TE.apS('guild', can.folds.guild.read(guildStream(guildId))),
            TE.apS('may', mayEnter(can, admission, member)),
            TE.flatMapEither(({ guild, may }): Either<InviteUnknown, ReadonlyArray<MemberEvent>> => {
              if (guild.state.kind !== 'Present' || !may) return left(UNKNOWN);
              const { ownerId } = guild.state;
              return decideJoinGuild({ guildId, userId, ownerId, via: { kind: 'invite', inviteId } }, member.state);
            }),
          ),
      }),
      TE.map((member) => ({
        position: member.position > position ? member.position : position,
        value: { guildId },
      })),
    );
  };
