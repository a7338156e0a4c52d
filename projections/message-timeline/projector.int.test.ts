import { expect } from 'chai';
import fc from 'fast-check';
import { sql } from 'slonik';
import type { DomainEvent } from '#domain/event-catalog.ts';
import { ERASED } from '#domain/kernel/erasable.ts';
import { instantOf } from '#domain/kernel/instant.ts';
import { type Mentions, NO_MENTIONS } from '#domain/message/mentions.ts';
import {
  channel,
  channelCreated,
  channelDeleted,
  channelErased,
  channelRenamed,
  channelRestored,
  deleted,
  edited,
  guild,
  guildDeleted,
  joined,
  message,
  pinned,
  reacted,
  restored,
  sent,
  threadBegun,
  unpinned,
  unreacted,
  user,
} from '#infra/workshop/testkit/community-events.ts';
import { role } from '#infra/workshop/testkit/governance-events.ts';
import { compareCuts, compareReplay } from '#infra/workshop/testkit/projection-laws.ts';
import { type ReadSide, readSide } from '#infra/workshop/testkit/read-side.ts';
import { writtenLog } from '#infra/workshop/testkit/written-log.ts';
import { messageTimeline } from '#projections/message-timeline/projector.ts';

const here = { guildId: guild(1), channelId: channel(1) };
const there = { guildId: guild(2), channelId: channel(2) };

const story: ReadonlyArray<DomainEvent> = [
  sent(here, message(1), user(1), 'first'),
  sent(there, message(2), user(2), 'elsewhere'),
  sent(here, message(3), user(1), 'third'),
  reacted(here, message(1), user(2), '👍'),
  reacted(here, message(1), user(1), '👍'),
  edited(here, message(3), 'third, better'),
  unreacted(here, message(1), user(2), '👍'),
  sent(here, message(4), user(2), 'to be deleted'),
  reacted(here, message(4), user(1), '🎉'),
  deleted(here, message(4), user(2)),
  sent(there, message(5), user(2), 'goes with its channel'),
  reacted(there, message(5), user(1), '👋'),
  channelDeleted(there.guildId, there.channelId),
  reacted(here, message(1), user(2), '👍'),
  channelErased(there.guildId, there.channelId),
  pinned(here, message(1), user(1)),
  unpinned(here, message(1), user(1)),
  pinned(here, message(3), user(2)),
  pinned(here, message(4), user(2)),
  edited(here, message(3), 'third, pinned'),
];

const crowd = (over: Partial<Mentions>): Mentions => ({ ...NO_MENTIONS, ...over });
const mentions = fc.record({
  users: fc.subarray([user(1), user(2), user(3)]),
  roles: fc.subarray([role(1), role(2)]),
  everyone: fc.boolean(),
  here: fc.boolean(),
});

/**
 * Histories that a log can hold: a message is sent once, and a deleted one changes only by its restoration. A pin stands
 * on the channel, so that it ends also after its message was deleted. A thread is begun once.
 */
