/**
 * Measures the question for all unread numbers of a user: a guild of 500 channels with 500,000 messages. The budget is
 * 50 ms at the 99th percentile. One user has read most channels, one has read nothing, one joined after all messages,
 * and one was a member before the store of markers was made.
 */
import { isLeft } from 'fp-ts/lib/Either.js';
import pg from 'pg';
import type { UserId } from '#domain/kernel/ids.ts';
import { type Instant, instantOf } from '#domain/kernel/instant.ts';
import { openPersonal } from '#infra/personal/open-personal.ts';
import { adoptLog } from '#infra/read-models/adopt-log.ts';
import {
  channel,
  channelCreated,
  guild,
  guildCreated,
  joined,
  listed,
  message,
  registered,
  sent,
  session,
  user,
} from '#infra/workshop/testkit/community-events.ts';
import { readSide } from '#infra/workshop/testkit/read-side.ts';
import { guildDirectory } from '#projections/guild-directory/projector.ts';
import { messageTimeline } from '#projections/message-timeline/projector.ts';
import { median, quantile } from './load/quantile.ts';
import { report } from './report.ts';

const CHANNELS = 500;
const MESSAGES = Number(process.argv[2] ?? 500_000);
const ROUNDS = 200;
const BUDGET_MS = 50;
const P99 = 0.99;
const UNREAD_BY_A_READER = 3;
const FROM_MS = Date.UTC(2026, 1, 1);
const at = (n: number): Instant => instantOf(FROM_MS + n);

const side = await readSide();
const client = new pg.Client({ connectionString: side.url });
await client.connect();
try {
  const { write } = side.log;
  const [owner, reader, newcomer, veteran, latecomer] = [user(1), user(2), user(3), user(4), user(5)];
  for (const [n, id] of [owner, reader, newcomer, veteran, latecomer].entries()) write(registered(id, `person ${n}`));
  write(guildCreated(guild(1), owner), { time: at(0) });
  for (const id of [reader, newcomer, veteran]) write(joined(guild(1), id), { time: at(0) });
  for (let c = 1; c <= CHANNELS; c += 1) {
    write(listed(guild(1), channel(c)));
    write(channelCreated(guild(1), channel(c)));
  }
  for (let n = 1; n <= MESSAGES; n += 1) {
    const event = sent(
      { guildId: guild(1), channelId: channel(1 + (n % CHANNELS)) },
      message(n),
      owner,
      'a few words of talk',
    );
    write({ ...event, data: { ...event.data, sentAt: at(n) } });
  }
  write(joined(guild(1), latecomer), { time: at(MESSAGES) });
  for (const model of [guildDirectory, messageTimeline]) await side.rebuild(model);
  // A running database does so within a minute.
  await client.query('VACUUM (ANALYZE)');
  // The store of markers comes to the messages, as with an upgrade. The other users have it from the first message on.
  await adoptLog(side.pool, 'the log');
  await (await openPersonal({ connectionString: side.url }, true)).close();
  const upgraded = await client.query('SELECT at, position FROM personal.beginning');
  const begin = (time: Instant, position: string | number): Promise<unknown> =>
    client.query('UPDATE personal.beginning SET at = $1, position = $2', [time, position]);
  await begin(at(0), -1);
  await client.query(
    `INSERT INTO personal.read_marker (user_id, channel_id, message_id, sent_at)
     SELECT $1, channel_id, message_id, sent_at FROM (
       SELECT *, row_number() OVER (PARTITION BY channel_id ORDER BY sent_position DESC) AS nth FROM read.message
     ) AS newest WHERE nth = $2`,
    [reader, UNREAD_BY_A_READER + 1],
  );

  const ask = async (userId: UserId): Promise<number> => {
    const question = { viewer: { userId, sessionId: session(1) }, atLeast: undefined, channels: undefined };
    const answer = await side.queries.readState(question)();
    if (isLeft(answer)) throw new Error(`no read state: ${JSON.stringify(answer.left)}`);
    return answer.right.value.unread.length;
  };
  const timed = async (
    userId: UserId,
  ): Promise<{ readonly channels: number; readonly took: ReadonlyArray<number> }> => {
    const took: number[] = [];
    let channels = await ask(userId);
    for (let round = 0; round < ROUNDS; round += 1) {
      const began = performance.now();
      channels = await ask(userId);
      took.push(performance.now() - began);
    }
    process.stdout.write(`${channels} channels: median ${median(took).toFixed(1)} ms\n`);
    return { channels, took };
  };
  const [read, unread, late] = [await timed(reader), await timed(newcomer), await timed(latecomer)];
  await begin(upgraded.rows[0].at, upgraded.rows[0].position);
  const old = await timed(veteran);
  const channels = [read, unread, late, old].map((one) => one.channels);
  if (channels.join() !== [CHANNELS, CHANNELS, 0, 0].join()) throw new Error(`wrong numbers: ${channels}`);
  const of = `unread in ${CHANNELS} channels with ${MESSAGES} messages`;
  const named = (who: string, took: ReadonlyArray<number>) => [
    {
      name: `${of}, ${who}, p99`,
      value: quantile(took, P99),
      unit: 'ms',
      bar: { at: 'most', value: BUDGET_MS },
    } as const,
    { name: `${of}, ${who}, median`, value: median(took), unit: 'ms' },
  ];
  report('unread', [
    ...named('most read', read.took),
    ...named('nothing read', unread.took),
    ...named('joined after all messages', late.took),
    ...named('a member from before the store', old.took),
  ]);
} finally {
  await client.end();
  await side.close();
}
