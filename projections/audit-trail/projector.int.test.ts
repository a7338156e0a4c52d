import { expect } from 'chai';
import { sql } from 'slonik';
import { eventNames } from '#domain/event-catalog.ts';
import { ERASED } from '#domain/kernel/erasable.ts';
import {
  brought,
  channel,
  channelCreated,
  deleted,
  guild,
  guildCreated,
  joined,
  kicked,
  message,
  sent,
  user,
} from '#infra/workshop/testkit/community-events.ts';
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
      SELECT actor, action, target, reason, reason_erased FROM read.audit_entry ORDER BY position`);
    const told = { reason: null, reason_erased: false };
    expect(found).to.deep.equal([
      { ...told, actor: `user:${user(1)}`, action: 'guild.created', target: `guild:${guild(1)}` },
      { ...told, actor: `user:${user(1)}`, action: 'channel.created', target: `channel:${channel(1)}` },
      { ...told, actor: 'import:x', action: 'guild.member-joined', target: `user:${user(5)}` },
      { ...told, actor: `user:${user(2)}`, action: 'guild.member-joined', target: `user:${user(2)}` },
      { ...told, actor: `user:${user(2)}`, action: 'message.deleted', target: `message:${message(1)}` },
      { ...told, actor: `user:${user(1)}`, action: 'guild.member-kicked', target: `user:${user(2)}`, reason: 'spam' },
      {
        ...told,
        actor: `user:${user(1)}`,
        action: 'guild.member-kicked',
        target: `user:${user(5)}`,
        reason_erased: true,
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
