/**
 * Runs `npm run mutate [room or path...]`. It makes small changes to the code of a room, one at a time, and counts the
 * changes for which a test fails. It prints the changes that no test notices, and writes them to
 * `var/mutation/<room>.html` with the tests that ran them. It exits with 1 when a run broke, never when a bar is
 * missed.
 */
import { join } from 'node:path';
import { Stryker } from '@stryker-mutator/core';
import { report } from '#infra/workshop/bench/report.ts';
import { codeOf, type Room, roomsOf, testsOf } from './rooms.ts';
import { measuresOf, scoreOf } from './score.ts';
import { IGNORER, TEST_RUNNER } from './stryker-plugin.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const OUTPUT = 'var/mutation';
/**
 * Time that a mutant gets on top of one and a half times the time of its tests. A busy machine must not look like an
 * endless loop.
 */
const PATIENCE_MS = 30_000;

const mutate = async (room: Room) => {
  process.stdout.write(`\n== ${room.name}\n`);
  return new Stryker({
    mutate: [...codeOf(room)],
    mochaFiles: testsOf(room),
    plugins: [join(import.meta.dirname, 'stryker-plugin.ts')],
    testRunner: TEST_RUNNER,
    ignorers: [IGNORER],
    concurrency: 1,
    timeoutMS: PATIENCE_MS,
    tempDirName: `${OUTPUT}/sandbox`,
    ignorePatterns: ['/var', '/docs', '/web/dist', '/infra/search/native'],
    // Node strips the types itself, and TypeScript 7 has no interface in JavaScript that could read the file.
    tsconfigFile: 'none',
    disableTypeChecks: false,
    reporters: ['clear-text', 'html'],
    clearTextReporter: { allowColor: false, logTests: false, reportTests: false, skipFull: true },
    htmlReporter: { fileName: `${OUTPUT}/${room.name}.html` },
    warnings: { slow: false, unknownOptions: true, preprocessorErrors: true, unserializableOptions: true },
  }).runMutationTest();
};

process.chdir(ROOT);
const rooms = roomsOf(process.argv.slice(2));
if (typeof rooms === 'string') {
  process.stderr.write(`${rooms}\n`);
  process.exit(2);
}
const measures = [];
for (const room of rooms) measures.push(...measuresOf(room.name, scoreOf(await mutate(room))));
report('mutation', measures);
