import { expect } from 'chai';
import type { GivenTag, MadeGuild } from '#commands/commands.ts';
import type { DomainEvent } from '#domain/event-catalog.ts';
import type { ChannelId, TagId } from '#domain/kernel/ids.ts';
import { plusMillis } from '#domain/kernel/instant.ts';
import { TAG_NAME_CHARS_MAX, TAGS_PER_FORUM_MAX, TAGS_PER_POST_MAX } from '#domain/kernel/limits.ts';
import type { Permission } from '#domain/permission/bits.ts';
import { everyoneRoleId } from '#domain/permission/role.ts';
import {
  accepted,
  communityOf,
  type Person,
  refusal,
  type TestWriteSide,
  testWriteSide,
} from '#infra/workshop/testkit/write-side.ts';

const missing = (permission: Permission) => ({ kind: 'MissingPermission', permission });
const newTag = (name: string, moderated = false): GivenTag => ({ tagId: null, name, emoji: null, moderated });

describe('a forum', () => {
  let side: TestWriteSide;
  let ann: Person;
  let bob: Person;
  let carl: Person;
  let guild: MadeGuild;
  let forumId: ChannelId;
  beforeEach(async () => {
    side = testWriteSide();
    ({ ann, bob, carl, guild } = await communityOf(side));
    const made = { guildId: guild.guildId, name: 'questions', channelKind: 'forum', parentId: null } as const;
    forumId = (await accepted(side.commands.createChannel({ ...side.by(ann), ...made }))).channelId;
  });

  const change = (person: Person, facts: object, channelId = forumId) =>
    side.commands.changeChannel({ ...side.by(person), channelId, ...facts });
  const wish = { rootId: null, name: 'a post', archiveAfterMins: undefined, content: 'the first words' };
  const begin = (person: Person, facts: Partial<typeof wish> & { readonly tagIds?: ReadonlyArray<TagId> } = {}) =>
    side.commands.beginThread({ ...side.by(person), ...wish, channelId: forumId, ...facts });
  const say = (person: Person, channelId: ChannelId) =>
    side.commands.sendMessage({ ...side.by(person), channelId, content: 'hello', replyTo: null });
  const everyone = (allow: ReadonlyArray<Permission>, deny: ReadonlyArray<Permission>) => {
    const target = { kind: 'role', roleId: everyoneRoleId(guild.guildId) } as const;
    return accepted(side.commands.setOverwrite({ ...side.by(ann), channelId: forumId, target, allow, deny }));
  };
  const events = () => side.store.all().map(({ event }) => event);
  const texts = () => events().flatMap(({ data }) => ('content' in data ? [data.content] : []));
  /** The tags that the forum was given last. */
  const tagsNow = () =>
    events()
      .flatMap((event) => (event.type === 'channel.tags-set' ? [event.data.tags] : []))
      .at(-1);
  const offer = async (...tags: ReadonlyArray<GivenTag>): Promise<ReadonlyArray<TagId>> => {
    await accepted(change(ann, { tags }));
    return (tagsNow() ?? []).map(({ tagId }) => tagId);
  };
  /** The tags that the post was given last. */
  const tagsOn = (post: ChannelId) =>
    events()
      .flatMap((event) =>
        event.type === 'channel.post-tagged' && event.data.channelId === post ? [event.data.tagIds] : [],
      )
      .at(-1);

  it('takes no message itself', async () => {
    expect(await refusal(say(ann, forumId))).to.deep.equal({ kind: 'PostsOnly' });
  });

  it('takes posts with words alone, and their messages as a thread does', async () => {
    expect(await refusal(begin(bob, { content: null as never }))).to.deep.equal({ kind: 'PostWithoutWords' });
    const post = await accepted(begin(bob));
    expect([post.parentId, post.rootId, post.post]).to.deep.equal([
      forumId,
      null,
      { tagIds: [], words: 'the first words' },
    ]);
    await accepted(say(carl, post.channelId));
    await everyone([], ['send_messages_in_threads']);
    expect(await refusal(say(carl, post.channelId))).to.deep.equal(missing('send_messages'));
  });

  it('takes posts of members with create_threads and send_messages, also where they may not answer', async () => {
    await everyone([], ['send_messages_in_threads']);
    await accepted(begin(bob));
    await everyone([], ['send_messages']);
    expect(await refusal(begin(bob))).to.deep.equal(missing('send_messages'));
    await everyone([], ['create_threads']);
    expect(await refusal(begin(bob))).to.deep.equal(missing('create_threads'));
    await everyone([], ['view_channel']);
    expect(await refusal(begin(bob))).to.deep.equal({ kind: 'ChannelUnknown' });
  });

  it('has one post with one first message, whatever a request that comes again meets', async () => {
    const [solved] = await offer(newTag('solved'));
    const tagIds = solved === undefined ? [] : [solved];
    const attempt = { ...side.by(bob), ...wish, channelId: forumId, tagIds };
    const first = await accepted(side.commands.beginThread(attempt));
    const again = await accepted(side.restarted().commands.beginThread(attempt));
    expect(again).to.deep.equal(first);
    expect(texts()).to.deep.equal(['the first words']);
    expect(tagsOn(first.channelId)).to.deep.equal(tagIds);
    const other = side.commands.beginThread({ ...attempt, name: 'another post' });
    expect(await refusal(other)).to.deep.equal({ kind: 'AttemptReused' });
  });

  it('lets a member wait between two posts, and not for the first message of a post', async () => {
    await accepted(change(ann, { slowModeSecs: 30 }));
    await accepted(begin(bob));
    expect(await refusal(begin(bob))).to.deep.include({ kind: 'SlowMode' });
    await accepted(begin(carl));
    expect(texts()).to.have.length(2);
  });

  it('keeps members in time-out from posts', async () => {
    const until = plusMillis(side.now(), 60_000);
    const act = { guildId: guild.guildId, userId: bob.userId, until, reason: null };
    await accepted(side.commands.timeOutMember({ ...side.by(ann), ...act }));
    expect((await refusal(begin(bob))).kind).to.equal('MissingPermission');
  });

  it('offers tags that its managers set, each with an id and a name of its own', async () => {
    const ids = await offer(newTag('solved', true), newTag('lenses'));
    expect(new Set(ids).size).to.equal(2);
    const [solved, lenses] = tagsNow() ?? [];
    await accepted(change(ann, { tags: [lenses, { ...solved, emoji: '✅' }] }));
    expect(tagsNow()?.map(({ tagId, emoji }) => [tagId, emoji])).to.deep.equal([
      [ids[1], null],
      [ids[0], '✅'],
    ]);
    expect(await refusal(change(bob, { tags: [] }))).to.deep.equal(missing('manage_channels'));
    const many = Array.from({ length: TAGS_PER_FORUM_MAX + 1 }, (_, n) => newTag(`tag ${n}`));
    for (const tags of [
      many,
      [newTag('same'), newTag('SAME')],
      [newTag('')],
      [newTag('x'.repeat(TAG_NAME_CHARS_MAX + 1))],
      [{ ...newTag('two'), emoji: '✅✅' }],
    ]) {
      expect((await refusal(change(ann, { tags }))).kind).to.equal('TagsInvalid');
    }
  });

  it('gives a post tags that it offers, at most five, and moderated ones by managers of threads alone', async () => {
    const [solved = '' as TagId, ...others] = await offer(
      newTag('solved', true),
      ...Array.from({ length: TAGS_PER_POST_MAX + 1 }, (_, n) => newTag(`tag ${n}`)),
    );
    expect((await refusal(begin(bob, { tagIds: others }))).kind).to.equal('PostTagsInvalid');
    expect((await refusal(begin(bob, { tagIds: [forumId as never] }))).kind).to.equal('PostTagsInvalid');
    expect(await refusal(begin(bob, { tagIds: [solved] }))).to.deep.equal(missing('manage_threads'));
    const { channelId: post } = await accepted(begin(bob, { tagIds: others.slice(0, 1) }));
    expect(await refusal(change(carl, { tagIds: [] }, post))).to.deep.equal(missing('manage_threads'));
    await accepted(change(bob, { tagIds: others.slice(0, 2) }, post));
    expect(tagsOn(post)).to.deep.equal(others.slice(0, 2));
    await accepted(change(ann, { tagIds: [solved] }, post));
    expect(await refusal(change(bob, { tagIds: [] }, post))).to.deep.equal(missing('manage_threads'));
    await accepted(change(ann, { tags: [] }));
    await accepted(change(bob, { tagIds: [] }, post));
    expect(tagsOn(post)).to.deep.equal([]);
  });

  it('asks for a tag when it is told to, and when it has one', async () => {
    await accepted(change(ann, { tagRequired: true }));
    await accepted(begin(bob));
    const tagIds = await offer(newTag('lenses'));
    expect(await refusal(begin(bob))).to.deep.equal({ kind: 'TagRequired' });
    const { channelId: post } = await accepted(begin(bob, { tagIds }));
    expect(await refusal(change(bob, { tagIds: [] }, post))).to.deep.equal({ kind: 'TagRequired' });
  });

  it('shares tags with no text channel and none of its threads', async () => {
    const made = { guildId: guild.guildId, name: 'talk', channelKind: 'text', parentId: null } as const;
    const { channelId: talk } = await accepted(side.commands.createChannel({ ...side.by(ann), ...made }));
    const none = { kind: 'NotAForum' };
    expect(await refusal(change(ann, { tags: [newTag('a')] }, talk))).to.deep.equal(none);
    expect(await refusal(change(ann, { tagRequired: true }, talk))).to.deep.equal(none);
    const [tagId = '' as TagId] = await offer(newTag('lenses'));
    const about = { ...wish, channelId: talk, tagIds: [tagId] };
    expect(await refusal(side.commands.beginThread({ ...side.by(ann), ...about }))).to.deep.equal(none);
    const thread = await accepted(side.commands.beginThread({ ...side.by(ann), ...wish, channelId: talk }));
    expect(thread.post).to.equal(null);
    expect(await refusal(change(ann, { tagIds: [tagId] }, thread.channelId))).to.deep.equal(none);
  });

  const undo = (type: DomainEvent['type']) => {
    const entries = side.store
      .all()
      .filter(({ event }) => event.type === type)
      .slice(-1)
      .map(({ stream, revision, eventId }) => ({ stream, revision, eventId }));
    return accepted(side.commands.undo({ ...side.by(ann), guildId: guild.guildId, entries, preview: false }));
  };

  it('has posts whose other tags and whose deletion are undone', async () => {
    const tagIds = await offer(newTag('lenses'), newTag('weather'));
    const post = await accepted(begin(bob, { tagIds }));
    await accepted(change(bob, { tagIds: [] }, post.channelId));
    expect((await undo('channel.post-tagged')).cannot).to.deep.equal([]);
    expect(tagsOn(post.channelId)).to.deep.equal(tagIds);
    await accepted(side.commands.deleteChannel({ ...side.by(ann), channelId: post.channelId, reason: null }));
    expect(await refusal(say(carl, post.channelId))).to.deep.equal({ kind: 'ChannelUnknown' });
    expect((await undo('channel.deleted')).cannot).to.deep.equal([]);
    await accepted(say(carl, post.channelId));
  });

  it('gets the tags back that a change took, by its undo', async () => {
    await offer(newTag('lenses'), newTag('weather'));
    await accepted(change(ann, { tags: [] }));
    expect((await undo('channel.tags-set')).cannot).to.deep.equal([]);
    expect(tagsNow()?.map(({ name }) => name)).to.deep.equal(['lenses', 'weather']);
  });
});
