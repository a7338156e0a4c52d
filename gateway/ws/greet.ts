/**
 * A greeting leads from `identify` or `resume` to the snapshot that a client starts from. Its order makes it right: first
 * the listener enters the audience, where every later loss of a right reaches it, and then the read models are asked.
 */
import { isLeft } from 'fp-ts/lib/Either.js';
import { BEGINNING, type Position } from '#domain/kernel/event.ts';
import type { ChannelId, GuildId } from '#domain/kernel/ids.ts';
import { type Instant, millisOf } from '#domain/kernel/instant.ts';
import { sightOf } from '#gateway/dispatch/sight.ts';
import { SNAPSHOT_ATTEMPTS_MAX } from '#gateway/limits/sockets.ts';
import type { AccessGrant } from '#gateway/ports/token-verifier.ts';
import { presentMe } from '#gateway/present/account.ts';
import { presentGuildSight } from '#gateway/present/guild.ts';
import { CLOSE, type CloseCode } from '#gateway/protocol/close-codes.ts';
import type { ClientFrameOf } from '#gateway/protocol/frames.ts';
import type { GatewayParts } from '#gateway/ws/gateway-parts.ts';
import type { SocketListener } from '#gateway/ws/listener.ts';
import { openResumePoint, type ResumePoint } from '#gateway/ws/resume-token.ts';
import type { GuildSight, MeView, ReadyView } from '#queries/queries.ts';

/** The snapshot that a client starts from. */
export type Ready = ReadyView;
/** A refusal of the greeting: the connection ends with this code. It is a value and never thrown. */
export type Turned = { readonly close: CloseCode };

export const checkAccess = async (parts: GatewayParts, token: string): Promise<AccessGrant | Turned> => {
  const verified = await parts.tokens.verify(token);
  if (isLeft(verified)) {
    return { close: verified.left.kind === 'TokenExpired' ? CLOSE.tokenExpired : CLOSE.tokenInvalid };
  }
  return verified.right;
};

/** The point to resume from, undefined for a client that starts afresh. */
export const resumePoint = (
  parts: GatewayParts,
  grant: AccessGrant,
  frame: ClientFrameOf<'identify'> | ClientFrameOf<'resume'>,
): ResumePoint | undefined | Turned => {
  if (frame.t === 'identify') return undefined;
  return openResumePoint(parts.seals, grant.sessionId, frame.d.resume_token) ?? { close: CLOSE.resumeInvalid };
};

/** A guild in the snapshot, and how far the read models were when it was read. */
type GuildRead = { readonly sight: GuildSight; readonly through: Position };

const readAll = async (
  parts: GatewayParts,
  listener: SocketListener,
  atLeast: Position | undefined,
): Promise<{ readonly me: MeView; readonly guilds: Map<GuildId, GuildRead> } | Turned> => {
  const answer = await parts.queries.ready({ viewer: listener, atLeast })();
  // A user who has just registered may not be there yet. Other failures pass too: the client comes back in a moment.
  if (isLeft(answer)) return { close: CLOSE.serverFault };
  const { value, through, stale } = answer.right;
  // A position that this server does not reach was given by another log, or by this one before it was restored.
  if (stale && atLeast !== undefined) return { close: CLOSE.resumeInvalid };
  return { me: value.me, guilds: new Map(value.guilds.map((sight) => [sight.guild.guildId, { sight, through }])) };
};

/** Reads one guild again. Undefined where the viewer is no member of it any more. */
const readAgain = async (
  parts: GatewayParts,
  listener: SocketListener,
  guildId: GuildId,
): Promise<GuildRead | undefined | Turned> => {
  const answer = await parts.queries.guildSights({ guildId, viewers: [listener.userId] })();
  if (isLeft(answer)) return { close: CLOSE.serverFault };
  const [seen] = answer.right.sights;
  return seen && { sight: seen.sight, through: answer.right.through };
};

/**
 * Answers the snapshot, and puts the listener into each of its guilds. Dispatches wait in the outbox meanwhile and follow
 * the snapshot. A guild that changed after it was read is read again, and no other guild with it.
 */
export const settle = async (
  parts: GatewayParts,
  listener: SocketListener,
  atLeast: Position | undefined,
): Promise<Ready | Turned> => {
  const { audience } = parts;
  const read = await readAll(parts, listener, atLeast);
  if ('close' in read) return read;
  const { me, guilds } = read;
  for (let attempt = 0; attempt < SNAPSHOT_ATTEMPTS_MAX; attempt += 1) {
    const old = [...guilds].flatMap(([id, { through }]) => (through < audience.changedAt(id) ? [id] : []));
    if (old.length === 0) {
      for (const [guildId, { sight }] of guilds) audience.enterGuild(listener, guildId, sightOf(sight));
      return { me, guilds: [...guilds.values()].map(({ sight }) => sight) };
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
export const admit = async (parts: GatewayParts, listener: SocketListener): Promise<Turned | undefined> => {
  if (parts.audience.ofUser(listener.userId).size >= parts.limits.connectionsPerUser) {
    return { close: CLOSE.tooManyConnections };
  }
  parts.audience.add(listener);
  // Asked after it was added: a revocation from here on reaches the connection as an event.
  return (await parts.sessions.isLive(listener.sessionId, listener.userId))
    ? undefined
    : { close: CLOSE.sessionRevoked };
};

export const presentReady = ({ me, guilds }: Ready, serverTime: Instant) => ({
  user: presentMe(me),
  guilds: guilds.map(presentGuildSight),
  server_time: serverTime,
});

/** The subscriptions that came along in the token, as far as this viewer still sees their channels. */
export const stillVisible = ({ guilds }: Ready, wanted: ReadonlyArray<ChannelId>) => {
  const visible = new Map(guilds.flatMap(({ channels }) => channels.map((one) => [one.channelId, one.guildId])));
  return wanted.flatMap((channelId) => {
    const guildId = visible.get(channelId);
    return guildId === undefined ? [] : [{ channelId, guildId, seenAt: BEGINNING }];
  });
};

/** When the connection ends unless the client brings a new token, in milliseconds since 1970. */
export const expiryOf = (grant: AccessGrant): number => millisOf(grant.expiresAt);
