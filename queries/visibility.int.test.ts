import { expect } from 'chai';
import type { Either } from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import { sql } from 'slonik';
import type { ChannelId, GuildId, MessageId, UserId } from '#domain/kernel/ids.ts';
import {
  channel,
  channelCreated,
  channelDeleted,
  conversation,
  deleted,
  guild,
  guildCreated,
  guildDeleted,
  joined,
  kicked,
  left,
  listed,
  message,
  registered,
  sent,
  session,
  unlisted,
  user,
} from '#infra/workshop/testkit/community-events.ts';
import { type ReadSide, readSide, SURELY_MS } from '#infra/workshop/testkit/read-side.ts';
import { guildDirectory } from '#projections/guild-directory/projector.ts';
import { tableModels } from '#projections/registry.ts';
import type { NotVisible, Queries, QueryAnswer, QueryFailure } from '#queries/queries.ts';

const OWNER = user(1);
const MEMBER = user(2);
const LEFT = user(3);
const KICKED = user(4);
const OUTSIDER = user(5);
const OTHER_OWNER = user(6);
const STRANGER_TO_ALL = user(99);

type Target = { readonly guildId: GuildId; readonly channelId: ChannelId; readonly messageId: MessageId };
type Outcome = Either<NotVisible | QueryFailure, QueryAnswer<unknown>>;

const questionsOf = (queries: Queries, userId: UserId, at: Target) => {
  const by = { viewer: { userId, sessionId: session(1) }, atLeast: undefined };
  const { guildId, channelId, messageId } = at;
  const page = { limit: 10, before: undefined };
  return {
    channels: queries.channels({ ...by, guildId }),
    members: queries.members({ ...by, guildId, limit: 10, after: undefined, name: undefined }),
    channelVisible: queries.channelVisible({ ...by, channelId }),
    channelMessages: queries.channelMessages({ ...by, channelId, ...page }),
    messagesAround: queries.messagesAround({ ...by, channelId, limit: 10, from: { kind: 'around', messageId } }),
    message: queries.message({ ...by, channelId, messageId }),
    channelChanges: queries.channelChanges({ ...by, channelId, since: 0n, cursor: undefined, limit: 10 }),
  } satisfies Record<string, TaskEither<NotVisible | QueryFailure, QueryAnswer<unknown>>>;
};

const HOME: Target = { guildId: guild(1), channelId: channel(1), messageId: message(1) };
const CANARY = 'the canary sings in the hidden room';

