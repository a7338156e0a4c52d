import { existsSync, readFileSync } from 'node:fs';
import { inProject } from './paths.js';
import { runNpm } from './programs.js';

/** @typedef {{ version?: string, integrity?: string, dev?: boolean, optional?: boolean, devOptional?: boolean }} Locked */

/**
 * @param {string} path
 * @returns {Record<string, Locked>}
 */
const packagesOf = (path) => (existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).packages : {});

/** An image may go without the runtime's package; whether it runs is for `runtime.js` to see. */
const RUNTIME = 'node_modules/node';

/** @param {string} place */
const isThere = (place) => place === RUNTIME || existsSync(inProject(place, 'package.json'));

/**
 * npm leaves a lockfile of what it installed in `node_modules`, written last: comparing it with ours finds
 * an install that is missing, interrupted or old, whoever ran it. Optional packages may be of another platform.
 * `rm -rf node_modules/*` leaves that lockfile behind, so each folder is looked for as well.
 *
 * @param {boolean} withDev
 */
const isInstalled = (withDev) => {
  const installed = packagesOf(inProject('node_modules', '.package-lock.json'));
  return Object.entries(packagesOf(inProject('package-lock.json'))).every(([place, wanted]) => {
    const found = installed[place];
    if (found !== undefined)
      return found.version === wanted.version && found.integrity === wanted.integrity && isThere(place);
    return place === '' || wanted.optional || ((wanted.dev || wanted.devOptional) && !withDev);
  });
};

/**
 * Every package of the lockfile, with the hashes written there; the ones only developers need are asked for
 * when tests or a build are to run, so that a lean container install is left as it is.
 *
 * @param {boolean} withDev
 */
export const installPackages = async (withDev) => {
  if (isInstalled(withDev)) return;
  // NODE_ENV=production would leave them out without a word.
  const also = withDev ? ['--include=dev'] : [];
  await runNpm('installing packages (one or two minutes the first time)', ['ci', ...also]);
};
