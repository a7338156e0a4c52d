import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { inProject, ROOT } from './paths.js';
import { runStep } from './programs.js';

/** Everything the bundle is made of; `package-lock.json` stands for the packages in it. */
const INPUTS = ['web', 'gateway/protocol', 'domain', 'package.json', 'package-lock.json', 'tsconfig.json'];
const NOT_INPUTS = /(^|\/)(dist|e2e|node_modules)(\/|$)|\.test\.tsx?$/;
const STAMP = inProject('web', 'dist', '.inputs');

/**
 * @param {string} path
 * @returns {ReadonlyArray<string>}
 */
const filesUnder = (path) => {
  if (NOT_INPUTS.test(relative(ROOT, path)) || !existsSync(path)) return [];
  try {
    return readdirSync(path)
      .sort()
      .flatMap((name) => filesUnder(join(path, name)));
  } catch {
    return [path];
  }
};

const hashOfInputs = () => {
  const hash = createHash('sha256');
  for (const file of INPUTS.flatMap((input) => filesUnder(inProject(input)))) {
    hash
      .update(`${relative(ROOT, file)}\0`)
      .update(readFileSync(file))
      .update('\0');
  }
  return hash.digest('hex');
};

/** Whether `web/dist` was built from the sources as they are. */
export const webClientIsBuilt = () => existsSync(STAMP) && readFileSync(STAMP, 'utf8') === hashOfInputs();

/** @param {string} node the runtime that runs the build */
export const buildWebClient = async (node) => {
  if (webClientIsBuilt()) return;
  const vite = inProject('node_modules', 'vite', 'bin', 'vite.js');
  const inputs = hashOfInputs();
  await runStep('building the web client', node, [vite, 'build', inProject('web'), '--logLevel', 'error']);
  writeFileSync(STAMP, inputs);
};