const history = fc
  .array(
    fc.record({
      what: fc.constantFrom(
        'edit',
        'delete',
        'restore',
        'react',
        'unreact',
        'send',
        'clear',
        'bring',
        'erase',
        'close',
        'pin',
        'unpin',
        'found',
        'rename',
        'join',
        'begin',
        'end',
        'return',
        'forget',
      ),
      message: fc.integer({ min: 1, max: 4 }),
      user: fc.integer({ min: 1, max: 2 }),
      emoji: fc.constantFrom('👍', '🎉'),
      mentions: fc.option(mentions, { nil: null }),
      forwards: fc.boolean(),
    }),
    { minLength: 1, maxLength: 40 },
  )
  .map((moves) => {
    const authors = new Map<number, number>();
    const deletedBy = new Map<number, number>();
    /** Channels that cannot be created any more. */
    const placed = new Set<string>();
    const begun = new Set<string>();
    return moves.flatMap((move): ReadonlyArray<DomainEvent> => {
      const place = move.message % 2 === 0 ? here : there;
      const id = message(move.message);
      if (move.what === 'found') {
        if (placed.has(place.channelId)) return [];
        placed.add(place.channelId);
        return [channelCreated(place.guildId, place.channelId)];
      }
      if (['clear', 'erase'].includes(move.what)) placed.add(place.channelId);
      if (move.what === 'clear') return [channelDeleted(place.guildId, place.channelId)];
      if (move.what === 'bring') return [channelRestored(place.guildId, place.channelId)];
      if (move.what === 'erase') return [channelErased(place.guildId, place.channelId)];
      if (move.what === 'rename') return [channelRenamed(place.guildId, place.channelId, `name ${move.user}`)];
      if (move.what === 'join') return [joined(place.guildId, user(move.user))];
      const thread = channel(10 + move.message);
      if (move.what === 'begin') {
        if (begun.has(thread)) return [];
        begun.add(thread);
        return [threadBegun(place, thread, user(move.user))];
      }
      if (['end', 'return', 'forget'].includes(move.what) && !begun.has(thread)) return [];
      if (move.what === 'end') return [channelDeleted(place.guildId, thread)];
      if (move.what === 'return') return [channelRestored(place.guildId, thread)];
      if (move.what === 'forget') return [channelErased(place.guildId, thread)];
      if (move.what === 'close') return [guildDeleted(place.guildId)];
      const author = authors.get(move.message);
      if (author === undefined) {
        authors.set(move.message, move.user);
        return [
          sent(place, id, user(move.user), 'words', move.mentions, move.forwards ? forwardOf(move.message) : null),
        ];
      }
      if (move.what === 'unpin') return [unpinned(place, id, user(move.user))];
      const by = deletedBy.get(move.message);
      if (by !== undefined) {
        if (move.what !== 'restore' || by === author) return [];
        deletedBy.delete(move.message);
        return [restored(place, id, user(author), 'words that came back', move.mentions)];
      }
      if (move.what === 'edit') return [edited(place, id, `edit by ${move.user}`, move.mentions)];
      if (move.what === 'delete') {
        deletedBy.set(move.message, move.user);
        return [deleted(place, id, user(move.user))];
      }
      if (move.what === 'react') return [reacted(place, id, user(move.user), move.emoji)];
      if (move.what === 'unreact') return [unreacted(place, id, user(move.user), move.emoji)];
      if (move.what === 'pin') return [pinned(place, id, user(move.user))];
      return [];
    });
  });

/** A forward of the message before this one, which stands in the other place. */
const forwardOf = (n: number) => {
  const chosen = message(n === 1 ? 4 : n - 1);
  const { channelId } = n % 2 === 0 ? there : here;
  return { chosen, forwarded: { channelId, messageId: chosen, saidAt: instantOf(0) } };
};

const written = (events: ReadonlyArray<DomainEvent>) => {
  const log = writtenLog();
  for (const event of events) log.write(event, { actor: `user:${user(1)}` });
  return log.events;
};

