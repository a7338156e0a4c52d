/**
 * A greeting leads from `identify` or `resume` to the snapshot that a client starts from. The listener enters the
 * audience first, where every later loss of a right reaches it. Only then the read models are asked.
 */
import { isLeft } from 'fp-ts/lib/Either.js';
import { BEGINNING, type Position } from '#domain/kernel/event.ts';
import type { ChannelId, GuildId } from '#domain/kernel/ids.ts';
import { type Instant, millisOf } from '#domain/kernel/instant.ts';
import type { Subscription } from '#gateway/dispatch/reach.ts';
import { sightOf } from '#gateway/dispatch/sight.ts';
import type { ReadingStart } from '#gateway/dispatch/unread.ts';
import { SNAPSHOT_ATTEMPTS_MAX } from '#gateway/limits/sockets.ts';
import type { ProjectedFeed } from '#gateway/ports/projected-feed.ts';
import type { SealedTokens } from '#gateway/ports/sealed-tokens.ts';
import type { AccessGrant } from '#gateway/ports/token-verifier.ts';
import type { PresenceView } from '#gateway/presence/presences.ts';
import { presentMe } from '#gateway/present/account.ts';
import { presentGuildSight } from '#gateway/present/guild.ts';
import { CLOSE, type CloseCode } from '#gateway/protocol/close-codes.ts';
import type { ClientFrameOf } from '#gateway/protocol/frames.ts';
import type { Settings } from '#gateway/protocol/settings.ts';
import type { GatewayParts } from '#gateway/ws/gateway-parts.ts';
import type { SocketListener } from '#gateway/ws/listener.ts';
import { openResumePoint, type ResumePoint } from '#gateway/ws/resume-token.ts';
import { visibleChannel } from '#gateway/ws/visible-channel.ts';
import type { GuildSight, MeView, ReadyView } from '#queries/queries.ts';

/** A refusal of the greeting: the connection ends with this code. It is a value and never thrown. */
export type GreetingRefusal = { readonly close: CloseCode };

export const checkAccess = async (
  parts: GatewayParts,
  token: string,
  address: string,
): Promise<AccessGrant | GreetingRefusal> => {
  const verified = await parts.tokens.verify(token);
  if (!isLeft(verified)) return verified.right;
  const expired = verified.left.kind === 'TokenExpired';
  const cause = expired ? 'expired' : 'invalid';
  parts.security.noted({ event: 'access_token_refused', cause, address, route: 'gateway' });
  return { close: expired ? CLOSE.tokenExpired : CLOSE.tokenInvalid };
};

/**
 * Finds the point to resume from. Answers undefined for a client that starts afresh. The log must still hold the event
 * that the token names, for after the restore of an older backup its position means another place.
 */
export const resumePoint = async (
  parts: { readonly seals: SealedTokens; readonly feed: Pick<ProjectedFeed, 'holds'> },
  grant: AccessGrant,
  frame: ClientFrameOf<'identify'> | ClientFrameOf<'resume'>,
): Promise<ResumePoint | undefined | GreetingRefusal> => {
  if (frame.t === 'identify') return undefined;
  const point = openResumePoint(parts.seals, grant.sessionId, frame.d.resume_token);
  if (point?.witness === undefined || !(await parts.feed.holds(point.witness))) return { close: CLOSE.resumeInvalid };
  return point;
};

/** Snapshot that a client starts from, with the numbers of unread messages and the followed threads. */
export type Start = ReadyView & ReadingStart;

/** Guild in the snapshot, with the position of the read models when it was read. */
type GuildRead = { readonly sight: GuildSight; readonly through: Position };

const readAll = async (
  parts: GatewayParts,
  listener: SocketListener,
  atLeast: Position | undefined,
): Promise<{ readonly me: MeView; readonly guilds: Map<GuildId, GuildRead> } | GreetingRefusal> => {
  const answer = await parts.queries.ready({ viewer: listener, atLeast })();
  // A user who has just registered may not be projected yet. Other failures pass too, so the client comes back soon.
  if (isLeft(answer)) return { close: CLOSE.serverFault };
  const { value, through, stale } = answer.right;
  // A position that this server never reaches is from another log, or from this log before a backup was restored.
  if (stale && atLeast !== undefined) return { close: CLOSE.resumeInvalid };
  return { me: value.me, guilds: new Map(value.guilds.map((sight) => [sight.guild.guildId, { sight, through }])) };
};

/** Reads one guild again. Answers undefined when the viewer is no longer a member. */
const readAgain = async (
  parts: GatewayParts,
  listener: SocketListener,
  guildId: GuildId,
): Promise<GuildRead | undefined | GreetingRefusal> => {
  const answer = await parts.queries.guildSights({ guildId, viewers: [listener.userId] })();
  if (isLeft(answer)) return { close: CLOSE.serverFault };
  const [seen] = answer.right.sights;
  return seen && { sight: seen.sight, through: answer.right.through };
};

