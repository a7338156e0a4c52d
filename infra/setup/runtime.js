import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { inProject, PINNED_NODE } from './paths.js';
import { runNpm } from './programs.js';
import { SetUpFault, say } from './say.js';

/** First major release of Node that runs our TypeScript as it is. */
const MAJOR_NEEDED = 24;

const pinnedVersion = () => {
  /** @type {{ dependencies: Record<string, string> }} */
  const { dependencies } = JSON.parse(readFileSync(inProject('package.json'), 'utf8'));
  return `v${dependencies['node']}`;
};

const runs = () => spawnSync(PINNED_NODE, ['--version'], { encoding: 'utf8' }).stdout?.trim() === pinnedVersion();

/**
 * File that remembers that the runtime works, until the next install. Asking the runtime for its version costs a tenth
 * of a second.
 */
const SEEN = inProject('node_modules', '.filament-runtime');
const wasSeen = () => {
  try {
    return existsSync(PINNED_NODE) && readFileSync(SEEN, 'utf8') === pinnedVersion();
  } catch {
    return false;
  }
};

/**
 * Finds the Node that runs Filament. An install script of its package fetches it. The script runs here when scripts
 * were off at the install.
 *
 * @returns {Promise<string>} the path of the program
 */
export const ensureRuntime = async () => {
  if (process.version === pinnedVersion()) return process.execPath;
  if (wasSeen()) return PINNED_NODE;
  if (!runs())
    await runNpm(`fetching Node ${pinnedVersion()}`, ['rebuild', 'node', '--foreground-scripts']).catch(
      () => undefined,
    );
  if (runs()) {
    writeFileSync(SEEN, pinnedVersion());
    return PINNED_NODE;
  }
  if (Number.parseInt(process.version.slice(1), 10) >= MAJOR_NEEDED) {
    say(`Node ${pinnedVersion()} does not run on this machine; going on with ${process.version}`);
    return process.execPath;
  }
  throw new SetUpFault(
    `Filament needs Node ${MAJOR_NEEDED}, and the npm package \`node\` is missing or does not run here ` +
      `(this is ${process.version} on ${process.platform}-${process.arch}). Try: npm rebuild node --foreground-scripts. ` +
      `Or install Node ${MAJOR_NEEDED} and start again.`,
  );
};
