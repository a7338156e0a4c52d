import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import pg from 'pg';
import { clusterUrl, openCluster, ROLE } from '#infra/database/embedded/cluster.ts';
import { type CliProcess, outcomeOf, spawnCli } from '#infra/workshop/chaos/cli-process.ts';
import { claim } from '#infra/workshop/chaos/community.ts';
import { insist, type Session } from '#infra/workshop/chaos/poster.ts';
import { type ServerProcess, serverProcess } from '#infra/workshop/chaos/server-process.ts';
import { madeUpLines } from '#infra/workshop/testkit/conversation.ts';
import { freePort } from '#infra/workshop/testkit/free-port.ts';

type Summary = {
  readonly guild_id: string;
  readonly import_id: string;
  readonly lines: number;
  readonly imported: number;
  readonly already_there: number;
  readonly bad_lines: number;
  readonly bad: ReadonlyArray<{ readonly line: number; readonly reason: string }>;
  readonly out_of_order: number;
};
type Message = {
  readonly content: string;
  readonly created_at: string;
  readonly kind: string;
  readonly author: { readonly username: string; readonly imported: boolean };
};
type Channel = { readonly name: string; readonly channel_id: string };

const LINES = 2_000;
const lines = madeUpLines(LINES);
/** Lines of an import that is killed midway. It takes long enough to be caught there. */
const LONG = 12_000;
const longLines = madeUpLines(LONG);

const byChannel = (from: ReadonlyArray<string>): Readonly<Record<string, ReadonlyArray<string>>> => {
  const channels: Record<string, string[]> = {};
  for (const line of from) {
    const { channel } = JSON.parse(line);
    channels[channel] ??= [];
    channels[channel].push(line);
  }
  return channels;
};

