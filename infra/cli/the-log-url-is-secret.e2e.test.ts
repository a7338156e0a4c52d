import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { type Environment, runCli } from '#infra/workshop/chaos/cli-process.ts';
import { type ServerProcess, serverProcess } from '#infra/workshop/chaos/server-process.ts';
import { until } from '#infra/workshop/contract/log/sample-events.ts';
import { selfSigned } from '#infra/workshop/testkit/eventstoredb/certificate.ts';
import { type Double, openDouble } from '#infra/workshop/testkit/eventstoredb/double.ts';
import { freePort } from '#infra/workshop/testkit/free-port.ts';
import { type FreshDatabase, freshDatabase } from '#infra/workshop/testkit/fresh-database.ts';

const PASSWORD = 'c0rrect:horse battery%staple';
const WRONG = 'n0t/the+right one';
const COMMANDS: ReadonlyArray<ReadonlyArray<string>> = [
  ['doctor', '--full'],
  ['doctor', '--json'],
  ['log', 'stats'],
  ['log', 'stats', '--json'],
  ['log', 'tail', '-n', '5'],
  ['log', 'export'],
  ['projections', 'list', '--json'],
  ['projections', 'verify', 'session-list'],
];
const CONFIGURATION_WRONG = 78;
const UNAVAILABLE = 69;

describe('the password in the URL of the log', function () {
  this.timeout(180_000);
  let home: string;
  let database: FreshDatabase;
  let double: Double;
  let right: ServerProcess;
  /** Everything that the programs of this test have printed. */
  let printed = '';

  const on = async (eventStoreUrl: string): Promise<ServerProcess> =>
    serverProcess(home, await freePort(), {
      FILAMENT_DATABASE_URL: database.url,
      FILAMENT_EVENT_STORE_URL: eventStoreUrl,
      FILAMENT_LOG_LEVEL: 'trace',
    });
  const run = async (environment: Environment, ...args: ReadonlyArray<string>): Promise<number | null> => {
    const { exitCode, stdout, stderr } = await runCli(environment, args);
    printed += stdout + stderr;
    return exitCode;
  };
  const withWrong = (): string => double.url().replace(encodeURIComponent(PASSWORD), encodeURIComponent(WRONG));

  before(async () => {
    home = await mkdtemp(join(tmpdir(), 'filament-secret-url-'));
    database = await freshDatabase();
    const keys = selfSigned();
    const certificateFile = join(home, 'ca.crt');
    await writeFile(certificateFile, keys.certificate);
    double = await openDouble('away', { ...keys, certificateFile, username: 'filament', password: PASSWORD });
    right = await on(double.url());
  });
  afterEach(() => {
    for (const secret of [PASSWORD, WRONG].flatMap((text) => [text, encodeURIComponent(text)]))
      expect(printed).to.not.include(secret);
  });
  after(async () => {
    await right.kill();
    await double.close();
    await database.drop();
    await rm(home, { recursive: true, force: true });
  });

  it('is never printed while a start waits for the log, and the start continues by itself', async () => {
    const started = right.start();
    started.catch(() => undefined);
    await until(() => right.said().includes('Waiting for the event log'));
    const waiting = await fetch(`${right.url}/health/ready`);
    printed += await waiting.text();
    expect(waiting.status).to.equal(503);
    expect(Number(waiting.headers.get('retry-after'))).to.be.at.least(1);
    expect(printed).to.include('the event log is away');
    expect((await fetch(`${right.url}/health/live`)).status).to.equal(200);
    const asked = await fetch(`${right.url}/auth/login`, { method: 'POST', body: '{}' });
    expect([asked.status, JSON.parse(await asked.text()).code]).to.deep.equal([503, 'not_ready']);
    for (const command of COMMANDS) expect(await run(right.environment, ...command), command.join(' ')).to.be.above(0);
    expect(await run(right.environment, 'log', 'stats')).to.equal(UNAVAILABLE);
    await double.comeBack();
    await started;
    printed += right.said();
  });

  it('is in no answer of the command line beside a running server', async () => {
    for (const command of COMMANDS) {
      // The doctor rightly reports that the Postgres of the tests loses data at a power cut.
      const most = command[0] === 'doctor' ? 1 : 0;
      expect(await run(right.environment, ...command), command.join(' ')).to.be.within(0, most);
    }
    expect(printed, 'the doctor finished').to.include('log revisions').and.include('text keys');
    printed += right.said();
  });

  it('is never printed when it is wrong, and the server ends with 78 and gives the reason', async () => {
    const wrong = await on(withWrong());
    const failure: unknown = await wrong.start().catch((error: unknown) => error);
    printed += `${failure}${wrong.said()}`;
    expect(String(failure)).to.include(`ended with ${CONFIGURATION_WRONG}`).and.include('refuses these credentials');
    for (const command of COMMANDS) expect(await run(wrong.environment, ...command), command.join(' ')).to.be.above(0);
    expect(await run(wrong.environment, 'log', 'stats')).to.equal(CONFIGURATION_WRONG);
    const file = join(home, 'target-url');
    await writeFile(file, withWrong(), { mode: 0o600 });
    const copy = ['log', 'copy', '--from', 'configured', '--to', `file:${file}`];
    expect(await run(right.environment, ...copy)).to.equal(CONFIGURATION_WRONG);
  });

  it('is never printed for a URL that is not valid', async () => {
    const odd = [
      double.url().replace('tls=true', 'tls=perhaps'),
      `${double.url()}#NOT-A-NAME`,
      double.url().replace(/ca\.crt/, 'no-such.crt'),
      double.url().replace(/localhost:\d+/, 'no host'),
    ];
    for (const url of odd) {
      const environment = { ...right.environment, FILAMENT_EVENT_STORE_URL: url };
      expect(await run(environment, 'log', 'stats'), url).to.be.above(0);
      expect(await run(environment, 'serve'), url).to.be.above(0);
      expect(await run(right.environment, 'log', 'copy', '--from', 'configured', '--to', url)).to.be.above(0);
    }
  });
});
