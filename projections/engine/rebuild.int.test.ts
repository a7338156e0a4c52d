import { expect } from 'chai';
import { sql } from 'slonik';
import { openProjectionPool } from '#infra/database/pool.ts';
import { postgresSink } from '#infra/read-models/sink.ts';
import {
  channel,
  channelCreated,
  edited,
  guild,
  guildCreated,
  listed,
  message,
  registered,
  sent,
  session,
  user,
} from '#infra/workshop/testkit/community-events.ts';
import { type ReadSide, readSide } from '#infra/workshop/testkit/read-side.ts';
import { writtenLog } from '#infra/workshop/testkit/written-log.ts';
import { rebuild, verify } from '#projections/engine/rebuild.ts';
import { ensureBuilt } from '#projections/engine/start.ts';
import { messageTimeline } from '#projections/message-timeline/projector.ts';
import { AlreadyBuilding } from '#projections/ports/sink.ts';
import { tableModels } from '#projections/registry.ts';

const general = { guildId: guild(1), channelId: channel(1) };
const viewer = { userId: user(1), sessionId: session(1) };

const begin = async (messages: number): Promise<ReadSide> => {
  const log = writtenLog();
  log.write(registered(user(1), 'ada'));
  log.write(guildCreated(guild(1), user(1)));
  log.write(listed(guild(1), channel(1)));
  log.write(channelCreated(guild(1), channel(1)));
  for (let n = 1; n <= messages; n++) log.write(sent(general, message(n), user(1)));
  return readSide(log);
};

/** The schema of a generation of today's version. */
const generationNamed = (generation: number): string =>
  `rm_message_timeline_v${messageTimeline.version}_g${generation}`;

const generationsOf = async (side: ReadSide) =>
  (await side.sink.generations()).filter(({ model }) => model === messageTimeline.name);

const schemasOf = (side: ReadSide) =>
  side.pool.anyFirst(sql.unsafe`
    SELECT nspname::text FROM pg_namespace WHERE nspname LIKE 'rm_message_timeline%' ORDER BY nspname`);

