import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import pg from 'pg';
import { NO_REVISION } from '#domain/kernel/event.ts';
import { clusterUrl, openCluster, ROLE } from '#infra/database/embedded/cluster.ts';
import { openEventLog } from '#infra/log/open-event-log.ts';
import { runCli, spawnCli } from '#infra/workshop/chaos/cli-process.ts';
import { settle, type Talk } from '#infra/workshop/chaos/community.ts';
import { insist } from '#infra/workshop/chaos/poster.ts';
import { type ServerProcess, serverProcess } from '#infra/workshop/chaos/server-process.ts';
import { storedEvent, streamNamed } from '#infra/workshop/contract/log/sample-events.ts';
import { ALL_DONE } from '#infra/workshop/testkit/all-done.ts';
import { openDouble } from '#infra/workshop/testkit/eventstoredb/double.ts';
import { freePort } from '#infra/workshop/testkit/free-port.ts';

const linesOf = (text: string): ReadonlyArray<string> => text.trimEnd().split('\n');

describe('the filament command', function () {
  this.timeout(240_000);
  let home: string;
  let server: ServerProcess;
  let talk: Talk;
  const post = (content: string): Promise<unknown> =>
    insist(talk.messages, 'POST', { token: talk.session.token(), body: { content } });

  before(async () => {
    home = await mkdtemp(join(tmpdir(), 'filament-cli-'));
    server = serverProcess(home, await freePort());
    await server.start();
    talk = await settle(server);
    for (const content of ['a first secret', 'a second secret', 'a third secret']) await post(content);
  });
  after(async () => {
    await server.stop();
    await rm(home, { recursive: true, force: true });
  });

  it('explains itself, its commands and its exit codes', async () => {
    const help = await server.cli('--help');
    expect(help.exitCode).to.equal(0);
    for (const word of ['serve', 'owner', 'import', 'projections', 'log', 'doctor', 'Exit codes', '75', '78']) {
      expect(help.stdout).to.include(word);
    }
    expect((await server.cli('help', 'import')).stdout).to.include('docs/IMPORT.md');
  });

  it('ends with 2 for a wrong command line', async () => {
    for (const wrong of [
      ['nothing'],
      ['import', 'x'],
      ['log', 'tail', '-n', 'many'],
      ['projections', 'verify', 'nobody'],
    ]) {
      expect((await server.cli(...wrong)).exitCode, wrong.join(' ')).to.equal(2);
    }
  });

  it('creates no owner link for a server that has an owner', async () => {
    const refused = await server.cli('owner', 'create');
    expect(refused.exitCode).to.equal(1);
    expect(refused.stderr).to.match(/already has an owner/);
  });

  it('counts the events of the log by type', async () => {
    const stats = JSON.parse((await server.cli('log', 'stats', '--json')).stdout);
    const sent = stats.types.find(({ type }: { type: string }) => type === 'message.sent');
    expect(sent.events).to.equal(3);
    expect(Number(stats.head)).to.equal(stats.events);
  });

  it('shows the newest events sealed, and opened on request', async () => {
    const sealed = await server.cli('log', 'tail', '-n', '2', '--type', 'message.sent');
    expect(linesOf(sealed.stdout)).to.have.length(2);
    expect(sealed.stdout).to.include('content=<sealed>').and.not.include('secret');
    const opened = await server.cli('log', 'tail', '-n', '2', '--type', 'message.sent', '--open');
    expect(opened.stdout).to.include('a second secret').and.include('a third secret').and.not.include('a first secret');
  });

  it('follows the log', async () => {
    const args = ['log', 'tail', '-n', '0', '--follow', '--type', 'message.sent', '--open'];
    const tail = spawnCli(server.environment, ...args);
    let shown = '';
    tail.stdout.on('data', (chunk: Buffer) => {
      shown += chunk.toString();
    });
    // A message posted before the command follows is not shown, so the test posts until one is shown.
    for (let nth = 1; !shown.includes('heard while following'); nth += 1) await post(`heard while following ${nth}`);
    const ended = once(tail, 'exit');
    tail.kill('SIGINT');
    expect(await ended).to.deep.equal([0, null]);
  });

  it('exports every event byte for byte and no key', async () => {
    const file = join(home, 'log.jsonl');
    const summary = JSON.parse((await server.cli('log', 'export', file, '--json')).stdout);
    const text = await readFile(file, 'utf8');
    const events = linesOf(text).map((line) => JSON.parse(line));
    expect(events.map(({ position }) => Number(position))).to.deep.equal(events.map((_, at) => at + 1));
    expect(events).to.have.length(summary.events);
    expect(text).to.not.include('secret').and.not.include('keeper');
    const sent = JSON.parse(events.find(({ type }) => type === 'message.sent').data);
    expect(sent.content).to.include({ alg: 'xchacha20poly1305' });
    expect((await server.cli('log', 'export')).stdout).to.equal(text);
  });

  it('copies the log to EventStoreDB, adds later events, and reads the copy', async () => {
    const double = await openDouble();
    const file = join(home, 'target-url');
    await writeFile(file, `${double.url('copied')}\n`, { mode: 0o600 });
    const copy = (from: string, to: string) => server.cli('log', 'copy', '--from', from, '--to', to, '--json');
    const copied = await copy('database', `file:${file}`);
    expect(copied.exitCode, copied.stderr).to.equal(0);
    const first = JSON.parse(copied.stdout);
    expect(first.compared).to.equal(0);
    await post('after the first copy');
    const again = JSON.parse((await copy('configured', `file:${file}`)).stdout);
    expect(again).to.include({ compared: first.copied, copied: 1 });

    const there = (...args: ReadonlyArray<string>) =>
      runCli({ ...server.environment, FILAMENT_EVENT_STORE_URL: double.url('copied') }, args);
    const withoutPlace = (text: string) => text.replaceAll(/"position":"\d+"/g, '');
    expect(withoutPlace((await there('log', 'export')).stdout)).to.equal(
      withoutPlace((await server.cli('log', 'export')).stdout),
    );
    const newest = await there('log', 'tail', '-n', '2', '--type', 'message.sent', '--open');
    expect(linesOf(newest.stdout)).to.have.length(2);
    expect(newest.stdout).to.include('after the first copy');
    const { types: _, head: __, ...counts } = JSON.parse((await there('log', 'stats', '--json')).stdout);
    const here = JSON.parse((await server.cli('log', 'stats', '--json')).stdout);
    expect(counts).to.include({ events: here.events, streams: here.streams });
    const list = await there('projections', 'list');
    expect(list.exitCode).to.equal(1);
    expect(list.stderr).to.include('another log');

    const log = await openEventLog({ url: double.url('copied'), writer: true });
    await log.append(streamNamed('more'), NO_REVISION, [storedEvent()]);
    await log.close();
    const differs = await copy('database', `file:${file}`);
    expect(differs.exitCode).to.equal(1);
    expect(differs.stderr).to.include('The logs differ');
    for (const wrong of ['nowhere', 'esdb://somewhere', 'file:/no/such/file', 'database'])
      expect((await copy('database', wrong)).exitCode, wrong).to.equal(2);
    await double.close();
    expect((await copy('database', `file:${file}`)).exitCode).to.equal(69);
  });

  it('does not overwrite a file with an export', async () => {
    const again = await server.cli('log', 'export', join(home, 'log.jsonl'));
    expect(again.exitCode).to.equal(69);
    expect(again.stderr).to.match(/exists/);
  });

  it('lists, rebuilds and verifies read models beside the running server', async () => {
    const list = JSON.parse((await server.cli('projections', 'list', '--json')).stdout);
    expect(list.map(({ name }: { name: string }) => name)).to.include.members(['guild-directory', 'message-timeline']);
    expect((await server.cli('projections', 'rebuild', 'message-timeline')).exitCode).to.equal(0);
    const verified = await server.cli('projections', 'verify', '--all', '--json');
    expect(verified.exitCode, verified.stdout).to.equal(ALL_DONE);
    expect(JSON.parse(verified.stdout).every(({ equal }: { equal: boolean }) => equal)).to.equal(true);
  });

  it('finds no problem in a healthy server', async () => {
    const found = JSON.parse((await server.cli('doctor', '--full', '--json')).stdout);
    expect(found.filter(({ state }: { state: string }) => state === 'fail')).to.deep.equal([]);
    expect(found.map(({ check }: { check: string }) => check)).to.include.members([
      'durability',
      'log schema',
      'log positions',
      'log revisions',
      'log guards',
      'log role',
      'vault schema',
      'server keys',
      'text keys',
      'personal schema',
      'message-timeline',
    ]);
  });

  const behindItsBack = async (sql: string): Promise<void> => {
    const client = new pg.Client({ connectionString: clusterUrl(await openCluster(home, 'durable'), ROLE) });
    await client.connect();
    await client.query(sql);
    await client.end();
  };

  it('reports a schema of another version and the way to correct it', async () => {
    const ofVault = async () => /.* vault schema:.*/.exec((await server.cli('doctor')).stdout)?.[0];
    expect(await ofVault()).to.match(/^ok .* version \d+, as this program needs it$/);
    await behindItsBack(`INSERT INTO vault.migration (version, name, sha256) VALUES (99, 'of-tomorrow', '')`);
    expect(await ofVault()).to.match(/^FAIL .*newer Filament.*99 \(of-tomorrow\)/);
    await behindItsBack('DELETE FROM vault.migration WHERE version = 99');
    expect(await ofVault()).to.match(/^ok /);
  });

  it('reports a checkpoint beyond the head of the log', async () => {
    await behindItsBack(
      `UPDATE projections.generation SET position = 1000000 WHERE model = 'audit-trail' AND status = 'active'`,
    );
    const found = await server.cli('doctor');
    expect(found.exitCode).to.equal(1);
    expect(found.stdout).to.match(/FAIL {2}audit-trail: stands at 1000000/);
    const verified = await server.cli('projections', 'verify', 'audit-trail');
    expect(verified.exitCode).to.equal(1);
    expect(verified.stdout).to.match(/^audit-trail: cannot be compared: .*stands at 1000000, and the log ends at/);
    expect(verified.stderr).to.not.match(/^ +at /m);
    await behindItsBack(
      `UPDATE projections.generation SET version = 0 WHERE model = 'audit-trail' AND status = 'active'`,
    );
    const unbuilt = await server.cli('projections', 'verify', 'audit-trail');
    expect(unbuilt.exitCode).to.equal(1);
    expect(unbuilt.stdout).to.include('audit-trail is not built: rebuild it first');
    expect(unbuilt.stderr).to.not.match(/^ +at /m);
    expect((await server.cli('projections', 'rebuild', 'audit-trail')).exitCode).to.equal(0);
    expect((await server.cli('doctor')).exitCode).to.equal(0);
  });

  it('ends with 78 for a wrong configuration and with 69 for a missing database', async () => {
    for (const asked of [
      'doctor',
      'log stats',
      'log copy --from database --to configured',
      `import ${home}/log.jsonl --guild X`,
    ]) {
      const wrong = await runCli({ ...server.environment, FILAMENT_PORT: 'many' }, [...asked.split(' '), '--json']);
      expect(wrong.exitCode, asked).to.equal(78);
      expect(wrong.stderr).to.include('FILAMENT_PORT');
      expect(JSON.parse(wrong.stdout).error).to.include('FILAMENT_PORT');
    }
    const away = await runCli({ ...server.environment, FILAMENT_DATABASE_URL: 'postgres://127.0.0.1:1/none' }, [
      'log',
      'stats',
    ]);
    expect(away.exitCode).to.equal(69);
  });

  it('reads and checks while no server runs', async () => {
    await server.stop();
    expect((await server.cli('log', 'tail', '-n', '1')).exitCode).to.equal(0);
    expect((await server.cli('projections', 'list')).exitCode).to.equal(0);
    expect((await server.cli('doctor')).exitCode).to.equal(0);
  });
});
