/**
 * Records the things of a release that later versions must go on understanding:
 *   node infra/workshop/golden/record.ts log
 * Run it once for every release, just before its tag. It never writes over a thing that is recorded.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { makeLog } from './logs/make-log.ts';

const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'));
const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const recorders: Readonly<Record<string, () => Promise<string>>> = {
  log: () => makeLog(at(`logs/${version}`), version),
};

const [, , what = ''] = process.argv;
const record = recorders[what];
if (record === undefined) throw new Error(`name one of: ${Object.keys(recorders).join(', ')}`);
process.stdout.write(`${what} of ${version}: ${await record()}\n`);
