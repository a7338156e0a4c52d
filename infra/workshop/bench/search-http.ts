/**
 * Measures searches over HTTP with everything on: token, rate limits, query language, readable channels, index, gate,
 * snippets. The peer is the same index in this process with nothing around it. A search without a hit is repeated for
 * similar spellings on both sides.
 * The server runs first, and then its index is opened in place. Searches are drawn from the texts.
 *
 * `search-http.ts [file] [questions]`
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type GenerationIndex, SearchTooSlow } from '#infra/search/generation-index.ts';
import { indexPath, readActive } from '#infra/search/search-folder.ts';
import { searchModule } from '#infra/search/search-module.ts';
import { claim } from '#infra/workshop/chaos/community.ts';
import { insist } from '#infra/workshop/chaos/poster.ts';
import { environmentOf, serverProcess } from '#infra/workshop/chaos/server-process.ts';
import { conversationFile } from '#infra/workshop/testkit/conversation.ts';
import { freePort } from '#infra/workshop/testkit/free-port.ts';
import { queryOf } from './load/compared.ts';
import { chances, type Drawn, drawing } from './load/drawn.ts';
import { type Heard, heardIn } from './load/heard.ts';
import { type HttpConnection, httpConnection } from './load/http-connection.ts';
import { quantile } from './load/quantile.ts';
import { report } from './report.ts';

const QUESTIONS = Number(process.argv[3] ?? 500);
const ROUNDS = 3;
const LIMIT = 25;
const RATIO_MAX = 2.5;
const LOOK_EVERY_MS = 250;
const CLI = join(import.meta.dirname, '..', '..', 'cli', 'filament.ts');

type Named = { readonly [name: string]: string };
type SearchedGuild = {
  readonly token: string;
  readonly guild: string;
  readonly channels: Named;
  readonly people: Named;
};

const native = searchModule();
if ('missing' in native) throw new Error(native.missing);
const file = process.argv[2] ?? (await conversationFile());
const home = await mkdtemp(join(tmpdir(), 'filament-bench-search-'));
const port = await freePort();
const server = serverProcess(home, port);

const importAll = async (): Promise<void> => {
  const child: ChildProcess = spawn(process.execPath, [CLI, 'import', file, '--guild', 'Bench', '--json'], {
    env: environmentOf(home, port),
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error('the import failed');
};

const allPages = async <A>(path: string, token: string, list: string, key: (entry: A) => readonly [string, string]) => {
  const named: Record<string, string> = {};
  let after: string | null = '';
  while (after !== null) {
    const page: unknown = await insist(`${server.url}${path}${after === '' ? '' : `&after=${after}`}`, 'GET', {
      token,
    });
    const { [list]: entries, next_after } = page as { [list: string]: ReadonlyArray<A> } & {
      next_after: string | null;
    };
    for (const [name, id] of (entries ?? []).map(key)) named[name] = id;
    after = next_after ?? null;
  }
  return named;
};

const settle = async (): Promise<SearchedGuild> => {
  const token = (await claim(server)).token();
  await importAll();
  const { guilds } = (await insist(`${server.url}/guilds`, 'GET', { token })) as {
    readonly guilds: ReadonlyArray<{ readonly guild_id: string }>;
  };
  const guild = guilds[0]?.guild_id ?? '';
  type Channel = { readonly name: string; readonly channel_id: string };
  type Member = { readonly user: { readonly username: string; readonly user_id: string } };
  return {
    token,
    guild,
    channels: await allPages<Channel>(`/guilds/${guild}/channels?`.slice(0, -1), token, 'channels', (one) => [
      one.name,
      one.channel_id,
    ]),
    people: await allPages<Member>(`/guilds/${guild}/members?limit=200`, token, 'members', ({ user }) => [
      user.username,
      user.user_id,
    ]),
  };
};

/** Waits until the index holds the imported messages, by waiting for the position of a later command. */
const searchable = async ({ token, guild }: SearchedGuild): Promise<void> => {
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
  const body = JSON.stringify({ name: 'last', kind: 'text' });
  const made = await fetch(`${server.url}/guilds/${guild}/channels`, { method: 'POST', headers, body });
  const atLeast = {
    Authorization: `Bearer ${token}`,
    'Filament-At-Least': made.headers.get('filament-position') ?? '',
  };
  for (;;) {
    const answer = await fetch(`${server.url}/guilds/${guild}/search?q=the&limit=1`, { headers: atLeast });
    const said = await answer.text();
    if (answer.status === 200 && answer.headers.get('filament-stale') === null) return;
    if (answer.status !== 200 && answer.status !== 503) throw new Error(said);
    await pause(LOOK_EVERY_MS);
  }
};

