/**
 * Checks commands whose output cannot be written, because its reader has left or the disk is full. They must leave
 * nothing running.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, openSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { spawnCli } from '#infra/workshop/chaos/cli-process.ts';
import { settle } from '#infra/workshop/chaos/community.ts';
import { insist } from '#infra/workshop/chaos/poster.ts';
import { postmasterOf, type ServerProcess, serverProcess } from '#infra/workshop/chaos/server-process.ts';
import { freePort } from '#infra/workshop/testkit/free-port.ts';

/** A device that accepts nothing, as a full disk. Only some systems have it. */
const FULL = '/dev/full';

describe('output that cannot be written', function () {
  this.timeout(240_000);
  let home: string;
  let server: ServerProcess;
  before(async () => {
    home = await mkdtemp(join(tmpdir(), 'filament-unread-'));
    server = serverProcess(home, await freePort());
    await server.start();
  });
  after(async () => {
    await server.stop();
    await rm(home, { recursive: true, force: true });
  });

  it('does not end a server', async () => {
    const { messages, session } = await settle(server);
    server.hearNoMore();
    await server.killPostgres();
    await insist(messages, 'POST', { token: session.token(), body: { content: 'after the reader left' } });
    await server.stop();
    expect(await postmasterOf(home)).to.equal(undefined);
  });

  it('ends a command in order when its reader leaves, as `head` does', async () => {
    const cli = spawnCli(server.environment, 'log', 'export');
    const ended = once(cli, 'exit');
    cli.stdout.destroy();
    cli.stderr.destroy();
    expect(await ended).to.deep.equal([0, null]);
    expect(await postmasterOf(home), 'the Postgres that the command started').to.equal(undefined);
  });

  const onFullDisk = async (...args: ReadonlyArray<string>) => {
    const cli = spawn(process.execPath, [join(import.meta.dirname, 'filament.ts'), ...args], {
      env: server.environment,
      stdio: ['ignore', openSync(FULL, 'w'), 'pipe'],
    });
    let said = '';
    cli.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    const [exitCode] = await once(cli, 'close');
    return { exitCode, said };
  };

  it('ends a command with 69 and a sentence when the disk is full', async () => {
    if (!existsSync(FULL)) return;
    for (const args of [
      ['log', 'export'],
      ['log', 'tail'],
      ['doctor', '--json'],
    ]) {
      const { exitCode, said } = await onFullDisk(...args);
      expect(exitCode, args.join(' ')).to.equal(69);
      expect(said).to.match(/^Standard output cannot be written: ENOSPC.*\n$/);
      expect(await postmasterOf(home), args.join(' ')).to.equal(undefined);
    }
  });
});
