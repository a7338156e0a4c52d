import { expect } from 'chai';
import { sql } from 'slonik';
import { eventNames } from '#domain/event-catalog.ts';
import { ERASED } from '#domain/kernel/erasable.ts';
import {
  brought,
  channel,
  channelCreated,
  channelDeleted,
  channelErased,
  deleted,
  guild,
  guildCreated,
  guildDeleted,
  joined,
  kicked,
  message,
  pinned,
  sent,
  unpinned,
  user,
} from '#infra/workshop/testkit/community-events.ts';
import { invite, inviteRevoked, role, roleDeleted } from '#infra/workshop/testkit/governance-events.ts';
import { compareCuts, compareReplay } from '#infra/workshop/testkit/projection-laws.ts';
import { type ReadSide, readSide } from '#infra/workshop/testkit/read-side.ts';
import { auditTrail } from '#projections/audit-trail/projector.ts';

const general = { guildId: guild(1), channelId: channel(1) };

describe('audit-trail', () => {
  let side: ReadSide;
  before(async () => {
    side = await readSide();
    const by = (n: number) => ({ actor: `user:${user(n)}` });
    side.log.write(guildCreated(guild(1), user(1)), by(1));
    side.log.write(channelCreated(guild(1), channel(1)), by(1));
    side.log.write(brought(guild(1), user(5)), { actor: 'import:x' });
    side.log.write(joined(guild(1), user(2)), by(2));
    side.log.write(sent(general, message(1), user(2)), by(2));
    side.log.write(pinned(general, message(1), user(1)), by(1));
    side.log.write(unpinned(general, message(1), user(1)), by(1));
    side.log.write(deleted(general, message(1), user(2)), by(2));
    side.log.write(kicked(guild(1), user(2), user(1)), by(1));
    const forgotten = kicked(guild(1), user(5), user(1));
    side.log.write({ ...forgotten, data: { ...forgotten.data, reason: ERASED } }, by(1));
    await side.rebuild(auditTrail);
  });
  after(() => side.close());

  it('ignores talk, sessions, accounts and the listing of channels alone', () => {
    const ignored = eventNames.filter((name) => !auditTrail.consumes.has(name));
    expect(ignored.filter((name) => !name.startsWith('account.') && !name.startsWith('session.')).sort()).to.deep.equal(
      [
        'guild.channel-listed',
        'guild.channel-unlisted',
        'message.edited',
        'message.reaction-added',
        'message.reaction-removed',
        'message.sent',
      ],
    );
  });

  it('has actor, target and reason of each act, deletions by the author and imports included, and no talk', async () => {
    const found = await side.pool.any(sql.unsafe`
      SELECT actor, action, audit_entry.target, has_reason, reason
      FROM read.audit_entry LEFT JOIN read.audit_reason USING (event_id) ORDER BY audit_entry.position`);
    const told = { reason: null, has_reason: false };
    expect(found).to.deep.equal([
      { ...told, actor: `user:${user(1)}`, action: 'guild.created', target: `guild:${guild(1)}` },
      { ...told, actor: `user:${user(1)}`, action: 'channel.created', target: `channel:${channel(1)}` },
      { ...told, actor: 'import:x', action: 'guild.member-joined', target: `user:${user(5)}` },
      { ...told, actor: `user:${user(2)}`, action: 'guild.member-joined', target: `user:${user(2)}` },
      { ...told, actor: `user:${user(1)}`, action: 'channel.message-pinned', target: `message:${message(1)}` },
      { ...told, actor: `user:${user(1)}`, action: 'channel.message-unpinned', target: `message:${message(1)}` },
      { ...told, actor: `user:${user(2)}`, action: 'message.deleted', target: `message:${message(1)}` },
      {
        ...told,
        actor: `user:${user(1)}`,
        action: 'guild.member-kicked',
        target: `user:${user(2)}`,
        has_reason: true,
        reason: 'spam',
      },
      {
        ...told,
        actor: `user:${user(1)}`,
        action: 'guild.member-kicked',
        target: `user:${user(5)}`,
        has_reason: true,
      },
    ]);
  });

  for (const size of [1, 3]) {
    it(`is the same in batches of ${size} as in one`, async () => {
      const { live, rebuilt } = await compareCuts(side.sink, auditTrail, side.log.events, [size]);
      expect(rebuilt).to.deep.equal(live);
    });
  }

  it('is the same after a history that comes twice', async () => {
    const { live, rebuilt } = await compareReplay(side.sink, auditTrail, side.log.events);
    expect(rebuilt).to.deep.equal(live);
  });
});

describe('the reasons of the audit-trail', () => {
  let side: ReadSide;
  before(async () => {
    side = await readSide();
    for (const n of [1, 2]) {
      side.log.write(guildCreated(guild(n), user(1)));
      side.log.write(roleDeleted(guild(n), role(n), `nobody has it ${n}`));
    }
    for (const n of [1, 2]) {
      side.log.write(channelCreated(guild(1), channel(n)));
      side.log.write(deleted({ guildId: guild(1), channelId: channel(n) }, message(n), user(1), about(n)));
      side.log.write(channelDeleted(guild(1), channel(n), `a secret leaked ${n}`));
    }
    side.log.write(channelErased(guild(1), channel(2)));
    const ended = (n: number) => ({ creatorId: user(2), reason: `it went to spammers ${n}` });
    for (const n of [1, 2]) side.log.write(inviteRevoked(guild(n), invite(n), ended(n)));
    side.log.write(guildDeleted(guild(2), 'we move elsewhere'));
    await side.rebuild(auditTrail);
  });
  after(() => side.close());
  const about = (n: number) => ({ authorId: user(2), reason: `rude ${n}` });

  it('leave the table with the channel that is erased and the guild that is deleted', async () => {
    expect(await side.pool.anyFirst(sql.unsafe`SELECT reason FROM read.audit_reason ORDER BY position`)).to.deep.equal([
      'nobody has it 1',
      'rude 1',
      'a secret leaked 1',
      'rude 2',
      'it went to spammers 1',
    ]);
    expect(
      await side.pool.anyFirst(sql.unsafe`SELECT target FROM read.audit_entry
        WHERE has_reason AND NOT EXISTS (SELECT FROM read.audit_reason WHERE audit_reason.event_id = audit_entry.event_id)
        ORDER BY position`),
      'that a reason was given is still known',
    ).to.deep.equal([`role:${role(2)}`, `channel:${channel(2)}`, `invite:${invite(2)}`, `guild:${guild(2)}`]);
  });

  for (const size of [1, 3])
    it(`are the same in batches of ${size} as in one`, async () => {
      const { live, rebuilt } = await compareCuts(side.sink, auditTrail, side.log.events, [size]);
      expect(rebuilt).to.deep.equal(live);
    });
});
