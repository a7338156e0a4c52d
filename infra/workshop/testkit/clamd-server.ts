import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from './free-port.ts';

const USUAL_PLACES = ['/usr/sbin/clamd', '/usr/local/sbin/clamd', '/opt/homebrew/sbin/clamd'];

/** The cure for a missing clamd. */
export const CLAMD_CURE = 'apt-get install --no-install-recommends clamav-daemon';

export const clamdPath = (): string | undefined => USUAL_PLACES.find((path) => existsSync(path));

/** The test file that every scanner knows, in two halves, so that no scanner takes this file for it. */
export const EICAR = Buffer.from(
  [String.raw`X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-`, 'ANTIVIRUS-TEST-FILE!$H+H*'].join(''),
);
/** Words by which the database of these tests knows a file, wherever they stand in it. */
export const BAD_WORDS = Buffer.from('a file that the scanner of these tests calls bad');

/** Bytes that clamd takes in one stream. */
export const STREAM_BYTES_MAX = 2 * 1024 ** 2;

export type ClamdServer = { readonly port: number; readonly stop: () => Promise<void> };

const answersPing = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('zPING\0'));
    socket.once('data', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });

const stopped = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
};

/** Starts a clamd with a database of two entries. It needs a tenth of a second, and no database of the world. */
export const startClamd = async (): Promise<ClamdServer> => {
  const program = clamdPath();
  if (program === undefined) throw new Error(`clamd is not installed: ${CLAMD_CURE}`);
  const folder = await mkdtemp(join(tmpdir(), 'filament-clamd-'));
  const port = await freePort();
  await mkdir(join(folder, 'db'));
  await writeFile(join(folder, 'db', 'test.hdb'), `44d88612fea8a8f36de82e1278abb02f:${EICAR.length}:Test.Eicar\n`);
  await writeFile(join(folder, 'db', 'test.ndb'), `Test.Words:0:*:${BAD_WORDS.toString('hex')}\n`);
  const config = [
    `DatabaseDirectory ${join(folder, 'db')}`,
    `TCPSocket ${port}`,
    'TCPAddr 127.0.0.1',
    'Foreground true',
    `User ${userInfo().username}`,
    `StreamMaxLength ${STREAM_BYTES_MAX}`,
    'MaxThreads 2',
  ];
  await writeFile(join(folder, 'clamd.conf'), `${config.join('\n')}\n`);
  const child = spawn(program, ['--config-file', join(folder, 'clamd.conf')], { stdio: 'ignore' });
  const stop = async (): Promise<void> => {
    await stopped(child);
    await rm(folder, { recursive: true, force: true });
  };
  while (!(await answersPing(port))) {
    if (child.exitCode !== null) {
      await stop();
      throw new Error(`clamd ended with exit code ${child.exitCode}`);
    }
    await pause(50);
  }
  return { port, stop };
};
