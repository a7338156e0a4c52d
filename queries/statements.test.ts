import { expect } from 'chai';
import { right } from 'fp-ts/lib/Either.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { InviteId } from '#domain/kernel/ids.ts';
import { instantOf } from '#domain/kernel/instant.ts';
import { attachment, channel, guild, message, session, tag, user } from '#infra/workshop/testkit/community-events.ts';
import { role } from '#infra/workshop/testkit/governance-events.ts';
import { memorySearch } from '#infra/workshop/testkit/memory-search.ts';
import { makeQueries } from '#queries/make-queries.ts';
import type { Statement } from '#queries/ports/read-models.ts';
import type { Queries } from '#queries/queries.ts';
import { UTC } from '#queries/search/search-query/time-zone.ts';

type Sent = Pick<Statement<unknown>, 'name' | 'sql'>;

const by = { viewer: { userId: user(1), sessionId: session(1) }, atLeast: undefined };
const guildId = guild(1);
const invite = session(2) as string as InviteId;
const general = { guildId, channelId: channel(1) };
const page = { limit: 5, before: undefined };
const search = (text: string) => ({
  text,
  zone: UTC,
  channelId: undefined,
  order: 'newest' as const,
  limit: 5,
  after: undefined,
  admit: TE.right(undefined),
});

/**
 * Asks every question in each way that might lead to another statement. A new question does not compile without a line.
 */
const questions = (
  queries: Queries,
): { readonly [Name in keyof Queries]: ReadonlyArray<TE.TaskEither<unknown, unknown>> } => ({
  me: [queries.me(by)],
  sessions: [queries.sessions(by)],
  guilds: [queries.guilds(by)],
  channels: [queries.channels({ ...by, guildId })],
  members: [queries.members({ ...by, guildId, limit: 5, after: undefined, name: undefined })],
  channelMessages: [
    queries.channelMessages({ ...by, ...general, ...page }),
    queries.channelMessages({ ...by, ...general, limit: 9, before: message(3) }),
  ],
  messagesAround: [
    queries.messagesAround({ ...by, ...general, limit: 5, from: { kind: 'around', messageId: message(3) } }),
    queries.messagesAround({ ...by, ...general, limit: 9, from: { kind: 'after', messageId: message(4) } }),
  ],
  mentions: [queries.mentions({ ...by, ...page }), queries.mentions({ ...by, limit: 9, before: 7n })],
  message: [queries.message({ ...by, ...general, messageId: message(1) })],
  attachment: [queries.attachment({ ...by, attachmentId: attachment(1) })],
  systemLine: [queries.systemLine({ messageId: message(1) }), queries.systemLine({ messageId: message(2) })],
  lineAboutThread: [
    queries.lineAboutThread({ threadId: channel(1) }),
    queries.lineAboutThread({ threadId: channel(2) }),
  ],
  messageVersions: [queries.messageVersions({ ...by, ...general, messageId: message(1), limit: 5 })],
  forwardNow: [
    queries.forwardNow({ channelId: general.channelId, messageId: message(3), saidAt: instantOf(0) }),
    queries.forwardNow({ channelId: general.channelId, messageId: message(4), saidAt: instantOf(1) }),
  ],
  forwardsFrom: [
    queries.forwardsFrom({ kind: 'message', messageId: message(3) }),
    queries.forwardsFrom({ kind: 'channel', channelId: general.channelId }),
    queries.forwardsFrom({ kind: 'guild', guildId }),
  ],
  savedMessages: [queries.savedMessages({ ...by, ...page }), queries.savedMessages({ ...by, limit: 9, before: 7 })],
  messagePlace: [queries.messagePlace({ ...by, messageId: message(3) })],
  pinnedMessages: [queries.pinnedMessages({ ...by, ...general })],
  searchMessages: [
    queries.searchMessages({ ...by, guildId, ...search('grid') }),
    queries.searchMessages({ ...by, guildId, ...search('from:me mentions:me') }),
    queries.searchMessages({ ...by, guildId, ...search('from:ada from:ben in:css') }),
  ],
  audit: [
    queries.audit({ ...by, guildId, ...page, actorId: user(1), action: 'guild.renamed' }),
    queries.audit({ ...by, guildId, ...page }),
    queries.audit({ ...by, guildId, limit: 9, before: 'an entry' }),
  ],
  roles: [queries.roles({ ...by, guildId })],
  bans: [queries.bans({ ...by, guildId, ...page }), queries.bans({ ...by, guildId, limit: 9, before: 'a ban' })],
  invites: [queries.invites({ ...by, guildId, limit: 5 })],
  inviteStream: [queries.inviteStream({ ...by, guildId, inviteId: invite })],
  explain: [
    queries.explain({ ...by, guildId, userId: user(1), channelId: null }),
    queries.explain({ ...by, guildId, userId: user(2), channelId: channel(1) }),
  ],
  messagesOfMember: [
    queries.messagesOfMember({ ...by, guildId, userId: user(2), channelId: undefined, since: instantOf(0), limit: 9 }),
  ],
  ownAct: [queries.ownAct({ ...by, guildId, key: 'a key' })],
  overwrites: [queries.overwrites({ ...by, ...general })],
  threads: [
    queries.threads({ ...by, ...general, archived: false, sort: 'activity', tagIds: [], ...page }),
    queries.threads({
      ...by,
      ...general,
      archived: true,
      sort: 'begun',
      tagIds: [tag(1)],
      limit: 9,
      before: channel(2),
    }),
  ],
  thread: [queries.thread({ ...by, ...general })],
  threadsNow: [
    queries.threadsNow({ channels: [channel(1)] }),
    queries.threadsNow({ channels: [channel(1), channel(2)] }),
  ],
  channelDeletion: [queries.channelDeletion({ ...by, ...general })],
  guildDeletion: [queries.guildDeletion({ ...by, guildId })],
  auditAct: [queries.auditAct({ ...by, guildId, entryId: 'an entry' })],
  whatIf: [
    queries.whatIf({ ...by, guildId, change: { kind: 'role-deleted', roleId: role(1) } }),
    queries.whatIf({ ...by, guildId, change: { kind: 'member-roles', userId: user(1), roleIds: [] } }),
  ],
  ready: [queries.ready(by)],
  readState: [
    queries.readState({ ...by, channels: undefined }),
    queries.readState({ ...by, channels: [channel(1), channel(2)] }),
  ],
  readPlace: [
    queries.readPlace({ ...by, ...general, messageId: message(1), side: 'through' }),
    queries.readPlace({ ...by, ...general, messageId: message(2), side: 'before' }),
  ],
  readPlacesOfGuild: [queries.readPlacesOfGuild({ ...by, guildId })],
  newestMessages: [
    queries.newestMessages({ channels: [channel(1)] }),
    queries.newestMessages({ channels: [channel(1), channel(2)] }),
  ],
  guildSights: [
    queries.guildSights({ guildId, viewers: [user(1)] }),
    queries.guildSights({ guildId, viewers: [user(2), user(3)] }),
  ],
  guildFacts: [
    queries.guildFacts({ guildId, users: [user(1)] }),
    queries.guildFacts({ guildId, users: [user(2), user(3)] }),
  ],
  memberViews: [
    queries.memberViews({ guildId, users: [user(1)] }),
    queries.memberViews({ guildId, users: [user(2), user(3)] }),
  ],
  channelVisible: [queries.channelVisible({ ...by, ...general })],
  channelChanges: [
    queries.channelChanges({ ...by, ...general, since: 1n, cursor: undefined, limit: 5 }),
    queries.channelChanges({ ...by, ...general, since: 1n, cursor: { phase: 'changed', after: 2n }, limit: 9 }),
  ],
  invitedGuild: [queries.invitedGuild({ guildId, inviterId: user(1) })],
  userViews: [queries.userViews([user(1)])],
});

