/**
 * Starts `npm start`, `npm test`, `npm run build`, `bench`, `mutate`, `test:eventstoredb` and `npx filament`, on any Node from 20
 * on and with nothing installed. It installs missing packages, builds stale parts and becomes the program on the pinned
 * Node. It is plain JavaScript, because it runs before any package exists.
 */
import { pathToFileURL } from 'node:url';
import { ensurePostgresLinks } from './embedded-postgres.js';
import { installPackages } from './install.js';
import { oneAtATime } from './lock.js';
import { inProject } from './paths.js';
import { become } from './programs.js';
import { ensureRuntime } from './runtime.js';
import { SetUpFault, say } from './say.js';
import { buildSearchModule, buildSearchModuleIfPossible } from './search-module.js';
import { buildWebClient, webClientIsBuilt } from './web-client.js';

/** @type {Readonly<Record<string, string>>} */
const PROGRAMS = {
  start: inProject('infra', 'app', 'main.ts'),
  test: inProject('infra', 'workshop', 'suite', 'main.ts'),
  bench: inProject('infra', 'workshop', 'bench', 'run.ts'),
  mutate: inProject('infra', 'workshop', 'mutation', 'run.ts'),
  'test:eventstoredb': inProject('infra', 'workshop', 'suite', 'eventstoredb.ts'),
  filament: inProject('infra', 'cli', 'filament.ts'),
};
/** Name of the set-up alone, which builds everything for an image. */
const BUILD = 'build';

/** @param {string} wanted */
const needsDevelopersPackages = (wanted) => wanted.startsWith('test') || wanted === 'bench' || wanted === 'mutate';

/**
 * Runs the steps of the set-up in order. A step whose work is done does nothing.
 *
 * @param {string} wanted
 * @returns {Promise<string>} the Node to go on with
 */
const setUp = async (wanted) => {
  let node = process.execPath;
  await oneAtATime(async () => {
    await installPackages(needsDevelopersPackages(wanted) || !webClientIsBuilt());
    node = await ensureRuntime();
    await ensurePostgresLinks();
    // The tests build both themselves, so that a failed build counts as a failed test.
    if (wanted === 'start' || wanted === 'bench') {
      await buildWebClient(node);
      await buildSearchModuleIfPossible();
    }
    if (wanted === BUILD) {
      await buildWebClient(node);
      await buildSearchModule();
    }
  });
  return node;
};

/**
 * @param {string} wanted one of PROGRAMS, or BUILD
 * @param {ReadonlyArray<string>} args
 */
export const run = async (wanted, args) => {
  const program = PROGRAMS[wanted];
  try {
    if (wanted === BUILD) return void (await setUp(wanted));
    if (program === undefined) throw new SetUpFault(`usage: run.js ${[...Object.keys(PROGRAMS), BUILD].join(' | ')}`);
    become(await setUp(wanted), [program, ...args]);
  } catch (error) {
    say(error instanceof SetUpFault ? error.message : String(error));
    process.exitCode = 1;
  }
};

const [, self, wanted = '', ...args] = process.argv;
if (self !== undefined && import.meta.url === pathToFileURL(self).href) await run(wanted, args);
