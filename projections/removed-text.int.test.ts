import { expect } from 'chai';
import * as t from 'io-ts';
import { sql } from 'slonik';
import { ERASED } from '#domain/kernel/erasable.ts';
import { column } from '#infra/database/statement.ts';
import {
  channel,
  channelCreated,
  channelDeleted,
  channelErased,
  deleted,
  edited,
  guild,
  guildCreated,
  guildDeleted,
  joined,
  kicked,
  listed,
  message,
  reacted,
  registered,
  sent,
  user,
} from '#infra/workshop/testkit/community-events.ts';
import { type ReadSide, readSide } from '#infra/workshop/testkit/read-side.ts';
import { messageTimeline } from '#projections/message-timeline/projector.ts';
import { tableModels } from '#projections/registry.ts';

const talk = { guildId: guild(1), channelId: channel(1) };
const short = { guildId: guild(1), channelId: channel(2) };
const lost = { guildId: guild(2), channelId: channel(3) };

/** Reads every table of the database but those of Postgres itself, and answers the tables that hold the text. */
const tablesWith = async ({ pool }: ReadSide, text: string): Promise<ReadonlyArray<string>> => {
  const tables = await column(
    pool,
    t.string,
    sql.fragment`
      SELECT format('%I.%I', schemaname, tablename) AS value FROM pg_catalog.pg_tables
      WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
  );
  const holding = await Promise.all(
    tables.map((table) =>
      column(
        pool,
        t.string,
        sql.fragment`
          SELECT ${table} AS value
          WHERE position(${text} IN table_to_xml(${table}::regclass, true, false, '')::text) > 0`,
      ),
    ),
  );
  return holding.flat();
};

describe('a text that was removed', () => {
  let side: ReadSide;
  beforeEach(async () => {
    side = await readSide();
    const { log } = side;
    for (const n of [1, 2]) log.write(registered(user(n), `person ${n}`));
    for (const n of [1, 2]) log.write(guildCreated(guild(n), user(1)));
    log.write(joined(guild(1), user(2)));
    for (const at of [talk, short, lost]) {
      log.write(listed(at.guildId, at.channelId));
      log.write(channelCreated(at.guildId, at.channelId));
    }
    log.write(sent(talk, message(1), user(2), 'words before the edit'));
    log.write(sent(talk, message(2), user(2), '**words of the deleted**'));
    log.write(sent(talk, message(7), user(2), 'words before a deletion'));
    log.write(reacted(talk, message(2), user(1), '👍'));
    log.write(sent(short, message(3), user(2), 'words in the channel'));
    log.write(sent(lost, message(4), user(1), 'words in the guild'));
    log.write(sent(talk, message(5), user(1), 'words that stay'));
  });
  afterEach(() => side.close());

  const removed = [
    'before a deletion',
    'edited before it',
    'of the deleted',
    'in the channel',
    'in the guild',
    'deleted at once',
  ];
  const kept = async () => (await Promise.all(removed.map((text) => tablesWith(side, `words ${text}`)))).flat();
  const remove = () => {
    const { log } = side;
    log.write(edited(talk, message(1), 'words after it'));
    log.write(deleted(talk, message(2), user(1)));
    log.write(edited(talk, message(7), 'words edited before it'));
    log.write(deleted(talk, message(7), user(1)));
    log.write(channelDeleted(short.guildId, short.channelId));
    log.write(channelErased(short.guildId, short.channelId));
    log.write(guildDeleted(lost.guildId));
    log.write(sent(talk, message(6), user(2), 'words deleted at once'));
    log.write(deleted(talk, message(6), user(2)));
  };

  it('is in no table of any read model, once its removal was applied', async () => {
    for (const model of tableModels) await side.rebuild(model);
    expect(await kept()).to.have.length(4);
    side.project();
    remove();
    await side.settled();
    expect(await kept()).to.deep.equal([]);
    for (const text of ['words before the edit', 'words that stay'])
      expect(await tablesWith(side, text)).to.have.length(1);
    // The present text stands in the message and among its versions.
    expect(await tablesWith(side, 'words after it')).to.have.length(2);
  });

  it('is in no table of a generation that a rebuild leaves behind', async () => {
    await side.rebuild(messageTimeline);
    await side.rebuild(messageTimeline);
    side.project([messageTimeline]);
    remove();
    await side.settled([messageTimeline]);
    expect(await kept()).to.deep.equal([]);
    expect(await tablesWith(side, 'words that stay')).to.have.length(1);
  });

  it('is in no table after a rebuild, when its key was destroyed', async () => {
    side.log.write(kicked(guild(1), user(2), user(1)));
    const rebuilt = async () => {
      for (const model of tableModels) await side.rebuild(model);
      return (await Promise.all(['words that stay', 'spam', 'person 2'].map((text) => tablesWith(side, text)))).flat();
    };
    expect(await rebuilt()).to.have.length(3);
    // The log reads a sealed field as erased from the moment at which its key is gone.
    for (const { event } of side.log.events)
      for (const field of ['content', 'reason', 'username'])
        if (field in event.data) Object.assign(event.data, { [field]: ERASED });
    expect(await rebuilt()).to.deep.equal([]);
  });
});