/**
 * Answers the snapshot, and puts the listener into each of its guilds. Dispatches wait in the outbox meanwhile and
 * follow the snapshot. A guild that changed after it was read is read again, and no other guild with it.
 */
export const settle = async (
  parts: GatewayParts,
  listener: SocketListener,
  atLeast: Position | undefined,
): Promise<Start | GreetingRefusal> => {
  const { audience } = parts;
  const read = await readAll(parts, listener, atLeast);
  if ('close' in read) return read;
  parts.unread.expect(listener);
  const readState = await parts.queries.readState({ viewer: listener, atLeast: undefined, channels: undefined })();
  if (isLeft(readState)) return { close: CLOSE.serverFault };
  const { me, guilds } = read;
  for (let attempt = 0; attempt < SNAPSHOT_ATTEMPTS_MAX; attempt += 1) {
    const old = [...guilds].flatMap(([id, { through }]) => (through < audience.changedAt(id) ? [id] : []));
    if (old.length === 0) {
      for (const [guildId, { sight, through }] of guilds) {
        audience.enterGuild(listener, guildId, sightOf(sight), through);
        parts.fanOut.meet(guildId, listener.userId, sight.member, through);
      }
      const sights = [...guilds.values()].map(({ sight }) => sight);
      const shown = new Map(
        [...guilds].map(([guildId, { sight, through }]) => {
          const channels = new Set(sight.channels.map(({ channelId }) => channelId));
          // A deleted role stays with its members until it is restored, and calls none of them.
          const inUse = new Set(sight.roles.map(({ roleId }) => roleId));
          return [guildId, { channels, roles: sight.member.roleIds.filter((id) => inUse.has(id)), through }];
        }),
      );
      return { me, guilds: sights, ...parts.unread.meet(listener, readState.right, shown) };
    }
    for (const guildId of old) {
      const again = await readAgain(parts, listener, guildId);
      if (again === undefined) guilds.delete(guildId);
      else if ('close' in again) return again;
      else guilds.set(guildId, again);
    }
  }
  return { close: CLOSE.overloaded };
};

/** Puts the listener into the audience. Answers undefined, or why the connection ends. */
export const admit = async (
  parts: GatewayParts,
  listener: SocketListener,
  address: string,
): Promise<GreetingRefusal | undefined> => {
  if (parts.audience.ofUser(listener.userId).size >= parts.limits.connectionsPerUser) {
    return { close: CLOSE.tooManyConnections };
  }
  parts.audience.add(listener);
  // The session is checked after the listener was added, so that a later revocation reaches it as an event.
  const { sessionId, userId } = listener;
  if (await parts.sessions.isLive(sessionId, userId)) return undefined;
  const note = { event: 'access_token_refused', cause: 'session_over', userId, sessionId } as const;
  parts.security.noted({ ...note, address, route: 'gateway' });
  return { close: CLOSE.sessionRevoked };
};

/** Snapshot for a client: what the read models answer, the settings, and the presences, which live in memory. */
export type Snapshot = Start & { readonly settings: Settings; readonly seen: PresenceView };

export const presentReady = ({ me, guilds, unread, followed, settings, seen }: Snapshot, serverTime: Instant) => ({
  ...seen,
  user: presentMe(me),
  guilds: guilds.map(presentGuildSight),
  unread,
  followed_threads: followed,
  settings,
  server_time: serverTime,
});

/** Keeps the subscriptions of a resume token whose channels the viewer still sees. */
export const stillVisible = ({ guilds }: ReadyView, wanted: ReadonlyArray<ChannelId>) => {
  const visible = new Map(guilds.flatMap(({ channels }) => channels.map((one) => [one.channelId, one.guildId])));
  return wanted.flatMap((channelId) => {
    const guildId = visible.get(channelId);
    return guildId === undefined ? [] : [{ channelId, guildId, seenAt: BEGINNING }];
  });
};

/** Keeps the threads of a resume token that the viewer still sees. A snapshot does not hold threads. */
export const threadsStillVisible = async (
  parts: GatewayParts,
  listener: SocketListener,
  wanted: ReadonlyArray<ChannelId>,
): Promise<ReadonlyArray<Subscription>> => {
  const found: Array<Subscription> = [];
  for (const channelId of wanted) {
    const subscription = await visibleChannel(parts, listener, channelId);
    if (subscription.kind === 'seen') found.push(subscription.to);
  }
  return found;
};

/** Time at which the token runs out, in milliseconds since 1970. The connection ends soon after without a new one. */
export const expiryOf = (grant: AccessGrant): number => millisOf(grant.expiresAt);
