import { expect } from 'chai';
import { isLeft } from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import { sql } from 'slonik';
import type { DomainEvent } from '#domain/event-catalog.ts';
import type { UserId } from '#domain/kernel/ids.ts';
import { type Mentions, NO_MENTIONS } from '#domain/message/mentions.ts';
import {
  channel,
  channelCreated,
  channelDeleted,
  channelRestored,
  deleted,
  edited,
  guild,
  guildCreated,
  joined,
  kicked,
  listed,
  message,
  registered,
  restored,
  sent,
  session,
  threadBegun,
  user,
} from '#infra/workshop/testkit/community-events.ts';
import * as ruled from '#infra/workshop/testkit/governance-events.ts';
import { type ReadSide, readSide } from '#infra/workshop/testkit/read-side.ts';
import { guildDirectory } from '#projections/guild-directory/projector.ts';
import { messageTimeline } from '#projections/message-timeline/projector.ts';
import { mentionsAfter, mentionTargets } from '#queries/message/mentions-of-viewer.ts';

const G = guild(1);
const [OWNER, ANN, BOB] = [user(1), user(2), user(3)];
const OPEN = { guildId: G, channelId: channel(1) };
const HIDDEN = { guildId: G, channelId: channel(2) };
const ELSEWHERE = { guildId: guild(2), channelId: channel(3) };
const ROLE = ruled.role(1);
const MODELS = [guildDirectory, messageTimeline];

const to = (over: Partial<Mentions>): Mentions => ({ ...NO_MENTIONS, ...over });

