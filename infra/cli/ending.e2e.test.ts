import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { type CliOutcome, type Environment, outcomeOf, runCli, spawnCli } from '#infra/workshop/chaos/cli-process.ts';
import { environmentOf } from '#infra/workshop/chaos/server-process.ts';
import { until } from '#infra/workshop/contract/log/sample-events.ts';
import { selfSigned } from '#infra/workshop/testkit/eventstoredb/certificate.ts';
import { openDouble } from '#infra/workshop/testkit/eventstoredb/double.ts';
import { freePort } from '#infra/workshop/testkit/free-port.ts';
import { type FreshDatabase, freshDatabase } from '#infra/workshop/testkit/fresh-database.ts';
import { openSilentServer, type SilentServer } from '#infra/workshop/testkit/silent-server.ts';
import { EXIT } from './exit-codes.ts';
import { createProgram } from './program.ts';

/** One command line for each command but `serve`. */
const COMMANDS: Readonly<Record<string, ReadonlyArray<string>>> = {
  'owner create': [],
  'passwords cost': [],
  import: ['-', '--guild', 'Ours'],
  'projections list': [],
  'projections rebuild': ['--all'],
  'projections verify': ['--all'],
  'log stats': [],
  'log tail': ['--follow'],
  'log export': [],
  'log copy': ['--from', 'configured', '--to', 'esdb://127.0.0.1:1?tls=false#another'],
  doctor: ['--full'],
};
/** Commands under way at once. Each is a process of its own. */
const AT_ONCE = 3;

const inTurn = async <A>(all: ReadonlyArray<A>, work: (one: A) => Promise<void>): Promise<void> => {
  const left = all.values();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      // All workers take from the same iterator.
      for (const one of left) await work(one);
    }),
  );
};

const argsOf = (name: string): ReadonlyArray<string> => [...name.split(' '), ...(COMMANDS[name] ?? [])];