describe('a rebuild', () => {
  let side: ReadSide;
  beforeEach(async () => {
    side = await begin(3_000);
    for (const model of tableModels) await side.rebuild(model);
  });
  afterEach(() => side.close());

  it('lets posting and reading go on: no read fails, and none goes back in time', async () => {
    side.project();
    await side.settled();
    let busy = true;
    let written = 3_000;

    const posting = async () => {
      while (busy) {
        written++;
        side.log.write(sent(general, message(written), user(1)));
        const position = side.log.write(edited(general, message(written - 100), `edit ${written}`));
        // Writes as fast as the live projection follows, so that the race lasts as long as the rebuild.
        await side.progress.waitFor([messageTimeline.name], position - 50n);
      }
    };
    const reading = async () => {
      let newest = '';
      let through = 0n;
      let reads = 0;
      while (busy) {
        const answer = await side.queries.channelMessages({
          ...general,
          viewer,
          atLeast: undefined,
          limit: 5,
          before: undefined,
        })();
        if (answer._tag === 'Left') throw new Error(`a read failed: ${JSON.stringify(answer.left)}`);
        const first = answer.right.value.messages[0]?.messageId ?? '';
        if (answer.right.through < through || first < newest) {
          throw new Error(`a read went back from ${newest} at ${through} to ${first} at ${answer.right.through}`);
        }
        newest = first;
        through = answer.right.through;
        reads++;
      }
      return reads;
    };

    const others = [posting(), reading(), reading(), reading()];
    try {
      // As another process would: it shares the database and the log with the serving side, and nothing else.
      const pool = await openProjectionPool(side.url);
      try {
        const elsewhere = { feed: side.log.feed, sink: postgresSink({ pool, url: side.url }), nowMs: Date.now };
        for (let round = 0; round < 2; round++) {
          for (const model of tableModels) {
            const { before, after } = await rebuild(elsewhere)(model);
            expect(after).to.deep.equal(before);
          }
        }
      } finally {
        await pool.end();
      }
    } finally {
      busy = false;
    }
    const [, ...reads] = await Promise.all(others);
    expect(Math.min(...reads.map(Number))).to.be.greaterThan(0);

    await side.settled();
    for (const model of tableModels) {
      const { equal, live, rebuilt } = await side.verify(model);
      expect(
        equal,
        JSON.stringify({ live, rebuilt }, (_, v) => (typeof v === 'bigint' ? `${v}` : v)),
      ).to.equal(true);
    }
  }).timeout(120_000);

  it('leaves one generation, and no tables of another', async () => {
    await side.rebuild(messageTimeline);
    expect(await generationsOf(side)).to.deep.include.members([
      {
        model: 'message-timeline',
        version: messageTimeline.version,
        generation: 2,
        name: generationNamed(2),
        status: 'active',
        position: 3_004n,
        lineage: null,
        last: { eventId: side.log.events.at(-1)?.eventId, at: side.log.events.at(-1)?.metadata.time, count: 3_004 },
      },
    ]);
    expect(await schemasOf(side)).to.deep.equal([generationNamed(2)]);
  });

  it('reports how far it has come', async () => {
    const told: bigint[] = [];
    await side.rebuild(messageTimeline, {
      onProgress: ({ position, head, events, eventsPerSecond }) => {
        expect(head).to.equal(3_004n);
        expect(eventsPerSecond).to.be.greaterThan(0);
        expect(BigInt(events)).to.equal(position);
        told.push(position);
      },
    });
    expect(told).to.deep.equal([2_000n, 3_004n]);
  });

  it('refuses a second rebuild of the same read model meanwhile, and lets others run', async () => {
    let second: unknown;
    await side.sink.beside(messageTimeline, async () => {
      second = await side.rebuild(messageTimeline).catch((error: unknown) => error);
      for (const model of tableModels) if (model !== messageTimeline) await side.rebuild(model);
    });
    expect(second).to.be.instanceOf(AlreadyBuilding);
  });

  it('makes a server that starts meanwhile wait', async () => {
    const newer = { ...messageTimeline, version: messageTimeline.version + 1 };
    const begun = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    const building = side.sink.beside(newer, async (beside) => {
      begun.resolve();
      await goOn.promise;
      return beside.swap(async function* () {});
    });
    await begun.promise;
    let waits = 0;
    const start = ensureBuilt({
      feed: side.log.feed,
      sink: side.sink,
      nowMs: Date.now,
      pause: async () => {
        waits++;
        goOn.resolve();
        await building;
      },
    });
    await start(newer);
    expect(waits).to.equal(1);
    expect((await side.sink.active(newer))?.generation).to.equal(2);
    expect(await side.sink.active(messageTimeline)).to.equal(undefined);
  });

  it('makes a starting server wait until the server is stopped', async () => {
    const newer = { ...messageTimeline, version: messageTimeline.version + 1 };
    const stop = new AbortController();
    const start = ensureBuilt({
      feed: side.log.feed,
      sink: side.sink,
      nowMs: Date.now,
      pause: async () => stop.abort(),
    });
    const outcome = await side.sink.beside(newer, () =>
      start(newer, { signal: stop.signal }).then(
        () => 'built',
        (error: Error) => error.name,
      ),
    );
    expect(outcome).to.equal('AbortError');
  });

  it('leaves the old generation active when it is killed, and the next rebuild removes its leftovers', async () => {
    const pool = await openProjectionPool(side.url);
    // The backend ends in the middle of the work, so that the builder cannot remove its own leftovers.
    const shoot = (): Promise<unknown> =>
      side.pool.query(sql.unsafe`
        SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND database = (
          SELECT oid FROM pg_database WHERE datname = current_database()
        )`);
    try {
      const elsewhere = postgresSink({ pool, url: side.url });
      const killed = elsewhere.beside(messageTimeline, async (beside) => {
        await shoot();
        await beside.finish();
      });
      expect(await killed.catch((error: unknown) => error)).to.be.instanceOf(Error);
    } finally {
      await pool.end();
    }
    expect((await generationsOf(side)).map(({ status }) => status)).to.deep.equal(['active', 'building']);
    expect(
      (await side.queries.channelMessages({ ...general, viewer, atLeast: undefined, limit: 1, before: undefined })())
        ._tag,
    ).to.equal('Right');

    await side.rebuild(messageTimeline);
    expect(await schemasOf(side)).to.deep.equal([generationNamed(2)]);
    expect((await generationsOf(side)).map(({ status }) => status)).to.deep.equal(['active']);
  });

  it('leaves the readers their rows when it is aborted', async () => {
    const stop = new AbortController();
    const aborted = side.rebuild(messageTimeline, { signal: stop.signal, onProgress: () => stop.abort() });
    expect(await aborted.catch((error: unknown) => error)).to.be.instanceOf(Error);
    expect((await side.sink.active(messageTimeline))?.generation).to.equal(1);
    expect(await schemasOf(side)).to.deep.equal([generationNamed(1)]);
  });
});

describe('a verification', () => {
  let side: ReadSide;
  before(async () => {
    side = await begin(2_500);
    for (const model of tableModels) await side.rebuild(model);
    side.project();
  });
  after(() => side.close());

  it('finds the active generation equal to a rebuilt one while the log grows', async () => {
    let busy = true;
    const posting = (async () => {
      for (let n = 2_501; busy; n++) {
        const position = side.log.write(sent(general, message(n), user(1)));
        await side.progress.waitFor([messageTimeline.name], position - 50n);
      }
    })();
    try {
      for (const model of tableModels) expect((await side.verify(model)).equal, model.name).to.equal(true);
    } finally {
      busy = false;
    }
    await posting;
  }).timeout(120_000);

  it('names the table in which somebody altered a row by hand', async () => {
    await side.settled();
    const active = await side.sink.active(messageTimeline);
    await side.pool.query(sql.unsafe`
      UPDATE ${sql.identifier([active?.name ?? '', 'message'])} SET content = 'I never said that'
      WHERE message_id = ${message(7)}`);
    const { equal, live, rebuilt } = await side.verify(messageTimeline);
    expect(equal).to.equal(false);
    expect(live.filter((hash, at) => hash.sha256 !== rebuilt[at]?.sha256).map(({ table }) => table)).to.deep.equal([
      'message',
    ]);
  });

  it('leaves no schema behind', async () => {
    await verify({ feed: side.log.feed, sink: side.sink, nowMs: Date.now })(messageTimeline);
    expect(await schemasOf(side)).to.have.length(1);
  });
});
