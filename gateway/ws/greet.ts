/**
 * From `identify` or `resume` to the snapshot a client starts from. The order is what makes it right: first the
 * connection is put where every later loss of a right will reach it, then it is asked what is so now.
 */
import { isLeft } from 'fp-ts/lib/Either.js';
import type { Position } from '#domain/kernel/event.ts';
import type { ChannelId } from '#domain/kernel/ids.ts';
import { millisOf } from '#domain/kernel/instant.ts';
import type { Subscription } from '#gateway/dispatch/audience.ts';
import { SNAPSHOT_ATTEMPTS_MAX } from '#gateway/limits/sockets.ts';
import type { AccessGrant } from '#gateway/ports/token-verifier.ts';
import { presentMe } from '#gateway/present/account.ts';
import { presentGuildWithChannels } from '#gateway/present/guild.ts';
import { CLOSE, type CloseCode } from '#gateway/protocol/close-codes.ts';
import type { ClientFrameOf } from '#gateway/protocol/frames.ts';
import type { Served } from '#gateway/ws/deps.ts';
import type { Hearing } from '#gateway/ws/hearing.ts';
import { openResumePoint, type ResumePoint } from '#gateway/ws/resume-token.ts';
import type { SnapshotView } from '#queries/queries.ts';

export type Greeted = { readonly hearing: Hearing; readonly grant: AccessGrant; readonly snapshot: SnapshotView };
/** Why the connection must end; a value, thrown nowhere. */
export type Turned = { readonly close: CloseCode };

export const checkAccess = async (served: Served, token: string): Promise<AccessGrant | Turned> => {
  const verified = await served.tokens.verify(token);
  if (isLeft(verified)) {
    return { close: verified.left.kind === 'TokenExpired' ? CLOSE.tokenExpired : CLOSE.tokenInvalid };
  }
  return verified.right;
};

/** The point to resume from, undefined for a client that starts afresh. */
export const resumePoint = (
  served: Served,
  grant: AccessGrant,
  frame: ClientFrameOf<'identify'> | ClientFrameOf<'resume'>,
): ResumePoint | undefined | Turned => {
  if (frame.t === 'identify') return undefined;
  return openResumePoint(served.seals, grant.sessionId, frame.d.resume_token) ?? { close: CLOSE.resumeInvalid };
};

const askSnapshot = async (
  served: Served,
  hearing: Hearing,
  atLeast: Position | undefined,
): Promise<{ readonly snapshot: SnapshotView; readonly through: Position } | Turned> => {
  const answer = await served.queries.snapshot({ viewer: hearing, atLeast })();
  // Somebody just registered may not be there yet; with the others it is worth coming back in a moment.
  if (isLeft(answer)) return { close: CLOSE.serverFault };
  // A position that this server does not reach was given by another log, or by this one before it was restored.
  if (answer.right.stale && atLeast !== undefined) return { close: CLOSE.resumeInvalid };
  return { snapshot: answer.right.value, through: answer.right.through };
};

/**
 * The snapshot, with the connection standing in each of its guilds. Dispatches are held back meanwhile, so what
 * happens in a guild from then on follows the snapshot; and a snapshot from before a change there is asked again.
 */
export const settle = async (
  served: Served,
  hearing: Hearing,
  atLeast: Position | undefined,
): Promise<SnapshotView | Turned> => {
  for (let attempt = 0; attempt < SNAPSHOT_ATTEMPTS_MAX; attempt += 1) {
    const then = served.audience.now();
    const first = await askSnapshot(served, hearing, atLeast);
    if ('close' in first) return first;
    const { guilds } = first.snapshot;
    if (guilds.some(({ guildId }) => served.audience.lostSince(guildId, then))) continue;
    for (const { guildId } of guilds) served.audience.enterGuild(hearing, guildId);
    if (served.fanOut.directoryPosition() <= first.through) return first.snapshot;
    const second = await askSnapshot(served, hearing, undefined);
    return 'close' in second ? second : second.snapshot;
  }
  return { close: CLOSE.overloaded };
};

/** Ends with why the connection may not be, or undefined. */
export const admit = async (served: Served, hearing: Hearing): Promise<Turned | undefined> => {
  if (served.audience.ofUser(hearing.userId).size >= served.limits.connectionsPerUser) {
    return { close: CLOSE.tooManyConnections };
  }
  served.audience.add(hearing);
  // Asked after it was added: a revocation from here on reaches the connection as an event.
  return (await served.sessions.isLive(hearing.sessionId, hearing.userId))
    ? undefined
    : { close: CLOSE.sessionRevoked };
};

export const presentSnapshot = (served: Served, snapshot: SnapshotView) => ({
  user: presentMe(snapshot.me),
  guilds: snapshot.guilds.map(presentGuildWithChannels),
  server_time: served.clock.now(),
});

/** The subscriptions that came along in the token, as far as this viewer still sees their channels. */
export const stillVisible = (
  snapshot: SnapshotView,
  channels: ReadonlyArray<ChannelId>,
): ReadonlyArray<Subscription> => {
  const wanted = new Set(channels);
  return snapshot.guilds.flatMap((guild) =>
    guild.channels
      .filter((channel) => wanted.has(channel.channelId))
      .map(({ guildId, channelId }) => ({ guildId, channelId })),
  );
};

/** When the connection ends unless the client brings a new token, in milliseconds since 1970. */
export const expiryOf = (grant: AccessGrant): number => millisOf(grant.expiresAt);
