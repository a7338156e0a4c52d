/** Builds the page of components into a folder of its own, and serves it as the server serves the client. */

import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startServer } from '#infra/workshop/testkit/server.ts';

const ROOT = join(import.meta.dirname, '../../..');
const VITE = join(ROOT, 'node_modules/vite/bin/vite.js');
const run = promisify(execFile);

export const serveComponents = async (): Promise<{ readonly url: string; readonly stop: () => Promise<void> }> => {
  const webFolder = await mkdtemp(join(tmpdir(), 'filament-components-'));
  const build = [
    VITE,
    'build',
    join(ROOT, 'web'),
    '--mode',
    'components',
    '--outDir',
    webFolder,
    '--logLevel',
    'error',
  ];
  await run(process.execPath, [...build, '--emptyOutDir']);
  const server = await startServer({ webFolder });
  const stop = async (): Promise<void> => {
    await server.stop();
    await rm(webFolder, { recursive: true, force: true });
  };
  return { url: `${server.url}/dev/components.html`, stop };
};