/** Measures each question once a round. The fastest round counts, so that other processes do not distort the result. */
const measure = async (questions: ReadonlyArray<Drawn>, put: (drawn: Drawn) => Promise<void>): Promise<number[]> => {
  const best = questions.map(() => Number.POSITIVE_INFINITY);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [at, drawn] of questions.entries()) {
      const since = performance.now();
      await put(drawn);
      best[at] = Math.min(best[at] ?? Number.POSITIVE_INFINITY, performance.now() - since);
    }
  }
  return best;
};

const overHttp =
  (connection: HttpConnection, { token, guild }: SearchedGuild) =>
  async ({ text }: Drawn): Promise<void> => {
    const path = `/guilds/${guild}/search?${new URLSearchParams({ q: text, limit: String(LIMIT), sort: 'newest' })}`;
    const status = await connection.ask(
      `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${token}\r\n\r\n`,
    );
    if (status !== 200 && status !== 503) throw new Error(`${text} was answered ${status}`);
  };

const inProcess =
  (index: GenerationIndex, place: SearchedGuild, heard: Heard) =>
  async (drawn: Drawn): Promise<void> => {
    const theirs = <A>(names: ReadonlyMap<string, A>, ids: ReadonlyArray<A>, known: Named) =>
      [...names].flatMap(([name, id]) => (ids.includes(id) ? [known[name] ?? ''] : [])).filter((id) => id !== '');
    const drawnQuery = queryOf(drawn, 'newest');
    const query = {
      ...drawnQuery,
      channels: theirs(heard.channels, drawn.channels, place.channels) as unknown as typeof drawnQuery.channels,
      authors:
        drawn.authors === undefined
          ? undefined
          : (theirs(heard.authors, drawn.authors, place.people) as unknown as typeof drawnQuery.authors),
      limit: LIMIT,
    };
    try {
      const { hits } = await index.search(query);
      // The server also repeats a search without a hit for similar spellings.
      const again = hits.length === 0 && query.must.some((clause) => clause.kind === 'word');
      if (again) await index.search({ ...query, fuzzy: true });
    } catch (error) {
      if (!(error instanceof SearchTooSlow)) throw error;
    }
  };

try {
  await server.start();
  const heard = await heardIn(file);
  const place = await settle();
  await searchable(place);
  const draw = drawing(heard, chances(1));
  const everywhere = { name: 'all', channels: [...heard.channels.values()] };
  const questions = Array.from({ length: QUESTIONS }, () => draw(everywhere));
  const connection = await httpConnection(port);
  const http = await measure(questions, overHttp(connection, place));
  connection.close();
  await server.stop();
  const folder = join(home, 'search');
  const active = await readActive(folder);
  if (active === undefined) throw new Error('the server left no index');
  const index = await native.openIndex(indexPath(folder, active.generation), 'old');
  const bare = await measure(questions, inProcess(index, place, heard));
  await index.close();
  const ratio = (q: number) => quantile(http, q) / quantile(bare, q);
  const worst = http
    .map((ms, at) => ({ ms, bare: bare[at] ?? 0, text: questions[at]?.text ?? '' }))
    .toSorted((a, b) => b.ms - a.ms)
    .slice(0, 10);
  for (const { ms, bare: own, text } of worst) {
    process.stdout.write(`${ms.toFixed(1)} ms over HTTP, ${own.toFixed(1)} ms bare: ${text}\n`);
  }
  report('search-http', [
    { name: 'messages', value: heard.messages.length, unit: '' },
    { name: 'a search over HTTP, p50', value: quantile(http, 0.5), unit: 'ms' },
    { name: 'a search over HTTP, p99', value: quantile(http, 0.99), unit: 'ms' },
    { name: 'the index alone, p50', value: quantile(bare, 0.5), unit: 'ms' },
    { name: 'the index alone, p99', value: quantile(bare, 0.99), unit: 'ms' },
    { name: 'p50 over HTTP over that of the index', value: ratio(0.5), unit: 'x' },
    {
      name: 'p99 over HTTP over that of the index',
      value: ratio(0.99),
      unit: 'x',
      bar: { at: 'most', value: RATIO_MAX },
    },
  ]);
} finally {
  await server.stop();
  await rm(home, { recursive: true, force: true });
}
