import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliDecompressSync } from 'node:zlib';
import { expect } from 'chai';
import type { Instant } from '#domain/kernel/instant.ts';
import { apiOf, logIn } from '#infra/workshop/testkit/api-client.ts';
import { type FreshDatabase, freshDatabase } from '#infra/workshop/testkit/fresh-database.ts';
import { startServer } from '#infra/workshop/testkit/server.ts';
import { type Answers, answersOf, type ModelState } from './answers.ts';
import { type House, openHouse, openReadHouse } from './house.ts';
import { withoutLaterEntries } from './later-entries.ts';
import { restoreTables } from './tables.ts';

const FOLDER = fileURLToPath(new URL('.', import.meta.url));
/** Lies after the time of every event in a stored log. */
const TODAY = '2030-01-01T00:00:00.000Z' as Instant;
const WITHIN_MS = 180_000;

const versions = readdirSync(FOLDER, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

const storedAnswers = (version: string): Answers =>
  JSON.parse(brotliDecompressSync(readFileSync(join(FOLDER, version, 'answers.json.br'))).toString('utf8'));

/**
 * Keeps the read models that both programs build in the same version. Other versions hold other columns, so their
 * hashes say nothing.
 */
const ofTheSameVersion = (states: ReadonlyArray<ModelState>, others: ReadonlyArray<ModelState>) =>
  states.filter(({ model, version }) => others.some((other) => other.model === model && other.version === version));

const answersFrom = async (house: House, url: string, folder: string, { madeBy, viewers }: Answers) => {
  const read = await openReadHouse(house, url, folder);
  return answersOf(house, read, madeBy, viewers).finally(read.close);
};

describe('the stored logs', () => {
  it('include the log of version 0.1.0', () => {
    expect(versions).to.include('0.1.0');
  });

  for (const version of versions)
    describe(`the log of version ${version}`, function () {
      this.timeout(WITHIN_MS);
      let database: FreshDatabase;
      let home: string;
      before(async () => {
        home = await mkdtemp(join(tmpdir(), 'filament-stored-log-'));
        database = await freshDatabase();
        await restoreTables(join(FOLDER, version, 'tables.br'), database.url);
      });
      after(async () => {
        await database.drop();
        await rm(home, { recursive: true, force: true });
      });

      it('opens, rebuilds every read model, and gives the answers of its own version', async () => {
        const stored = storedAnswers(version);
        const house = await openHouse(database.url, TODAY);
        const now = await answersFrom(house, database.url, join(home, 'search'), stored).finally(house.close);
        expect(now.events).to.deep.equal(stored.events);
        expect(withoutLaterEntries(version, now.seen)).to.deep.equal(stored.seen);
        const same = ofTheSameVersion(stored.readModels, now.readModels);
        expect(ofTheSameVersion(now.readModels, stored.readModels)).to.deep.equal(same);
      });

      it('lets its users log in to a server of today', async () => {
        const server = await startServer({ databaseUrl: database.url });
        const ann = await logIn(await apiOf(server.url), 'ann');
        const { body } = await ann.api('GET', '/guilds');
        expect(JSON.stringify(body)).to.include('Old garden');
        await server.stop();
      });
    });
});