describe('the end of a command', function () {
  this.timeout(240_000);
  let home: string;
  let database: FreshDatabase;
  let silent: SilentServer;
  let base: Environment;
  let stores: Readonly<Record<string, Environment>>;
  before(async () => {
    home = await mkdtemp(join(tmpdir(), 'filament-ending-'));
    database = await freshDatabase();
    silent = await openSilentServer();
    base = { ...environmentOf(home, await freePort()), FILAMENT_DATABASE_URL: database.url };
    const certificateFile = join(home, 'ca.crt');
    await writeFile(certificateFile, selfSigned().certificate);
    const secured = `tls=true&tlsCAFile=${certificateFile}`;
    const node = `127.0.0.1:${silent.port}`;
    stores = {
      'an EventStoreDB': { ...base, FILAMENT_EVENT_STORE_URL: `esdb://${node}?tls=false` },
      'an EventStoreDB with TLS': { ...base, FILAMENT_EVENT_STORE_URL: `esdb://a:b@${node}?${secured}` },
      'a Postgres': { ...base, FILAMENT_DATABASE_URL: `postgres://a:b@${node}/c` },
    };
  });
  after(async () => {
    await silent.close();
    await database.drop();
    await rm(home, { recursive: true, force: true });
  });

  it('is tested for every command', () => {
    const names: string[] = [];
    const walk = (command: ReturnType<typeof createProgram>, above: string): void => {
      for (const inner of command.commands) {
        const name = `${above} ${inner.name()}`.trim();
        if (inner.commands.length > 0) walk(inner, name);
        else names.push(name);
      }
    };
    walk(
      createProgram('0', async () => undefined),
      '',
    );
    expect(names.filter((name) => name !== 'serve')).to.have.members(Object.keys(COMMANDS));
  });

  const expectSentence = ({ stdout, stderr }: CliOutcome, name: string): void => {
    expect(`${stdout}${stderr}`, name)
      .to.not.match(/^ +at /m)
      .and.not.match(/Warning|DEP\d+/);
    expect(`${stdout}${stderr}`.trim(), name).to.not.equal('');
  };

  for (const store of ['an EventStoreDB', 'an EventStoreDB with TLS', 'a Postgres'])
    it(`comes with its exit code on ${store} that accepts connections and never answers`, async () => {
      await inTurn(Object.keys(COMMANDS), async (name) => {
        // The cost of passwords stands in the vault, which is in Postgres.
        const works = name === 'passwords cost' && store !== 'a Postgres';
        const found = await runCli(stores[store] ?? {}, argsOf(name));
        const expected = works ? EXIT.ok : name === 'doctor' ? EXIT.problemFound : EXIT.unavailable;
        expect(found.exitCode, `${name}: ${found.stdout}${found.stderr}`).to.equal(expected);
        expectSentence(found, name);
      });
    });

  it('comes at a SIGTERM while the store never answers', async () => {
    await inTurn(Object.keys(COMMANDS), async (name) => {
      const own = await openSilentServer();
      const cli = spawnCli(
        { ...base, FILAMENT_DATABASE_URL: `postgres://a:b@127.0.0.1:${own.port}/c` },
        ...argsOf(name),
      );
      const ended = outcomeOf(cli);
      cli.stdin.end();
      await until(() => own.accepted() > 0);
      cli.kill('SIGTERM');
      const found = await ended;
      expect(found.exitCode, `${name}: ${found.stdout}${found.stderr}`).to.equal(EXIT.interrupted);
      await own.close();
    });
  });

  it('comes in order to a server that waits for a store that never answers', async () => {
    for (const store of ['an EventStoreDB with TLS', 'a Postgres']) {
      const before = silent.accepted();
      const serving = spawnCli(stores[store] ?? {}, 'serve');
      const ended = outcomeOf(serving);
      await until(() => silent.accepted() > before);
      serving.kill('SIGTERM');
      const { exitCode, stderr } = await ended;
      expect(exitCode, `${store}: ${stderr}`).to.equal(EXIT.ok);
      expect(stderr).to.not.match(/Warning|DEP\d+/);
    }
  });

  /** A command that takes no notice of its interruption. */
  const HANGS = `
    const { heedSignals, overdue } = await import(${JSON.stringify(new URL('./ending.ts', import.meta.url).href)});
    heedSignals();
    overdue.addEventListener('abort', () => process.stdout.write('overdue'));
    setInterval(() => undefined, 1_000);
    process.stdout.write('ready');`;
  const hanging = async () => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', HANGS], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    const gone = once(child, 'close');
    await until(() => said === 'ready');
    return { child, gone, said: () => said };
  };

  it('comes at one SIGTERM or SIGINT although the command takes no notice', async () => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      const { child, gone, said } = await hanging();
      child.kill(signal);
      expect(await gone).to.deep.equal([EXIT.interrupted, null]);
      expect(said(), 'it had its time').to.equal('readyoverdue');
    }
  });

  it('comes at a second signal at once', async () => {
    const { child, gone, said } = await hanging();
    child.kill('SIGINT');
    child.kill('SIGTERM');
    expect(await gone).to.deep.equal([EXIT.interrupted, null]);
    expect(said(), 'it was not waited for').to.equal('ready');
  });

  it('says which right is missing in the store, and the doctor says it for each right', async () => {
    const double = await openDouble();
    double.denies = (asked) => asked === 'read $all';
    const environment = { ...base, FILAMENT_EVENT_STORE_URL: double.url() };
    const stats = await runCli(environment, ['log', 'stats']);
    expect(stats.exitCode, stats.stderr).to.equal(EXIT.config);
    expect(stats.stderr).to.match(/^No log: the EventStoreDB was asked to read \$all, and its user lacks that right/);
    const found = await runCli(environment, ['doctor']);
    expect(found.exitCode).to.equal(EXIT.problemFound);
    expect(found.stdout)
      .to.include('FAIL  log rights: the user of the log may not read $all')
      .and.include('ok    log rights: the user of the log may read the streams of the log')
      .and.include('ok    log rights: the user of the log may append to the streams of the log');
    await double.close();
  });

  it('comes with 78 for a URL or a user that cannot be used', async () => {
    const away = new URL(database.url);
    away.pathname = '/no_such_database';
    for (const wrong of [
      { FILAMENT_EVENT_STORE_URL: `esdb://127.0.0.1:${silent.port}?tls=perhaps` },
      { FILAMENT_EVENT_STORE_URL: `esdb://a:b@127.0.0.1:${silent.port}?tls=true&tlsCAFile=${home}/none.crt` },
      { FILAMENT_DATABASE_URL: away.href },
    ]) {
      const found = await runCli({ ...base, ...wrong }, ['log', 'stats']);
      expect(found.exitCode, JSON.stringify(wrong) + found.stderr).to.equal(EXIT.config);
      expectSentence(found, JSON.stringify(wrong));
    }
  });
});
