/** Starts a real S3-compatible server for tests: versitygw, over a folder that is thrown away afterwards. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from './free-port.ts';
import { closedOnce } from './left-open.ts';

/** Commands that may start the server. `go install` puts it into a folder that not every shell searches. */
const CANDIDATES = ['versitygw', join(homedir(), 'go', 'bin', 'versitygw')];

/** The cure for a missing versitygw. */
export const OBJECT_STORE_CURE = 'go install github.com/versity/versitygw/cmd/versitygw@v1.8.0, with Go 1.21 or newer';

const BUCKET = 'files';
const KEY = 'filament-tests';
const SECRET = 'a/secret+of:tests@and=signs';
const STARTS_WITHIN_MS = 30_000;
const LOOK_EVERY_MS = 20;

export const objectStoreProgram = (): string | undefined =>
  CANDIDATES.find((program) => spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0);

export type ObjectStore = {
  /** Address of the bucket, with the key. */
  readonly address: string;
  readonly close: () => Promise<void>;
};

const answers = (port: number): Promise<boolean> =>
  fetch(`http://127.0.0.1:${port}/`).then(
    async (response) => {
      await response.arrayBuffer();
      return true;
    },
    () => false,
  );

/** Starts a server whose bucket lies in `folder`, or in a folder of its own. */
export const startObjectStore = async (folder?: string): Promise<ObjectStore> => {
  const program = objectStoreProgram();
  if (program === undefined) throw new Error(`versitygw is not installed: ${OBJECT_STORE_CURE}`);
  const home = await mkdtemp(join(folder ?? tmpdir(), 'filament-object-store-'));
  const [files, facts] = [join(home, 'store'), join(home, 'facts')];
  await mkdir(join(files, BUCKET), { recursive: true });
  await mkdir(facts);
  const port = await freePort();
  // The facts of objects stand in files of their own, because not every file system of a test keeps attributes.
  const server = spawn(program, ['--quiet', '--port', `127.0.0.1:${port}`, 'posix', '--sidecar', facts, files], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ROOT_ACCESS_KEY: KEY, ROOT_SECRET_KEY: SECRET },
  });
  let said = '';
  server.stderr.on('data', (bytes: Buffer) => {
    said = `${said}${bytes.toString('utf8')}`.slice(-2_000);
  });
  const ended = once(server, 'exit').catch(() => undefined);
  const close = closedOnce(async () => {
    server.kill('SIGKILL');
    await ended;
    await rm(home, { recursive: true, force: true });
  });
  for (const began = Date.now(); !(await answers(port)); await pause(LOOK_EVERY_MS)) {
    if (server.exitCode === null && Date.now() - began < STARTS_WITHIN_MS) continue;
    await close();
    throw new Error(`versitygw does not start: ${said}`);
  }
  return {
    address: `http://${encodeURIComponent(KEY)}:${encodeURIComponent(SECRET)}@127.0.0.1:${port}/${BUCKET}`,
    close,
  };
};