describe('the inbox of a user', () => {
  let side: ReadSide;
  let next = 0;
  beforeEach(async () => {
    side = await readSide();
    next = 0;
    write(
      ...[OWNER, ANN, BOB].map((userId, n) => registered(userId, `user-${n}`)),
      guildCreated(G, OWNER, ['view_channel', 'read_message_history']),
      ruled.roleCreated(G, ROLE),
      ...[OPEN, HIDDEN].flatMap(({ channelId }) => [listed(G, channelId), channelCreated(G, channelId)]),
      ruled.overwriteSet(G, HIDDEN.channelId, ruled.forRole(G), { deny: ['view_channel'] }),
      joined(G, ANN),
      joined(G, BOB),
      guildCreated(guild(2), OWNER, ['view_channel', 'read_message_history']),
      listed(guild(2), ELSEWHERE.channelId),
      channelCreated(guild(2), ELSEWHERE.channelId),
    );
    for (const model of MODELS) await side.rebuild(model);
    side.project(MODELS);
  });
  afterEach(() => side.close());

  const write = (...events: ReadonlyArray<DomainEvent>) => {
    for (const event of events) side.log.write(event);
  };
  /** Sends a message, and answers its number. */
  const say = (mentions: Partial<Mentions>, place: typeof OPEN = OPEN, by: UserId = OWNER): number => {
    next += 1;
    write(sent(place, message(next), by, `text ${next}`, to(mentions)));
    return next;
  };
  const page = async (userId: UserId, limit = 50, before?: bigint) => {
    await side.settled(MODELS);
    const asked = { viewer: { userId, sessionId: session(1) }, atLeast: undefined, limit, before };
    const answer = await side.queries.mentions(asked)();
    if (isLeft(answer)) return expect.fail(JSON.stringify(answer.left));
    return answer.right.value;
  };
  const inbox = async (userId: UserId) =>
    (await page(userId)).messages.map(({ messageId }) => Number(messageId.slice(2)));
  /** Counts the mentions in a channel as the unread count of another slice does. */
  const counted = async (userId: UserId, { channelId }: typeof OPEN, after = 0n): Promise<number> => {
    await side.settled(MODELS);
    const answer = await side.readModels.rows({
      name: 'counted-mentions',
      row: t.strict({ mentions: t.Integer }),
      sql: sql.fragment`
        WITH own AS MATERIALIZED (${mentionTargets(userId)})
        SELECT counted.mentions FROM own JOIN read.channel USING (guild_id) CROSS JOIN LATERAL (
          SELECT count(*)::integer AS mentions FROM (
            ${mentionsAfter(userId, {
              channelId: sql.fragment`channel.channel_id`,
              targets: sql.fragment`own.targets`,
              after: sql.fragment`${after}::bigint`,
            })}
          ) AS one
        ) AS counted WHERE channel.channel_id = ${channelId}`,
    })();
    if (isLeft(answer)) return expect.fail(JSON.stringify(answer.left));
    return answer.right[0]?.mentions ?? 0;
  };

  it('holds the messages in threads of readable channels, with the threads', async () => {
    const [seen, hidden] = [channel(10), channel(11)];
    write(threadBegun(OPEN, seen, OWNER, 'plans'), threadBegun(HIDDEN, hidden, OWNER, 'secrets'));
    const inThread = say({ users: [ANN] }, { guildId: G, channelId: seen });
    say({ users: [ANN] }, { guildId: G, channelId: hidden });
    const inChannel = say({ users: [ANN] });
    expect(await inbox(ANN)).to.deep.equal([inChannel, inThread]);
    expect((await page(ANN)).threads.map(({ name, parentId }) => [name, parentId])).to.deep.equal([
      ['plans', OPEN.channelId],
    ]);
    write(channelDeleted(G, seen));
    expect(await inbox(ANN)).to.deep.equal([inChannel]);
  });

  it('holds the messages of others that mention the user, a role of theirs, or all, newest first', async () => {
    write(ruled.roleGiven(G, ANN, ROLE));
    const byId = say({ users: [ANN] });
    say({ users: [BOB] });
    const byRole = say({ roles: [ROLE] });
    const all = say({ everyone: true });
    const here = say({ here: true });
    say({});
    const twice = say({ users: [ANN, BOB], roles: [ROLE], everyone: true });
    expect(await inbox(ANN)).to.deep.equal([twice, here, all, byRole, byId]);
    expect(await counted(ANN, OPEN)).to.equal(5);
    expect(await inbox(BOB)).to.deep.equal([twice, here, all, byId + 1]);
    expect(await inbox(OWNER)).to.deep.equal([]);
    expect(await counted(OWNER, OPEN)).to.equal(0);
    const { messages } = await page(ANN, 1);
    expect(messages[0]?.mentions).to.deep.equal(to({ users: [ANN, BOB], roles: [ROLE], everyone: true }));
  });

  it('follows the roles that the user has now, and the roles that there are', async () => {
    const one = say({ roles: [ROLE] });
    expect(await inbox(ANN)).to.deep.equal([]);
    write(ruled.roleGiven(G, ANN, ROLE));
    expect(await inbox(ANN)).to.deep.equal([one]);
    write(ruled.roleChanged(G, ROLE, [], { name: 'another name' }));
    expect(await inbox(ANN)).to.deep.equal([one]);
    write(ruled.roleDeleted(G, ROLE));
    expect(await inbox(ANN)).to.deep.equal([]);
    expect(await counted(ANN, OPEN)).to.equal(0);
    write(ruled.roleRestored(G, ROLE));
    expect(await inbox(ANN)).to.deep.equal([one]);
    write(ruled.roleTaken(G, ANN, ROLE));
    expect(await inbox(ANN)).to.deep.equal([]);
  });

  it('holds no message that an edit, a deletion or a kick took away, and holds it again once it is undone', async () => {
    const one = say({ users: [ANN] });
    const other = say({ everyone: true });
    write(edited(OPEN, message(one), 'nobody', NO_MENTIONS));
    expect(await inbox(ANN)).to.deep.equal([other]);
    write(edited(OPEN, message(one), 'Ann again', to({ users: [ANN] })));
    write(deleted(OPEN, message(other), BOB));
    expect(await inbox(ANN)).to.deep.equal([one]);
    write(restored(OPEN, message(other), OWNER, 'all', to({ everyone: true })));
    expect(await inbox(ANN)).to.deep.equal([other, one]);
    write(kicked(G, ANN, OWNER));
    expect(await inbox(ANN)).to.deep.equal([]);
    write(joined(G, ANN));
    expect(await inbox(ANN)).to.deep.equal([other, one]);
  });

  it('learns nothing new from an edit', async () => {
    const one = say({});
    write(edited(OPEN, message(one), 'Ann', to({ users: [ANN] })));
    expect(await inbox(ANN)).to.deep.equal([]);
    expect(await counted(ANN, OPEN)).to.equal(0);
  });

  it('holds no message of a channel that the user may not read now, however many there are', async () => {
    const open = say({ users: [ANN] });
    for (let n = 0; n < 20; n += 1) say({ users: [ANN], everyone: true }, HIDDEN);
    say({ users: [ANN] }, ELSEWHERE);
    const last = say({ users: [ANN] });
    const { messages, nextBefore } = await page(ANN, 2);
    expect(messages.map(({ messageId }) => messageId)).to.deep.equal([message(last), message(open)]);
    expect(nextBefore).to.equal(null);
    write(ruled.overwriteSet(G, OPEN.channelId, ruled.forMember(ANN), { deny: ['read_message_history'] }));
    expect(await inbox(ANN)).to.deep.equal([]);
    write(ruled.overwriteSet(G, HIDDEN.channelId, ruled.forMember(ANN), { allow: ['view_channel'] }));
    expect(await inbox(ANN)).to.have.length(20);
    write(channelDeleted(G, HIDDEN.channelId));
    expect(await inbox(ANN)).to.deep.equal([]);
    write(channelRestored(G, HIDDEN.channelId));
    expect(await inbox(ANN)).to.have.length(20);
  });

  it('is read in pages without gap or repeat', async () => {
    const all = Array.from({ length: 23 }, (_, n) => say({ users: [ANN], everyone: n % 3 === 0 }));
    const found: number[] = [];
    for (let before: bigint | undefined; ; ) {
      const { messages, nextBefore } = await page(ANN, 5, before);
      found.push(...messages.map(({ messageId }) => Number(messageId.slice(2))));
      if (nextBefore === null) break;
      before = nextBefore;
    }
    expect(found).to.deep.equal(all.toReversed());
  });

  it('counts from a position on', async () => {
    say({ users: [ANN] });
    const position = await side.settled(MODELS);
    say({ users: [ANN], everyone: true });
    say({ everyone: true }, HIDDEN);
    expect(await counted(ANN, OPEN, position)).to.equal(1);
    expect(await counted(ANN, OPEN)).to.equal(2);
  });
});
