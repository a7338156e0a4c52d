import { expect } from 'chai';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { instantOf } from '#domain/kernel/instant.ts';
import { memorySearch } from '#infra/workshop/testkit/memory-search.ts';
import { channel, guild, message, session, user } from '#infra/workshop/testkit/told-community.ts';
import { makeQueries } from '#queries/make-queries.ts';
import type { Statement } from '#queries/ports/read-models.ts';

describe('the statements of the queries', () => {
  const asked: Pick<Statement<unknown>, 'name' | 'sql'>[] = [];
  const ask = async () => {
    const queries = makeQueries({
      models: {
        rows: ({ name, sql }) => {
          asked.push({ name, sql });
          return TE.right([]);
        },
      },
      search: memorySearch(),
      caughtUp: { position: () => 0n, waitFor: async () => true },
      now: () => instantOf(0),
    });
    const by = { viewer: { userId: user(1), sessionId: session(1) }, atLeast: undefined };
    const guildId = guild(1);
    const place = { guildId, channelId: channel(1) };
    const page = { limit: 5, before: undefined };
    const search = (text: string) => ({
      text,
      channelId: undefined,
      order: 'newest' as const,
      limit: 5,
      after: undefined,
      admit: TE.right(undefined),
    });
    await Promise.all([
      queries.me(by)(),
      queries.sessions(by)(),
      queries.guilds(by)(),
      queries.channels({ ...by, guildId })(),
      queries.members({ ...by, guildId, limit: 5, after: undefined })(),
      queries.channelMessages({ ...by, ...place, ...page })(),
      queries.channelMessages({ ...by, ...place, limit: 9, before: message(3) })(),
      queries.messagesAround({ ...by, ...place, limit: 5, from: { kind: 'around', messageId: message(3) } })(),
      queries.messagesAround({ ...by, ...place, limit: 9, from: { kind: 'after', messageId: message(4) } })(),
      queries.message({ ...by, ...place, messageId: message(1) })(),
      queries.searchMessages({ ...by, guildId, ...search('grid') })(),
      queries.searchMessages({ ...by, guildId, ...search('from:ada from:ben in:css') })(),
      queries.audit({ ...by, guildId, ...page })(),
      queries.audit({ ...by, guildId, limit: 9, before: 'an entry' })(),
      queries.ready(by)(),
      queries.guildSights({ guildId, viewers: [user(1)] })(),
      queries.guildSights({ guildId, viewers: [user(2), user(3)] })(),
      queries.channelVisible({ ...by, ...place })(),
      queries.channelChanges({ ...by, ...place, since: 1n, cursor: undefined, limit: 5 })(),
      queries.channelChanges({ ...by, ...place, since: 1n, cursor: { phase: 'changed', after: 2n }, limit: 9 })(),
      queries.userViews([user(1)])(),
    ]);
  };
  before(ask);

  it('are one a question', () => {
    expect(asked).to.have.length(21);
  });

  it('pass the door of schema `read` before they take hold of any other view, so no swap can cross them', () => {
    for (const { name, sql } of asked) {
      const views = [...sql.sql.matchAll(/\bread\.(\w+)/g)].map(([, view]) => view);
      if (new Set(views).size > 1) expect(views[0], name).to.equal('progress');
    }
  });

  it('have one text a name, because the database plans a name once', () => {
    const texts = Map.groupBy(asked, ({ name }) => name);
    for (const [name, statements] of texts) {
      expect(new Set(statements.map(({ sql }) => sql.sql)).size, name).to.equal(1);
    }
  });
});
