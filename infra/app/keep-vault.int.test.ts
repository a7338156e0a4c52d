import { expect } from 'chai';
import * as TE from 'fp-ts/lib/TaskEither.js';
import pg from 'pg';
import type { DatabasePool } from 'slonik';
import type { SessionId } from '#domain/kernel/ids.ts';
import { instantOf } from '#domain/kernel/instant.ts';
import { MINUTE_MS, SECOND_MS } from '#domain/kernel/units.ts';
import { openProjectionPool } from '#infra/database/pool.ts';
import type { SweepTally } from '#infra/operate/erasure/sweep.ts';
import type { KeyGap } from '#infra/operate/vault-age/key-gap.ts';
import { adoptLog } from '#infra/read-models/adopt-log.ts';
import type { LogCut } from '#infra/read-models/log-cut.ts';
import { prepareRegistry } from '#infra/read-models/registry.ts';
import { postgresSink } from '#infra/read-models/sink.ts';
import { erasureRecord, keyGapsFound } from '#infra/read-models/vault-record.ts';
import { accepted, type House, openHouse, type Person } from '#infra/workshop/golden/logs/house.ts';
import { type FreshDatabase, freshDatabase } from '#infra/workshop/testkit/fresh-database.ts';
import { rebuild } from '#projections/engine/rebuild.ts';
import { guildDirectory } from '#projections/guild-directory/projector.ts';
import { sessionList } from '#projections/session-list/projector.ts';
import { keepVault } from './keep-vault.ts';
import { type ProcessRole, partOf } from './roles.ts';

const ADA = { username: 'ada', password: 'correct horse battery staple' };
const STRAY = '01BX5ZZKBKACTAV9WEVGE00001' as SessionId;
const YOUNG = '01BX5ZZKBKACTAV9WEVGE00002' as SessionId;
const EVERY_ROLE: ReadonlyArray<ProcessRole> = ['api', 'gateway', 'projector'];

