import { expect } from 'chai';
import { isLeft } from 'fp-ts/lib/Either.js';
import type { EventId, SessionId } from '#domain/kernel/ids.ts';
import { instantOf } from '#domain/kernel/instant.ts';
import { PERMISSIONS } from '#domain/permission/bits.ts';
import { EVERYONE_DEFAULT } from '#domain/permission/defaults.ts';
import { frameBytes } from '#gateway/dispatch/frame-bytes.ts';
import type { SealedTokens } from '#gateway/ports/sealed-tokens.ts';
import { CLOSE } from '#gateway/protocol/close-codes.ts';
import { decodeServerFrame, encodeServerFrame } from '#gateway/protocol/envelope.ts';
import { channelsIn } from '#gateway/protocol/guild-entry.ts';
import type { Unread } from '#gateway/protocol/resources.ts';
import { FIRST_SETTINGS } from '#gateway/protocol/settings.ts';
import { presentReady, resumePoint, type Snapshot } from '#gateway/ws/greet.ts';
import { type ResumePoint, sealResumePoint } from '#gateway/ws/resume-token.ts';
import { channelId, guildId, messageId, userId } from '#infra/workshop/scenarios/staged-events.ts';

const GUILDS = 100;
const CHANNELS = 200;
const BYTES_MAX = 4 * 1_024 * 1_024;
const UNREAD_BYTES_MAX = 2.5 * 1_024 * 1_024;
const NOW = instantOf(Date.UTC(2026, 0, 5));
/** Permission sets of a community: of its moderators, of read-only channels, and of all other channels. */
const SETS = [PERMISSIONS, ['view_channel', 'read_message_history'], EVERYONE_DEFAULT] as const;

const ready: Omit<Snapshot, 'unread'> = {
  followed: [],
  seen: { presences: [] },
  settings: FIRST_SETTINGS,
  me: { userId: userId(1), username: 'ada', imported: false, serverOwner: false, createdAt: NOW },
  guilds: Array.from({ length: GUILDS }, (_, g) => ({
    guild: {
      guildId: guildId(g),
      name: `a community, and its number is ${g}`,
      ownerId: userId(2),
      createdAt: NOW,
      lockdown: null,
    },
    roles: [],
    member: { roleIds: [], nickname: null, timedOutUntil: null },
    permissions: PERMISSIONS,
    channels: Array.from({ length: CHANNELS }, (_, c) => ({
      guildId: guildId(g),
      channelId: channelId(g * CHANNELS + c),
      name: `a-channel-of-a-large-community-${c}`,
      channelKind: 'text',
      parentId: channelId(g * CHANNELS),
      createdAt: NOW,
      topic: null,
      slowModeSecs: 0,
      tags: [],
      tagRequired: false,
      synced: false,
      isPrivate: false,
      isLocked: false,
      place: c,
      permissions: SETS[c % SETS.length] ?? EVERYONE_DEFAULT,
    })),
  })),
};

describe('ready', () => {
  const frameOf = (unread: ReadonlyArray<Unread>) => ({
    t: 'ready' as const,
    d: { ...presentReady({ ...ready, unread }, NOW), resume_token: 'x'.repeat(3_000) },
  });
  const { d } = frameOf([]);

  it('stays below 4 MiB for 100 guilds of 200 channels', () => {
    expect(frameBytes(encodeServerFrame(frameOf([]))).length).to.be.lessThan(BYTES_MAX);
  });

  it('takes at most 2.5 MiB more when each of these channels has unread messages', () => {
    const unread = ready.guilds.flatMap(({ channels }) =>
      channels.map(({ channelId }) => ({
        channel_id: channelId,
        last_read_message_id: messageId(1),
        unread: 100,
        mentions: 100,
      })),
    );
    expect(frameBytes(encodeServerFrame(frameOf(unread))).length).to.be.lessThan(BYTES_MAX + UNREAD_BYTES_MAX);
  });

  it('gives a client each channel with its guild and its permissions', () => {
    const decoded = decodeServerFrame(encodeServerFrame({ t: 'ready', d }));
    if (isLeft(decoded) || decoded.right.t !== 'ready') return expect.fail('the frame is no ready');
    const [entry] = decoded.right.d.guilds;
    if (entry === undefined) return expect.fail('the frame has no guild');
    expect(entry.sights).to.have.length(SETS.length);
    expect(channelsIn(entry)).to.have.deep.members(
      ready.guilds[0]?.channels.map((channel) => ({
        channel_id: channel.channelId,
        guild_id: channel.guildId,
        name: channel.name,
        kind: 'text',
        parent_id: channel.parentId,
        created_at: NOW,
        ...(channel.place === 0 ? {} : { place: channel.place }),
        permissions: [...channel.permissions],
      })) ?? [],
    );
  });
});

describe('a client that resumes', () => {
  const grant = { userId: userId(1), sessionId: '0E000000000000000000000001' as SessionId, expiresAt: NOW };
  const idAt = (position: bigint) => `00000000-0000-7000-8000-${position.toString().padStart(12, '0')}` as EventId;
  const seals: SealedTokens = {
    seal: (...parts) => parts.join(' '),
    open: (purpose, binding, token) =>
      token.startsWith(`${purpose} ${binding} `) ? token.slice(purpose.length + binding.length + 2) : undefined,
  };
  const point = {
    position: 3n,
    witness: { position: 5n, eventId: idAt(5n) },
    channels: [channelId(1)],
  };
  /** Answers the point that a token leads to over a log that holds these ids of events. */
  const resumed = (sealed: ResumePoint, held: (position: bigint) => EventId | undefined) =>
    resumePoint({ seals, feed: { holds: async ({ position, eventId }) => held(position) === eventId } }, grant, {
      t: 'resume',
      d: { access_token: '', resume_token: sealResumePoint(seals, grant.sessionId, sealed) },
    });

  it('goes on where its token says while the log holds the event that the token names', async () => {
    expect(await resumed(point, idAt)).to.deep.equal(point);
  });

  it('is refused as on another log when this event no longer stands there', async () => {
    const refused = { close: CLOSE.resumeInvalid };
    expect(await resumed(point, (position) => (position < 5n ? idAt(position) : undefined))).to.deep.equal(refused);
    expect(await resumed(point, (position) => idAt(position + 1n)), 'another event').to.deep.equal(refused);
  });

  it('is refused when its token names no event, or was sealed for another session', async () => {
    expect(await resumed({ ...point, witness: undefined }, idAt)).to.deep.equal({ close: CLOSE.resumeInvalid });
    const resume_token = sealResumePoint(seals, '0E000000000000000000000002' as SessionId, point);
    const stolen = { t: 'resume', d: { access_token: '', resume_token } } as const;
    expect(await resumePoint({ seals, feed: { holds: async () => true } }, grant, stolen)).to.deep.equal({
      close: CLOSE.resumeInvalid,
    });
  });
});
