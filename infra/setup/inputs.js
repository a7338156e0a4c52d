import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { inProject, ROOT } from './paths.js';

/**
 * @param {string} path
 * @param {RegExp} leftOut
 * @returns {ReadonlyArray<string>}
 */
const filesUnder = (path, leftOut) => {
  if (leftOut.test(relative(ROOT, path)) || !existsSync(path)) return [];
  try {
    return readdirSync(path)
      .sort()
      .flatMap((name) => filesUnder(join(path, name), leftOut));
  } catch {
    return [path];
  }
};

/**
 * Hashes the names and contents of all files of a build. The hash is kept beside the result and tells whether that is
 * stale.
 *
 * @param {ReadonlyArray<string>} inputs folders and files of the project
 * @param {RegExp} leftOut paths in them that the build does not read
 */
export const hashOfInputs = (inputs, leftOut) => {
  const hash = createHash('sha256');
  for (const file of inputs.flatMap((input) => filesUnder(inProject(input), leftOut))) {
    hash
      .update(`${relative(ROOT, file)}\0`)
      .update(readFileSync(file))
      .update('\0');
  }
  return hash.digest('hex');
};
