/**
 * Measures the inbox of mentions and the counts of mentions in all channels of a guild: 500 channels with 500,000
 * messages, of which every tenth mentions a user, a role or everyone. The budget of each is 50 ms at the 99th percentile.
 */
import { isLeft } from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import { sql } from 'slonik';
import { type Mentions, NO_MENTIONS } from '#domain/message/mentions.ts';
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
import * as ruled from '#infra/workshop/testkit/governance-events.ts';
import { readSide } from '#infra/workshop/testkit/read-side.ts';
import { guildDirectory } from '#projections/guild-directory/projector.ts';
import { messageTimeline } from '#projections/message-timeline/projector.ts';
import { mentionsAfter, mentionTargets } from '#queries/message/mentions-of-viewer.ts';
import { median, quantile } from './load/quantile.ts';
import { report } from './report.ts';

const MESSAGES = Number(process.argv[2] ?? 500_000);
const CHANNELS = 500;
const MEMBERS = 500;
const ROLES = 20;
const ROUNDS = 200;
const BUDGET_MS = 50;

const G = guild(1);
const OWNER = user(1);
const VIEWER = user(2);

/** Mentions of the nth message: of users, of a role or of everyone, and mostly of nobody. */
const mentionsOf = (n: number): Mentions => {
  if (n % 10 !== 0) return NO_MENTIONS;
  if (n % 1_000 === 0) return { ...NO_MENTIONS, everyone: true };
  if (n % 50 === 0) return { ...NO_MENTIONS, roles: [ruled.role(1 + ((n / 50) % ROLES))] };
  return { ...NO_MENTIONS, users: [user(2 + ((n / 10) % MEMBERS)), user(2 + (((n / 30) % MEMBERS) | 0))] };
};

const side = await readSide();
try {
  const { write } = side.log;
  for (let n = 1; n <= MEMBERS + 2; n += 1) write(registered(user(n), `person ${n}`));
  write(guildCreated(G, OWNER, ['view_channel', 'read_message_history']));
  for (let n = 1; n <= ROLES; n += 1) write(ruled.roleCreated(G, ruled.role(n)));
  for (let n = 2; n <= MEMBERS + 1; n += 1) write(joined(G, user(n)));
  for (let n = 1; n <= 5; n += 1) write(ruled.roleGiven(G, VIEWER, ruled.role(n)));
  for (let n = 1; n <= CHANNELS; n += 1) {
    write(listed(G, channel(n)));
    write(channelCreated(G, channel(n)));
    if (n % 5 === 0) write(ruled.overwriteSet(G, channel(n), ruled.forRole(G), { deny: ['view_channel'] }));
  }
  for (let n = 1; n <= MESSAGES; n += 1)
    write(
      sent(
        { guildId: G, channelId: channel(1 + (n % CHANNELS)) },
        message(n),
        user(1 + (n % MEMBERS)),
        `what was said as number ${n} of a long day`,
        mentionsOf(n),
      ),
    );
  for (const model of [guildDirectory, messageTimeline]) await side.rebuild(model);

  const asked = { viewer: { userId: VIEWER, sessionId: session(1) }, atLeast: undefined, limit: 50 };
  const inbox = async (before: bigint | undefined): Promise<bigint | undefined> => {
    const answer = await side.queries.mentions({ ...asked, before })();
    if (isLeft(answer)) throw new Error(`no inbox: ${JSON.stringify(answer.left)}`);
    return answer.right.value.nextBefore ?? undefined;
  };
  /** Counts the mentions after a position in each channel of the viewer, as one statement. */
  const counts = async (after: bigint): Promise<number> => {
    const answer = await side.readModels.rows({
      name: 'counted-mentions',
      row: t.strict({ channel_id: t.string, mentions: t.Integer }),
      sql: countsSince(after),
    })();
    if (isLeft(answer)) throw new Error(`no counts: ${JSON.stringify(answer.left)}`);
    return answer.right.reduce((sum, { mentions }) => sum + mentions, 0);
  };
  const countsSince = (after: bigint) => sql.fragment`
    WITH own AS MATERIALIZED (${mentionTargets(VIEWER)})
    SELECT channel.channel_id, counted.mentions FROM own JOIN read.channel USING (guild_id) CROSS JOIN LATERAL (
      SELECT count(*)::integer AS mentions FROM (
        ${mentionsAfter(VIEWER, {
          channelId: sql.fragment`channel.channel_id`,
          targets: sql.fragment`own.targets`,
          after: sql.fragment`${after}::bigint`,
        })}
      ) AS one
    ) AS counted`;
  if (process.argv[3] === 'explain') {
    const plan = await side.pool.any(sql.unsafe`EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) ${countsSince(0n)}`);
    process.stdout.write(`${plan.map((row) => Object.values(row as object)[0]).join('\n')}\n`);
  }
  const timed = async (run: () => Promise<unknown>): Promise<number> => {
    const began = performance.now();
    await run();
    return performance.now() - began;
  };
  const pages: number[] = [];
  const all: number[] = [];
  let before: bigint | undefined;
  for (let round = 0; round < ROUNDS; round += 1) {
    pages.push(
      await timed(async () => {
        before = await inbox(before);
      }),
    );
    all.push(await timed(() => counts(BigInt(round % 2 === 0 ? MESSAGES / 2 : 0))));
  }
  process.stdout.write(`mentions of the viewer: ${await counts(0n)}\n`);
  const measured = (name: string, took: ReadonlyArray<number>) => [
    {
      name: `${name}, p99, of its ${BUDGET_MS} ms`,
      value: quantile(took, 0.99) / BUDGET_MS,
      unit: 'x',
      bar: { at: 'most', value: 1 } as const,
    },
    { name: `${name}, median`, value: median(took), unit: 'ms' },
    { name: `${name}, p99`, value: quantile(took, 0.99), unit: 'ms' },
  ];
  report('mentions', [
    ...measured(`a page of the inbox among ${MESSAGES} messages`, pages),
    ...measured(`the counts of ${CHANNELS} channels`, all),
  ]);
} finally {
  await side.close();
}
