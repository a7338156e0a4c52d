/**
 * Records the things of a release that later versions must go on understanding:
 *   node infra/workshop/golden/record.ts log
 *   node infra/workshop/golden/record.ts wire
 * `log` makes the stored log of the version in `package.json`, and never writes over one. `wire` records the frames, the
 * answers and the built web client of today's protocol level, and the description of the API of the version.
 * docs/how-to/release.md says when.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { PROTOCOL_LEVEL } from '#gateway/protocol/frames.ts';
import { buildWebClient } from '#infra/setup/web-client.js';
import { makeLog } from './logs/make-log.ts';
import { recordWire } from './wire/record-wire.ts';
import { storeClient, storeDescription, storeWire } from './wire/wire-files.ts';

/** The version may be named, for a recording just before its number is raised. */
const [, , what = '', named] = process.argv;
const { version: own } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'));
const version: string = named ?? own;
const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const wire = async (): Promise<string> => {
  await buildWebClient(process.execPath);
  const { description, ...recorded } = await recordWire();
  await storeWire(PROTOCOL_LEVEL, recorded);
  const bytes = await storeClient(PROTOCOL_LEVEL, at('../../../web/dist'));
  await storeDescription(version, description);
  const { said, heard, answers } = recorded;
  return `${said.length} frames said, ${heard.length} heard, ${answers.length} answers, a client of ${bytes} bytes`;
};

const recorders: Readonly<Record<string, () => Promise<string>>> = {
  log: () => makeLog(at(`logs/${version}`), version),
  wire,
};

const record = recorders[what];
if (record === undefined) throw new Error(`name one of: ${Object.keys(recorders).join(', ')}`);
process.stdout.write(`${what} of ${version}: ${await record()}\n`);