describe('the sight of a viewer', () => {
  let side: ReadSide;
  before(async () => {
    side = await readSide();
    const { write } = side.log;
    for (const id of [OWNER, MEMBER, LEFT, KICKED, OUTSIDER, OTHER_OWNER]) write(registered(id, `name of ${id}`));
    write(guildCreated(guild(1), OWNER));
    for (const id of [1, 2, 3]) {
      write(listed(guild(1), channel(id)));
      write(channelCreated(guild(1), channel(id)));
    }
    for (const id of [MEMBER, LEFT, KICKED]) write(joined(guild(1), id));
    write(sent({ guildId: guild(1), channelId: channel(1) }, message(1), OWNER));
    write(sent({ guildId: guild(1), channelId: channel(2) }, message(2), OWNER, CANARY));
    write(sent({ guildId: guild(1), channelId: channel(3) }, message(3), OWNER, CANARY));
    write(sent({ guildId: guild(1), channelId: channel(1) }, message(4), OWNER, CANARY));
    write(deleted({ guildId: guild(1), channelId: channel(1) }, message(4), OWNER));
    write(left(guild(1), LEFT));
    write(kicked(guild(1), KICKED, OWNER));
    write(channelDeleted(guild(1), channel(2)));
    write(unlisted(guild(1), channel(3)));
    write(guildCreated(guild(2), OTHER_OWNER));
    write(listed(guild(2), channel(4)));
    write(channelCreated(guild(2), channel(4)));
    write(sent({ guildId: guild(2), channelId: channel(4) }, message(5), OTHER_OWNER, CANARY));
    write(guildCreated(guild(3), OWNER));
    write(listed(guild(3), channel(5)));
    write(channelCreated(guild(3), channel(5)));
    write(guildDeleted(guild(3)));
    write(guildCreated(guild(4), OTHER_OWNER, []));
    write(listed(guild(4), channel(6)));
    write(channelCreated(guild(4), channel(6)));
    write(sent({ guildId: guild(4), channelId: channel(6) }, message(6), OTHER_OWNER, CANARY));
    write(joined(guild(4), MEMBER));
    write(channelCreated(conversation(1), channel(7)));
    write(sent({ home: conversation(1), channelId: channel(7) }, message(7), OWNER, CANARY));
    for (const model of tableModels) await side.rebuild(model);
    side.project();
    await side.settled();
  });
  after(() => side.close());

  for (const [who, userId] of [
    ['its owner', OWNER],
    ['a member', MEMBER],
  ] as const) {
    it(`is the guild and its channel for ${who}`, async () => {
      for (const [name, ask] of Object.entries(questionsOf(side.queries, userId, HOME))) {
        expect((await ask())._tag, name).to.equal('Right');
      }
    });
  }

  const absent = async (userId: UserId, at: Target, names?: ReadonlyArray<string>) => {
    for (const [name, ask] of Object.entries(questionsOf(side.queries, userId, at))) {
      if (names !== undefined && !names.includes(name)) continue;
      const answer: Outcome = await ask();
      // The whole answer is compared, so that no part of it tells an absent thing from a hidden one.
      expect(answer, name).to.deep.equal({ _tag: 'Left', left: { kind: 'NotVisible' } });
    }
  };

  for (const [who, userId] of [
    ['a user who never joined', OUTSIDER],
    ['a user who left', LEFT],
    ['a user who was kicked', KICKED],
    ['the owner of another guild', OTHER_OWNER],
    ['a user who does not exist', STRANGER_TO_ALL],
  ] as const) {
    it(`is nothing for ${who}`, () => absent(userId, HOME));
  }

  const inChannel = ['channelVisible', 'channelMessages', 'messagesAround', 'message', 'channelChanges'];
  for (const [what, at] of [
    ['a channel that was deleted', { ...HOME, channelId: channel(2), messageId: message(2) }],
    ['a channel that is not in the guild’s list', { ...HOME, channelId: channel(3), messageId: message(3) }],
    ['a channel of another guild', { ...HOME, channelId: channel(4), messageId: message(5) }],
    ['a channel of a conversation', { ...HOME, channelId: channel(7), messageId: message(7) }],
    ['a channel that never was', { ...HOME, channelId: channel(99) }],
    ['a channel of a guild that was deleted', { ...HOME, channelId: channel(5) }],
  ] as const) {
    it(`does not hold ${what}, not even for the owner`, () => absent(OWNER, at, inChannel));
  }

  for (const [what, messageId] of [
    ['a deleted message', message(4)],
    ['a message of another channel', message(5)],
    ['a message that never was', message(99)],
  ] as const) {
    it(`does not hold ${what}`, () => absent(MEMBER, { ...HOME, messageId }, ['message']));
  }

  it('does not hold a channel that is denied to every member, but its owner sees it', async () => {
    const hidden = { guildId: guild(4), channelId: channel(6), messageId: message(6) };
    await absent(MEMBER, hidden, inChannel);
    const by = { viewer: { userId: MEMBER, sessionId: session(1) }, atLeast: undefined };
    expect(await side.queries.channels({ ...by, guildId: guild(4) })()).to.have.nested.property('right.value').that.is
      .empty;
    for (const ask of Object.values(questionsOf(side.queries, OTHER_OWNER, hidden))) {
      expect((await ask())._tag).to.equal('Right');
    }
  });

  it('leaks a hidden text nowhere', async () => {
    for (const userId of [MEMBER, LEFT, KICKED, OUTSIDER]) {
      for (const guildId of [1, 2, 3, 4].map(guild)) {
        for (const channelId of [1, 2, 3, 4, 5, 6, 7].map(channel)) {
          for (const messageId of [1, 2, 3, 4, 5, 6, 7].map(message)) {
            const answers = Object.values(questionsOf(side.queries, userId, { guildId, channelId, messageId }));
            for (const ask of answers) {
              expect(JSON.stringify(await ask(), (_, v) => (typeof v === 'bigint' ? '' : v))).not.to.include(CANARY);
            }
          }
        }
      }
      const by = { viewer: { userId, sessionId: session(1) }, atLeast: undefined };
      const ready = JSON.stringify(await side.queries.ready(by)(), (_, v) => (typeof v === 'bigint' ? '' : v));
      expect(ready).not.to.include(channel(2));
      expect(ready).not.to.include(channel(6));
    }
  }).timeout(60_000);

  it('ends at the position at which the right to it ends', async () => {
    const newcomer = user(7);
    side.log.write(registered(newcomer, 'grace'));
    side.log.write(joined(guild(1), newcomer));
    await side.settled();
    const page = questionsOf(side.queries, newcomer, HOME).channelMessages;
    expect((await page())._tag).to.equal('Right');
    const at = side.log.write(kicked(guild(1), newcomer, OWNER));
    await side.progress.waitFor([guildDirectory.name], at, SURELY_MS);
    expect(await page()).to.deep.equal({ _tag: 'Left', left: { kind: 'NotVisible' } });
  });

  it('does not hold a deleted guild, even in the table', async () => {
    const rows = await side.pool.any(sql.unsafe`SELECT FROM read.guild WHERE guild_id = ${guild(3)}`);
    expect(rows).to.be.empty;
  });
});