describe('filament import', function () {
  this.timeout(240_000);
  let home: string;
  let file: string;
  let longFile: string;
  let server: ServerProcess;
  let session: Session;

  const fileOf = async (name: string, content: ReadonlyArray<string>): Promise<string> => {
    const path = join(home, name);
    await writeFile(path, `${content.join('\n')}\n`);
    return path;
  };
  const summaryOf = async (path: string, guild: string, exitCode = 0): Promise<Summary> => {
    const outcome = await server.cli('import', path, '--guild', guild, '--json');
    expect(outcome.exitCode, outcome.stderr).to.equal(exitCode);
    return JSON.parse(outcome.stdout);
  };
  const ask = (path: string): Promise<unknown> => insist(`${server.url}${path}`, 'GET', { token: session.token() });

  /** Returns the whole history of a channel, oldest first, as its reader pages through it. */
  const historyOf = async (channel: string): Promise<ReadonlyArray<Message>> => {
    const messages: Message[] = [];
    for (let before = ''; ; ) {
      const page = (await ask(`/channels/${channel}/messages?limit=100${before}`)) as {
        readonly messages: ReadonlyArray<Message>;
        readonly next_before: string | null;
      };
      messages.push(...page.messages);
      if (page.next_before === null) return messages.reverse();
      before = `&before=${page.next_before}`;
    }
  };

  /** Returns the guild's messages as import lines, by channel. */
  const asLines = async (guild: string): Promise<Readonly<Record<string, ReadonlyArray<string>>>> => {
    // A ready server has caught up with the log of this moment.
    await server.ready();
    const { channels } = (await ask(`/guilds/${guild}/channels`)) as { readonly channels: ReadonlyArray<Channel> };
    const found: Record<string, ReadonlyArray<string>> = {};
    for (const { name, channel_id } of channels) {
      found[name] = (await historyOf(channel_id)).map(({ content, created_at, kind, author }) =>
        JSON.stringify({ channel: name, ts: created_at, kind, author: author.username, text: content }),
      );
    }
    return found;
  };

  /** Resolves once the log holds that many more events. */
  const untilLogGrowsBy = async (events: bigint): Promise<void> => {
    const client = new pg.Client({ connectionString: clusterUrl(await openCluster(home, 'durable'), ROLE) });
    await client.connect();
    const head = async () =>
      BigInt((await client.query('SELECT coalesce(max(position), 0) AS head FROM log.events')).rows[0].head);
    const enough = (await head()) + events;
    while ((await head()) < enough) await pause(2);
    await client.end();
  };

  before(async () => {
    home = await mkdtemp(join(tmpdir(), 'filament-import-'));
    server = serverProcess(home, await freePort());
    file = await fileOf('all.jsonl', lines);
    longFile = await fileOf('long.jsonl', longLines);
    await server.start();
  });
  after(async () => {
    await server.stop();
    await rm(home, { recursive: true, force: true });
  });

  it('is refused while the server has no owner, and says what to do', async () => {
    const refused = await server.cli('import', file, '--guild', 'Too early');
    expect(refused.exitCode).to.equal(1);
    expect(refused.stderr).to.match(/owner/);
    const piped = spawnCli(server.environment, 'import', '-', '--guild', 'Too early');
    piped.stdin.write(lines[0]);
    expect((await outcomeOf(piped)).exitCode, 'while standard input is open').to.equal(1);
    session = await claim(server);
  });

  it('imports every line through the running server, in order, with its time, kind and author', async () => {
    const summary = await summaryOf(file, 'Served');
    expect(summary).to.include({ lines: LINES, imported: LINES, already_there: 0, bad_lines: 0, out_of_order: 0 });
    expect(await asLines(summary.guild_id)).to.deep.equal(byChannel(lines));
  });

  it('adds nothing when it is run again', async () => {
    expect(await summaryOf(file, 'Served')).to.include({ imported: 0, already_there: LINES });
  });

  it('names the import in the metadata of every event', async () => {
    const { import_id, guild_id } = await summaryOf(file, 'Served');
    const exported = await server.cli('log', 'export');
    const actors = exported.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
      .filter(({ data }) => data.includes(guild_id))
      .map(({ metadata }) => JSON.parse(metadata).actor);
    expect(actors).to.have.length.greaterThan(LINES);
    expect(new Set(actors)).to.deep.equal(new Set([`import:${import_id}`]));
  });

  it('creates authors that are marked as imported and cannot log in', async () => {
    const { guild_id } = await summaryOf(file, 'Served');
    const { members } = (await ask(`/guilds/${guild_id}/members`)) as {
      readonly members: ReadonlyArray<{ readonly user: { readonly imported: boolean; readonly username: string } }>;
    };
    const imported = members.filter(({ user }) => user.imported);
    expect(imported.length).to.equal(new Set(lines.map((line) => JSON.parse(line).author)).size);
    const body = { username: imported[0]?.user.username, password: 'any password at all' };
    const answer = await fetch(`${server.url}/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(answer.status).to.equal(401);
  });

  it('reports bad lines with number and reason, imports the others, and ends with 3', async () => {
    const bad = await fileOf('bad.jsonl', [
      ...lines.slice(0, 3),
      'not json',
      JSON.stringify({ ...JSON.parse(lines[3] ?? ''), text: 'x'.repeat(2_001) }),
      JSON.stringify({ ...JSON.parse(lines[3] ?? ''), ts: '2007-04-13T24:00:00Z' }),
      ...lines.slice(3, 6),
    ]);
    const outcome = await server.cli('import', bad, '--guild', 'Partly', '--json');
    expect(outcome.exitCode).to.equal(3);
    const summary: Summary = JSON.parse(outcome.stdout);
    expect(summary).to.include({ lines: 9, imported: 6, bad_lines: 3 });
    expect(summary.bad.map(({ line }) => line).sort()).to.deep.equal([4, 5, 6]);
    expect(outcome.stderr)
      .to.match(/^line 4 is not JSON$/m)
      .and.match(/^line 5 .*2000 characters/m);
  });

  it('imports every line before a fault in the gzip, and cleans what no rule of today takes', async () => {
    const line = JSON.parse(lines[0] ?? '');
    const odd = { ...line, author: '\u202A+49 151 0000000\u202C', text: '\u000304red\u0003 normal' };
    const broken = join(home, 'broken.jsonl.gz');
    const zipped = gzipSync([...lines.slice(0, 500), JSON.stringify(odd)].join('\n'));
    await writeFile(broken, Buffer.concat([zipped, Buffer.from('junk')]));
    const summary = await summaryOf(broken, 'Caf\u00E9', 3);
    expect(summary).to.include({ imported: 501, bad_lines: 1 });
    expect(summary.bad.map(({ reason }) => reason)).to.deep.equal([
      'is where the file breaks off: the rest is not gzip',
    ]);
    const cleaned = JSON.stringify({ ...line, author: '+49 151 0000000', text: 'red normal' });
    expect((await asLines(summary.guild_id))[line.channel]?.at(-1)).to.equal(cleaned);
    const plain = await fileOf('cleaned.jsonl', [...lines.slice(0, 500), cleaned]);
    const again = await summaryOf(plain, ' Cafe\u0301 ');
    expect(again).to.include({ guild_id: summary.guild_id, imported: 0, already_there: 501 });
  });

  it('adds the new lines of a file that has grown', async () => {
    const grown = await fileOf('grown.jsonl', lines.slice(0, 10));
    expect(await summaryOf(grown, 'Grown')).to.include({ imported: 10 });
    await fileOf('grown.jsonl', lines.slice(0, 15));
    expect(await summaryOf(grown, 'Grown')).to.include({ imported: 5, already_there: 10 });
  });

  it('reads standard input', async () => {
    const cli = spawnCli(server.environment, 'import', '-', '--guild', 'Piped', '--json');
    cli.stdin.end(lines.slice(0, 20).join('\n'));
    expect(JSON.parse((await outcomeOf(cli)).stdout)).to.include({ imported: 20 });
  });

  it('ends with 69 for a missing file and for a folder', async () => {
    for (const file of [join(home, 'nowhere'), home]) {
      const outcome = await server.cli('import', file, '--guild', 'Served');
      expect(outcome.exitCode).to.equal(69);
      expect(outcome.stderr).to.include(`${file} cannot be read`);
    }
  });

  const interruptedWhileWaiting = async (guild: string): Promise<void> => {
    const cli = spawnCli(server.environment, 'import', '-', '--guild', guild);
    const outcome = outcomeOf(cli);
    cli.stdin.write(`${lines[0]}\n${lines[1]?.slice(0, 20)}`);
    await untilLogGrowsBy(1n);
    cli.kill('SIGINT');
    const { exitCode, stderr } = await outcome;
    expect(exitCode).to.equal(130);
    expect(stderr).to.include('Run it again to continue');
    expect(stderr, 'the line in progress is not reported as bad').not.to.include('line 2');
  };

  it('ends when it is interrupted while it waits for standard input', () => interruptedWhileWaiting('Interrupted'));

  it('ends when the server is killed while standard input is open', async () => {
    const cli = spawnCli(server.environment, 'import', '-', '--guild', 'Left open');
    const outcome = outcomeOf(cli);
    cli.stdin.write(`${lines[0]}\n`);
    await untilLogGrowsBy(1n);
    await server.kill();
    expect((await outcome).exitCode).to.equal(69);
    await server.start();
  });

  it('imports everything once when the server is killed midway and it is run again', async () => {
    const cut = server.cli('import', longFile, '--guild', 'Cut', '--json');
    await untilLogGrowsBy(2_000n);
    await server.kill();
    expect((await cut).exitCode).to.equal(69);
    await server.start();
    const summary = await summaryOf(longFile, 'Cut');
    expect(summary.already_there).to.be.within(1, LONG - 1);
    expect(summary.imported + summary.already_there).to.equal(LONG);
    expect(await asLines(summary.guild_id)).to.deep.equal(byChannel(longLines));
  });

  describe('while no server runs', () => {
    // A second command keeps the embedded Postgres running, so that the test can watch the log.
    let keeper: CliProcess;
    before(async () => {
      await server.stop();
      keeper = spawnCli(server.environment, 'log', 'tail', '--follow');
      await once(keeper.stdout, 'data');
    });
    const endKeeper = async (): Promise<void> => {
      const gone = once(keeper, 'exit');
      keeper.kill('SIGINT');
      await gone;
    };

    it('imports everything once without a server, also after kills, and can be interrupted', async () => {
      for (let kills = 0; kills < 2; kills += 1) {
        const cut = spawnCli(server.environment, 'import', longFile, '--guild', 'Alone');
        const gone = once(cut, 'exit');
        await untilLogGrowsBy(2_000n);
        cut.kill('SIGKILL');
        await gone;
      }
      const summary = await summaryOf(longFile, 'Alone');
      expect(summary.already_there).to.be.within(1, LONG - 1);
      expect(summary.imported + summary.already_there).to.equal(LONG);
      expect(await summaryOf(longFile, 'Alone')).to.include({ imported: 0, already_there: LONG });
      await interruptedWhileWaiting('Interrupted alone');
      await endKeeper();
      await server.start();
      expect(await asLines(summary.guild_id)).to.deep.equal(byChannel(longLines));
    });
  });
});