describe('a statement of the queries', () => {
  const asked: Sent[] = [];
  const alone: Array<readonly [question: string, statements: number]> = [];
  before(async () => {
    const queries = makeQueries({
      models: {
        rows:
          ({ name, sql }) =>
          async () => {
            asked.push({ name, sql });
            return right([]);
          },
      },
      search: memorySearch(),
      progress: { position: () => 0n, waitFor: async () => true },
      now: () => instantOf(0),
      undoMs: 0,
    });
    for (const [name, asks] of Object.entries(questions(queries))) {
      for (const ask of asks) {
        const before = asked.length;
        await ask();
        alone.push([name, asked.length - before]);
      }
    }
  });

  it('answers its question alone', () => {
    expect(alone.filter(([, statements]) => statements !== 1)).to.deep.equal([]);
  });

  it('reads `read.progress` before any other view, so that it cannot block a swap', () => {
    for (const { name, sql } of asked) {
      const views = [...sql.sql.matchAll(/\bread\.(\w+)/g)].map(([, view]) => view);
      if (new Set(views).size > 1) expect(views[0], name).to.equal('progress');
    }
  });

  it('has one text for its name, because the database plans a name once', () => {
    const texts = Map.groupBy(asked, ({ name }) => name);
    for (const [name, statements] of texts) {
      expect(new Set(statements.map(({ sql }) => sql.sql)).size, name).to.equal(1);
    }
  });
});