describe('message-timeline', () => {
  let side: ReadSide;
  before(async () => {
    side = await readSide();
    for (const event of story) side.log.write(event);
    await side.rebuild(messageTimeline);
  });
  after(() => side.close());

  const rows = (statement: Parameters<typeof side.pool.any>[0]) => side.pool.any(statement);

  it('consumes every event of a message, and the deletions of channels and guilds', () => {
    expect([...messageTimeline.consumes].sort()).to.deep.equal([
      'channel.created',
      'channel.deleted',
      'channel.erased',
      'channel.message-pinned',
      'channel.message-unpinned',
      'channel.renamed',
      'channel.restored',
      'channel.thread-begun',
      'guild.deleted',
      'guild.member-joined',
      'message.deleted',
      'message.edited',
      'message.reaction-added',
      'message.reaction-removed',
      'message.restored',
      'message.sent',
    ]);
  });

  it('keeps the newest state of a message, with the revision of its last event', async () => {
    const [row] = await rows(sql.unsafe`
      SELECT content, revision, deleted, edited_at IS NOT NULL AS edited, sent_position, changed_position
      FROM read.message WHERE message_id = ${message(3)}`);
    expect(row).to.deep.equal({
      content: 'third, pinned',
      revision: 2,
      deleted: false,
      edited: true,
      sent_position: 3n,
      changed_position: 20n,
    });
  });

  it('keeps who pinned a message and when, in the order of the pins', async () => {
    const found = await rows(sql.unsafe`
      SELECT message_id, pinned_by, pin_position, changed_position FROM read.message
      WHERE pinned_at IS NOT NULL ORDER BY pin_position`);
    expect(found).to.deep.equal([
      { message_id: message(3), pinned_by: user(2), pin_position: 18n, changed_position: 20n },
      { message_id: message(4), pinned_by: user(2), pin_position: 19n, changed_position: 19n },
    ]);
  });

  it('tells a message whose pin ended with the messages that changed', async () => {
    const [row] = await rows(sql.unsafe`
      SELECT revision, pinned_by, changed_position FROM read.message WHERE message_id = ${message(1)}`);
    expect(row).to.deep.equal({ revision: 4, pinned_by: null, changed_position: 17n });
  });

  it('keeps a message that its author deleted, without its text and its reactions', async () => {
    const found = await rows(sql.unsafe`
      SELECT content, revision, deleted, (SELECT count(*) FROM read.reaction WHERE message_id = ${message(4)}) AS reactions
      FROM read.message WHERE message_id = ${message(4)}`);
    expect(found).to.deep.equal([{ content: null, revision: 2, deleted: true, reactions: 0n }]);
  });

  it('removes the messages of an erased channel with their reactions', async () => {
    expect(await rows(sql.unsafe`SELECT FROM read.message WHERE channel_id = ${there.channelId}`)).to.be.empty;
    expect(await rows(sql.unsafe`SELECT FROM read.reaction WHERE message_id = ${message(5)}`)).to.be.empty;
  });

  it('keeps one reaction for each user and emoji, from when it was last given', async () => {
    const found = await rows(sql.unsafe`
      SELECT user_id, position FROM read.reaction WHERE message_id = ${message(1)} ORDER BY position`);
    expect(found).to.deep.equal([
      { user_id: user(1), position: 5n },
      { user_id: user(2), position: 14n },
    ]);
  });

  const stateAfter = async (events: ReadonlyArray<DomainEvent>) => {
    const { live, rebuilt } = await compareCuts(side.sink, messageTimeline, written(events), [1]);
    expect(rebuilt).to.deep.equal(live);
    const [row] = await rows(sql.unsafe`
      SELECT content, deleted, (SELECT count(*)::int FROM read.reaction) AS reactions FROM read.message`);
    return { row, removals: await rows(sql.unsafe`SELECT kind, id, by_author FROM read.removal ORDER BY position`) };
  };
  const begun = [sent(here, message(1), user(1), 'words'), reacted(here, message(1), user(2), '👍')];

  it('keeps the reactions of a message that a moderator deleted, and brings all back with its restoration', async () => {
    const byModerator = [...begun, deleted(here, message(1), user(2))];
    expect(await stateAfter(byModerator)).to.deep.equal({
      row: { content: null, deleted: true, reactions: 1 },
      removals: [{ kind: 'message', id: message(1), by_author: false }],
    });
    expect(await stateAfter([...byModerator, restored(here, message(1), user(1), 'words')])).to.deep.equal({
      row: { content: 'words', deleted: false, reactions: 1 },
      removals: [],
    });
  });

  it('tells the deletions by authors, whose texts are due at once', async () => {
    expect(await stateAfter([...begun, deleted(here, message(1), user(1))])).to.deep.equal({
      row: { content: null, deleted: true, reactions: 0 },
      removals: [{ kind: 'message', id: message(1), by_author: true }],
    });
  });

  it('keeps the messages of a deleted channel until it is erased', async () => {
    const gone = [...begun, channelDeleted(here.guildId, here.channelId)];
    const row = { content: 'words', deleted: false, reactions: 1 };
    expect(await stateAfter(gone)).to.deep.equal({
      row,
      removals: [{ kind: 'channel', id: here.channelId, by_author: false }],
    });
    expect(await stateAfter([...gone, channelRestored(here.guildId, here.channelId)])).to.deep.equal({
      row,
      removals: [],
    });
    expect(await stateAfter([...gone, channelErased(here.guildId, here.channelId)])).to.deep.equal({
      row: undefined,
      removals: [],
    });
  });

  it('keeps the ids of the messages of a deleted guild, without their texts', async () => {
    expect(await stateAfter([...begun, guildDeleted(here.guildId)])).to.deep.equal({
      row: { content: null, deleted: true, reactions: 0 },
      removals: [{ kind: 'guild', id: here.guildId, by_author: false }],
    });
  });

  const mentioning = crowd({ users: [user(2), user(3)], roles: [role(1)], here: true });
  const called = (over: Partial<Mentions>) => sent(here, message(1), user(1), 'words', crowd(over));
  const standingAfter = async (...events: ReadonlyArray<DomainEvent>) => {
    const { live, rebuilt } = await compareCuts(side.sink, messageTimeline, written(events), [1]);
    expect(rebuilt).to.deep.equal(live);
    const found = await rows(sql.unsafe`
      SELECT kind || ' ' || target_id AS target FROM read.mention WHERE stands ORDER BY kind, target_id`);
    return found.map((row) => (row as { readonly target: string }).target);
  };
  const toAll = [`everyone ${here.guildId}`, `role ${role(1)}`, `user ${user(2)}`, `user ${user(3)}`];

  it('keeps one row for each target that a message called when it was sent', async () => {
    expect(await standingAfter(called(mentioning))).to.deep.equal(toAll);
    expect(await standingAfter(called({ everyone: true, here: true }))).to.deep.equal([`everyone ${here.guildId}`]);
    expect(await standingAfter(called({}))).to.deep.equal([]);
  });

  it('lets no edit tell a user anything new, and takes away what an edit took away', async () => {
    const without = edited(here, message(1), 'other words', crowd({ users: [user(3)] }));
    expect(await standingAfter(called(mentioning), without)).to.deep.equal([`user ${user(3)}`]);
    expect(
      await standingAfter(called({ users: [user(3)] }), edited(here, message(1), 'more', mentioning)),
    ).to.deep.equal([`user ${user(3)}`]);
    expect(
      await standingAfter(called(mentioning), without, edited(here, message(1), 'back', mentioning)),
    ).to.deep.equal(toAll);
  });

  it('takes the mentions of a deleted message away, and brings them back with its restoration', async () => {
    const gone = [called(mentioning), deleted(here, message(1), user(2))];
    expect(await standingAfter(...gone)).to.deep.equal([]);
    expect(await standingAfter(...gone, restored(here, message(1), user(1), 'words', mentioning))).to.deep.equal(toAll);
  });

  it('holds no text of an erased message', async () => {
    const erased = { ...sent(here, message(9), user(1)) };
    const comparison = await compareCuts(
      side.sink,
      messageTimeline,
      written([{ ...erased, data: { ...erased.data, content: ERASED } }]),
      [1],
    );
    expect(comparison.rebuilt).to.deep.equal(comparison.live);
    expect(await rows(sql.unsafe`SELECT content, deleted FROM read.message`)).to.deep.equal([
      { content: null, deleted: false },
    ]);
  });

  it('puts a line without words into the channel of a thread, which goes, returns and is erased with the thread', async () => {
    const place = { guildId: guild(1), channelId: channel(1) };
    const thread = channel(11);
    const lineAfter = async (...events: ReadonlyArray<DomainEvent>) => {
      const of = await readSide();
      for (const event of [channelCreated(place.guildId, place.channelId), threadBegun(place, thread, user(2), 'owls')])
        of.log.write(event, { actor: `user:${user(2)}` });
      for (const event of events) of.log.write(event, { actor: `user:${user(1)}` });
      await of.rebuild(messageTimeline);
      const found = await of.pool.any(sql.unsafe`
        SELECT channel_id, author_id, content, thread_id, deleted, revision, changed_position FROM read.message
        WHERE kind = 'thread_begun'`);
      await of.close();
      return found;
    };
    const line = (deleted: boolean, revision: number) => [
      {
        channel_id: place.channelId,
        author_id: user(2),
        content: null,
        thread_id: thread,
        deleted,
        revision,
        changed_position: BigInt(2 + revision),
      },
    ];
    const [gone, back, wiped] = [channelDeleted, channelRestored, channelErased].map((of) => of(place.guildId, thread));
    if (gone === undefined || back === undefined || wiped === undefined) throw new Error('three events were made');
    expect(await lineAfter()).to.deep.equal(line(false, 0));
    expect(await lineAfter(gone)).to.deep.equal(line(true, 1));
    expect(await lineAfter(gone, back)).to.deep.equal(line(false, 2));
    expect(await lineAfter(gone, wiped)).to.be.empty;
    expect(await lineAfter(channelErased(place.guildId, place.channelId))).to.be.empty;
  }).timeout(60_000);

  it('puts a line for a pin and a new name into the channel, and one for a member into the first text channel, and none into a forum', async () => {
    const one = { guildId: guild(1), channelId: channel(1) };
    const two = { guildId: guild(1), channelId: channel(2) };
    const linesOf = async (...events: ReadonlyArray<DomainEvent>) => {
      const of = await readSide();
      for (const event of events) of.log.write(event, { actor: `user:${user(1)}` });
      await of.rebuild(messageTimeline);
      const found = await of.pool.any(sql.unsafe`
        SELECT kind, channel_id, author_id, content, reply_to FROM read.message
        WHERE kind NOT IN ('message', 'action') AND NOT deleted ORDER BY sent_position`);
      await of.close();
      return found;
    };
    const founded = [
      channelCreated(one.guildId, channel(9), 'category'),
      channelCreated(one.guildId, channel(8), 'forum'),
      channelCreated(one.guildId, one.channelId),
      channelCreated(two.guildId, two.channelId),
    ];
    const line = (kind: string, at: typeof one, author: number, more: object = {}) => ({
      ...{ kind, channel_id: at.channelId, author_id: user(author), content: null, reply_to: null },
      ...more,
    });
    expect(
      await linesOf(
        joined(guild(1), user(1)),
        ...founded,
        joined(guild(1), user(2)),
        joined(guild(2), user(2)),
        sent(two, message(1), user(1)),
        pinned(two, message(1), user(1)),
        unpinned(two, message(1), user(1)),
        channelRenamed(guild(1), two.channelId, 'garden'),
        channelRenamed(guild(1), channel(9), 'a category'),
        channelRenamed(guild(1), channel(8), 'a forum'),
        threadBegun({ guildId: guild(1), channelId: channel(8) }, channel(11), user(2), 'a post'),
        sent({ guildId: guild(1), channelId: channel(11) }, message(2), user(2)),
        channelDeleted(guild(1), one.channelId),
        joined(guild(1), user(3)),
        channelRestored(guild(1), one.channelId),
        joined(guild(1), user(4)),
      ),
    ).to.deep.equal([
      line('joined', one, 2),
      line('pinned', two, 1, { reply_to: message(1) }),
      line('renamed', two, 1, { content: 'garden' }),
      line('joined', two, 3),
      line('joined', two, 4),
    ]);
    expect(await linesOf(...founded, joined(guild(1), user(2)), channelErased(guild(1), one.channelId))).to.be.empty;
    expect(await linesOf(...founded, joined(guild(1), user(2)), guildDeleted(guild(1)))).to.be.empty;
  }).timeout(60_000);

  it('is the same in batches of any size', () =>
    fc.assert(
      fc.asyncProperty(history, fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), async (events, sizes) => {
        const { live, rebuilt } = await compareCuts(side.sink, messageTimeline, written(events), sizes);
        expect(rebuilt).to.deep.equal(live);
      }),
      { numRuns: 25 },
    )).timeout(120_000);

  it('takes no harm from a history that comes twice', async () => {
    const { live, rebuilt } = await compareReplay(side.sink, messageTimeline, written(story));
    expect(rebuilt).to.deep.equal(live);
  });
});
