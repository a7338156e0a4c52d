import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { Client } from 'pg';
import { BEGINNING, NO_REVISION, type Position } from '#domain/kernel/event.ts';
import { storedEvent, streamNamed, until } from '#infra/workshop/contract/log/sample-events.ts';
import { type FreshDatabase, freshDatabase } from '#infra/workshop/testkit/fresh-database.ts';
import { openPostgresEventLog } from './postgres-event-log.ts';

const WRITERS = 16;
const EVENTS_A_WRITER = 25;
const PAUSE_MAX_MS = 3;

/** Follows by "everything after the last one I saw" until the writers are done and no event is left. */
const follow = async <Place>(
  from: Place,
  readAfter: (place: Place) => Promise<ReadonlyArray<{ readonly id: string; readonly place: Place }>>,
  done: () => boolean,
): Promise<ReadonlyArray<string>> => {
  const seen: Array<string> = [];
  let last = from;
  for (;;) {
    const finished = done();
    const page = await readAfter(last);
    for (const { id, place } of page) {
      seen.push(id);
      last = place;
    }
    if (finished && page.length === 0) return seen;
  }
};

describe('sixteen writers that pause before they commit', () => {
  let database: FreshDatabase;
  const connect = async (): Promise<Client> => {
    const client = new Client({ connectionString: database.url });
    await client.connect();
    return client;
  };
  before(async () => {
    database = await freshDatabase();
  });
  after(() => database.drop());

  it('make a poller over a sequence lose events', async () => {
    const poller = await connect();
    await poller.query('CREATE TABLE naive (position bigserial PRIMARY KEY, id text NOT NULL)');
    const written: Array<string> = [];
    let writing = true;
    const seenSoFar: Array<string> = [];
    let reached = 0;
    const seen = follow(
      '0',
      async (last) => {
        const { rows } = await poller.query<{ id: string; place: string }>(
          'SELECT id, position AS place FROM naive WHERE position > $1 ORDER BY position',
          [last],
        );
        seenSoFar.push(...rows.map(({ id }) => id));
        reached = Number(rows.at(-1)?.place ?? reached);
        return rows;
      },
      () => !writing,
    );
    const write = async (
      client: Client,
      id: string,
      beforeCommit: (position: number) => Promise<unknown>,
    ): Promise<void> => {
      await client.query('BEGIN');
      const { rows } = await client.query<{ position: string }>(
        'INSERT INTO naive (id) VALUES ($1) RETURNING position',
        [id],
      );
      await beforeCommit(Number(rows[0]?.position));
      await client.query('COMMIT');
      written.push(id);
    };
    await Promise.all(
      Array.from({ length: WRITERS }, async (_, writer) => {
        const client = await connect();
        for (let n = 0; n < EVENTS_A_WRITER; n++)
          await write(client, `${writer}-${n}`, () => pause(Math.random() * PAUSE_MAX_MS));
        // This pause is not left to chance: it lasts until the poller has gone past.
        if (writer === 0)
          await write(client, 'late', async (position) => {
            const other = await connect();
            await write(other, 'later', async () => undefined);
            await other.end();
            await until(() => reached > position);
          });
        await client.end();
      }),
    );
    writing = false;
    const missed = written.filter((id) => !seenSoFar.includes(id));
    await seen;
    await poller.end();
    expect(missed).to.include('late');
  });

  it('lose no event in the log, for pollers that run beside them', async () => {
    const log = await openPostgresEventLog({
      connection: { connectionString: database.url },
      writer: true,
      dangerouslyAcceptVolatile: true,
    });
    const acknowledged: Array<{ readonly id: string; readonly position: Position }> = [];
    let writing = true;
    const poll = () =>
      follow(
        BEGINNING,
        async (last) => (await log.readAll(last, 7)).map(({ eventId, position }) => ({ id: eventId, place: position })),
        () => !writing,
      );
    const polled = Promise.all([poll(), poll()]);
    await Promise.all(
      Array.from({ length: WRITERS }, async (_, writer) => {
        for (let n = 0; n < EVENTS_A_WRITER; n++) {
          const event = storedEvent();
          const outcome = await log.append(streamNamed(`${writer}`), n + NO_REVISION, [event]);
          if (outcome.kind !== 'Appended') return expect.fail('a conflict that no writer can have caused');
          acknowledged.push({ id: event.eventId, position: outcome.position });
          await pause(Math.random() * PAUSE_MAX_MS);
        }
      }),
    );
    writing = false;
    const inOrder = acknowledged.toSorted((a, b) => Number(a.position - b.position)).map(({ id }) => id);
    expect(inOrder).to.have.length(WRITERS * EVENTS_A_WRITER);
    for (const seen of await polled) expect(seen).to.deep.equal(inOrder);
    await log.close();
  });
});
