import { expect } from 'chai';
import pg from 'pg';
import type { DatabasePool } from 'slonik';
import type { ChannelId, MessageId } from '#domain/kernel/ids.ts';
import { instantOf } from '#domain/kernel/instant.ts';
import { DAY_MS } from '#domain/kernel/units.ts';
import { openProjectionPool } from '#infra/database/pool.ts';
import { recordedProgress } from '#infra/operate/erasure/keep-sweeping.ts';
import { sweep } from '#infra/operate/erasure/sweep.ts';
import { adoptLog } from '#infra/read-models/adopt-log.ts';
import { prepareRegistry } from '#infra/read-models/registry.ts';
import { postgresRemovals } from '#infra/read-models/removals.ts';
import { postgresSink } from '#infra/read-models/sink.ts';
import { erasureRecord, keyGapsFound, recordKeyGap } from '#infra/read-models/vault-record.ts';
import { accepted, type House, openHouse, type Person } from '#infra/workshop/golden/logs/house.ts';
import { type FreshDatabase, freshDatabase } from '#infra/workshop/testkit/fresh-database.ts';
import { rebuild } from '#projections/engine/rebuild.ts';
import { guildDirectory } from '#projections/guild-directory/projector.ts';
import { messageTimeline } from '#projections/message-timeline/projector.ts';
import type { Finding } from './finding.ts';
import { checkReadModels } from './read-models.ts';
import { checkVault, textKeysIn } from './vault.ts';

const ADA = { username: 'ada', password: 'correct horse battery staple' };

describe('the doctor’s check of a vault', () => {
  let database: FreshDatabase;
  let client: pg.Client;
  let house: House;
  let pool: DatabasePool;
  let ada: Person;
  let channelId: ChannelId;

  const say = async (content: string): Promise<MessageId> =>
    (await accepted(house.commands.sendMessage({ ...house.by(ada), channelId, content, replyTo: null }))).messageId;
  const found = async (check: string): Promise<Finding | undefined> =>
    (await checkVault(client, textKeysIn(client))()).find((finding) => finding.check === check);

  beforeEach(async () => {
    database = await freshDatabase();
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
    house = await openHouse(database.url, instantOf(Date.now()));
    pool = await openProjectionPool(database.url);
    await prepareRegistry(pool);
    await adoptLog(pool, house.logIdentity);
    await accepted(house.commands.register({ ...house.anonymous(), ...ADA, invite: undefined }));
    ada = await accepted(house.commands.login({ ...house.anonymous(), ...ADA, device: 'a test' }));
    const { guildId } = await accepted(house.commands.createGuild({ ...house.by(ada), name: 'a guild' }));
    const talk = { guildId, name: 'talk', channelKind: 'text' as const, parentId: null };
    ({ channelId } = await accepted(house.commands.createChannel({ ...house.by(ada), ...talk })));
  });
  afterEach(async () => {
    await pool.end();
    await house.close();
    await client.end();
    await database.drop();
  });

  it('finds the keys of all texts, and takes an erased one for erased', async () => {
    for (const words of ['one', 'two']) await say(words);
    const mine = await say('a slip of the tongue');
    await accepted(house.commands.deleteMessage({ ...house.by(ada), channelId, messageId: mine }));
    expect(await found('text keys')).to.deep.include({
      state: 'ok',
      says: '2 of the newest 3 texts have their key',
    });
  });

  it('counts the texts whose keys a vault that is older than the log has never made', async () => {
    await say('has its key');
    // A process makes keys ahead, so the backup ends with the key of the newest text and not with the newest key.
    const [backup] = await textKeysIn(client)();
    for (const words of ['lost one', 'lost two']) await say(words);
    await client.query('DELETE FROM vault.content_key WHERE id > $1', [backup]);
    await client.query(`SELECT setval(pg_get_serial_sequence('vault.content_key', 'id'), $1)`, [backup]);
    expect(await found('text keys')).to.deep.include({
      state: 'fail',
      says: 'the vault is older than the log: 2 of the newest 3 texts name keys that it never made',
    });
  });

  it('tells later of the texts without keys that starts have found', async () => {
    const history = async () =>
      (
        await checkReadModels({
          feed: house.feed,
          projections: [],
          newestCut: async () => undefined,
          keyGaps: () => keyGapsFound(pool),
        })()
      ).map(({ state, check, says }) => [state, check, says]);
    expect(await history()).to.deep.equal([]);
    for (const texts of [1_200, 34]) await recordKeyGap(pool, texts);
    expect(await history()).to.deep.equal([
      [
        'warn',
        'vault history',
        '1,234 texts of the log had no key when a server started on a vault that was older than the log',
      ],
    ]);
  });

  it('counts the removals whose keys an older vault has brought back', async () => {
    for (const words of ['slip one', 'slip two']) {
      const messageId = await say(words);
      await accepted(house.commands.deleteMessage({ ...house.by(ada), channelId, messageId }));
    }
    for (const model of [messageTimeline, guildDirectory])
      await rebuild({ feed: house.feed, sink: postgresSink({ pool, url: database.url }), nowMs: Date.now })(model);
    const { logIdentity, erasures, now } = house;
    const progress = recordedProgress(house.vault.erasureProgress(logIdentity), erasureRecord(pool, logIdentity));
    const forgetMessage = async () => undefined;
    const forgetChannel = async () => undefined;
    const forgetGuild = async () => undefined;
    const sweepNow = () =>
      sweep({
        removals: postgresRemovals(pool),
        progress,
        erasures,
        forgetMessage,
        forgetChannel,
        forgetGuild,
        undoMs: DAY_MS,
        now,
      })(new AbortController().signal);
    await sweepNow();
    expect(await found('erasures')).to.deep.include({ state: 'ok', says: 'the vault knows of every erasure' });

    // An older vault knows of fewer erasures.
    await client.query('DELETE FROM vault.erasure');
    expect(await found('erasures')).to.deep.include({
      state: 'fail',
      says: 'the vault is older than its last erasure: 2 removals that were erased have their keys again',
      do: 'start the server: it erases them again before it is ready',
    });
    await sweepNow();
    expect(await found('erasures')).to.deep.include({ state: 'ok' });
  });
});