describe('the vault at the start of a server', () => {
  let database: FreshDatabase;
  let client: pg.Client;
  let house: House;
  let pool: DatabasePool;
  let lineage: string;
  /** Everything that the operator is told. */
  let told: Array<readonly [string, unknown]>;
  let stopped: AbortController;

  const logIn = (): Promise<Person> =>
    accepted(house.commands.login({ ...house.anonymous(), ...ADA, device: 'a test' }));
  const build = (model: typeof sessionList | typeof guildDirectory) =>
    rebuild({ feed: house.feed, sink: postgresSink({ pool, url: database.url }), nowMs: Date.now })(model);
  const sessions = async (): Promise<ReadonlyArray<string>> =>
    (await client.query<{ session_id: string }>('SELECT session_id FROM vault.token_family')).rows.map(
      ({ session_id }) => session_id,
    );
  const startFamily = async (sessionId: SessionId, { userId }: Person): Promise<void> => {
    await house.vault.credentials.startFamily(sessionId, userId, `${sessionId} hash`, house.now())();
  };

  type Case = {
    readonly roles?: ReadonlyArray<ProcessRole>;
    readonly gap?: KeyGap;
    readonly cut?: LogCut;
    readonly sessionIsLive?: House['sessionIsLive'];
    readonly sweeping?: () => Promise<SweepTally>;
  };
  /** Starts as a server does, and stops at once when it is ready. */
  const start = async ({ roles = EVERY_ROLE, gap, cut, sessionIsLive, sweeping }: Case = {}): Promise<void> => {
    const heard = (what: string) => (value: unknown) => void told.push([what, value]);
    const stop = await keepVault({
      part: partOf(roles, 'postgres:'),
      words: {
        vaultOlder: heard('older'),
        vaultBroughtBack: heard('brought back'),
        straysEnded: heard('strays'),
        erasure: { swept: heard('swept'), failed: heard('failed') },
      },
      registry: { pool, lineage, cut },
      vault: house.vault,
      gap,
      sessionIsLive: sessionIsLive ?? house.sessionIsLive,
      now: house.now,
      sweepWith: () => sweeping ?? (async () => ({ messages: 0, channels: 0 })),
      stop: stopped.signal,
    });
    await stop();
  };

  beforeEach(async () => {
    told = [];
    stopped = new AbortController();
    database = await freshDatabase();
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
    house = await openHouse(database.url, instantOf(Date.now()));
    pool = await openProjectionPool(database.url);
    await prepareRegistry(pool);
    ({ lineage } = await adoptLog(pool, house.logIdentity));
    await accepted(house.commands.register({ ...house.anonymous(), ...ADA, invite: undefined }));
  });
  afterEach(async () => {
    await pool.end();
    await house.close();
    await client.end();
    await database.drop();
  });

  it('ends the sessions that the log does not know, and no other', async () => {
    const listed = await logIn();
    const over = await logIn();
    await accepted(house.commands.revokeSession({ ...house.by(listed), target: over.sessionId }));
    await build(sessionList);
    const unlisted = await logIn();
    await startFamily(STRAY, listed);
    // An older vault brings a session back that the log knows as ended.
    await startFamily(over.sessionId, over);
    house.passTime(SECOND_MS);
    await start();
    expect(await sessions()).to.have.members([listed.sessionId, unlisted.sessionId]);
    expect(told).to.deep.include(['strays', 2]);
  });

  it('leaves a young session alone while another process may be at its login', async () => {
    const ada = await logIn();
    await build(sessionList);
    await startFamily(STRAY, ada);
    house.passTime(MINUTE_MS);
    await startFamily(YOUNG, ada);
    house.passTime(SECOND_MS);
    await start({ roles: ['api'] });
    expect(await sessions()).to.have.members([ada.sessionId, YOUNG]);
    expect(told).to.deep.include(['strays', 1]);
  });

  it('keeps a session that the log cannot judge now', async () => {
    const ada = await logIn();
    await build(sessionList);
    await startFamily(STRAY, ada);
    house.passTime(SECOND_MS);
    await start({ sessionIsLive: () => TE.left({ kind: 'StoreUnavailable', why: 'the store is away' }) });
    expect(await sessions()).to.have.members([ada.sessionId, STRAY]);
    await start();
    expect(await sessions(), 'at the next start').to.have.members([ada.sessionId]);
  });

  it('that is older than the log makes no second key for a user, and the texts without keys are counted', async () => {
    await build(sessionList);
    await build(guildDirectory);
    await client.query('DELETE FROM vault.user_key');
    await start({ gap: { after: 1, newest: 4, texts: 3 } });
    expect(told).to.deep.include(['older', { texts: 3, users: 1 }]);
    expect(await keyGapsFound(pool)).to.deep.equal({ gaps: 1, texts: 3 });
    const { rows } = await client.query('SELECT secret FROM vault.user_key');
    expect(rows).to.deep.equal([{ secret: null }]);
  });

  describe('is swept before the server is ready', () => {
    const TALLY: SweepTally = { messages: 2, channels: 0 };
    /** The words that are told before the first sweep ends, which the hourly ones follow. */
    const firstTold = async (how: Case): Promise<unknown> => {
      await build(sessionList);
      await start({ ...how, sweeping: async () => TALLY });
      return told.filter(([what]) => what !== 'strays');
    };

    it('when it knows of fewer erasures than are recorded', async () => {
      await erasureRecord(pool, lineage).reached('authors', 7n);
      expect(await firstTold({})).to.deep.equal([
        ['brought back', TALLY],
        ['swept', TALLY],
      ]);
    });

    it('when the log was cut back', async () => {
      const place = { position: 1n, at: undefined };
      const cut = { before: place, now: place, common: undefined, lost: undefined };
      expect(await firstTold({ cut })).to.deep.equal([
        ['swept', TALLY],
        ['swept', TALLY],
      ]);
    });

    it('and at no other start, when the hourly sweep is enough', async () => {
      expect(await firstTold({})).to.deep.equal([['swept', TALLY]]);
    });
  });
});
