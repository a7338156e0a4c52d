import { existsSync, readFileSync } from 'node:fs';
import { inProject } from './paths.js';
import { runNpm } from './programs.js';

/** @typedef {{ version?: string, integrity?: string, dev?: boolean, optional?: boolean, devOptional?: boolean }} Locked */

/**
 * @param {string} path
 * @returns {Record<string, Locked>}
 */
const packagesOf = (path) => (existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).packages : {});

/** Package of the runtime. An image may leave it out; `runtime.js` finds out whether it runs. */
const RUNTIME = 'node_modules/node';

/** @param {string} place */
const isThere = (place) => place === RUNTIME || existsSync(inProject(place, 'package.json'));

/**
 * Tells whether every package is installed. npm writes a lockfile into `node_modules` last, so a comparison finds an
 * install that is missing, interrupted or old. Optional packages may be for another platform. `rm -rf node_modules/*`
 * keeps that lockfile, so each folder is checked too.
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
 * Installs every package of the lockfile and checks its hashes. Packages for developers are installed only for tests
 * and builds, so that a lean container stays as it is.
 *
 * @param {boolean} withDev
 */
export const installPackages = async (withDev) => {
  if (isInstalled(withDev)) return;
  // NODE_ENV=production would leave them out without a message.
  const also = withDev ? ['--include=dev'] : [];
  await runNpm('installing packages (one or two minutes the first time)', ['ci', ...also]);
};
