/**
 * Measures the largest snapshot that a client starts from: 100 guilds of 200 channels. The time runs from the question
 * to the bytes for the socket. The budget is 50 ms and 4 MiB. The first question of a process reads all guilds from the
 * database, and later ones find them in memory.
 */

import { isLeft } from 'fp-ts/lib/Either.js';
import { instantOf } from '#domain/kernel/instant.ts';
import { frameBytes } from '#gateway/dispatch/frame-bytes.ts';
import { encodeServerFrame } from '#gateway/protocol/envelope.ts';
import { FIRST_SETTINGS } from '#gateway/protocol/settings.ts';
import { presentReady } from '#gateway/ws/greet.ts';
import {
  channel,
  channelCreated,
  guild,
  guildCreated,
  joined,
  listed,
  registered,
  session,
  user,
} from '#infra/workshop/testkit/community-events.ts';
import { readSide } from '#infra/workshop/testkit/read-side.ts';
import { guildDirectory } from '#projections/guild-directory/projector.ts';
import { makeQueries } from '#queries/make-queries.ts';
import type { Queries } from '#queries/queries.ts';
import { absentSearch } from '#queries/search/absent-search.ts';
import { median } from './load/quantile.ts';
import { report } from './report.ts';

const GUILDS = 100;
const CHANNELS = 200;
const ROUNDS = Number(process.argv[2] ?? 30);
const BUDGET_MS = 50;
const BUDGET_BYTES = 4 * 1_024 * 1_024;

const side = await readSide();
try {
  const { write } = side.log;
  const [owner, viewer] = [user(1), user(2)];
  for (const [n, id] of [owner, viewer].entries()) write(registered(id, `person ${n}`));
  for (let g = 1; g <= GUILDS; g += 1) {
    write(guildCreated(guild(g), owner));
    write(joined(guild(g), viewer));
    for (let c = 1; c <= CHANNELS; c += 1) {
      const id = channel(g * CHANNELS + c);
      write(listed(guild(g), id));
      const made = channelCreated(guild(g), id);
      write({ ...made, data: { ...made.data, name: `a-channel-of-the-guild-${c}`.padEnd(32, '-') } });
    }
  }
  await side.rebuild(guildDirectory);

  const ask = async (queries: Queries): Promise<Buffer> => {
    const answer = await queries.ready({
      viewer: { userId: viewer, sessionId: session(1) },
      atLeast: undefined,
    })();
    if (isLeft(answer)) throw new Error(`no snapshot: ${JSON.stringify(answer.left)}`);
    const d = {
      ...presentReady(
        { ...answer.right.value, unread: [], followed: [], settings: FIRST_SETTINGS, seen: { presences: [] } },
        instantOf(Date.now()),
      ),
      resume_token: 'a token',
    };
    return frameBytes(encodeServerFrame({ t: 'ready', d }));
  };
  /** Asks as a process does that has just started: without a guild in memory. */
  const coldQueries = (): Queries =>
    makeQueries({
      models: side.readModels,
      search: absentSearch({ kind: 'SearchUnavailable', why: 'this bench has no search index' }),
      progress: side.progress,
      now: () => instantOf(Date.now()),
      undoMs: 0,
    });
  const cold: Array<number> = [];
  const took: Array<number> = [];
  let bytes = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [queries, times] of [
      [coldQueries(), cold],
      [side.queries, took],
    ] as const) {
      const began = performance.now();
      bytes = (await ask(queries)).length;
      times.push(performance.now() - began);
    }
  }
  const of = `ready of ${GUILDS} guilds of ${CHANNELS} channels`;
  report('ready', [
    {
      name: `${of}, median, of its ${BUDGET_MS} ms`,
      value: median(took) / BUDGET_MS,
      unit: 'x',
      bar: { at: 'most', value: 1 },
    },
    { name: `${of}, of its 4 MiB`, value: bytes / BUDGET_BYTES, unit: 'x', bar: { at: 'most', value: 1 } },
    { name: `${of}, median`, value: median(took), unit: 'ms' },
    { name: `${of}, none of them in memory, median`, value: median(cold), unit: 'ms' },
    { name: `${of}, none of them in memory, fastest`, value: Math.min(...cold), unit: 'ms' },
  ]);
} finally {
  await side.close();
}
