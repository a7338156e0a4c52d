import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { hashOfInputs } from './inputs.js';
import { inProject } from './paths.js';
import { runStep } from './programs.js';

/** Files that the bundle is made of. `package-lock.json` stands for its packages. */
const INPUTS = [
  'web',
  'gateway/protocol',
  'domain',
  'commands/limits.ts',
  'queries/limits.ts',
  'infra/ground',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
];
const NOT_INPUTS = /(^|\/)(dist|made|e2e|node_modules)(\/|$)|\.test\.tsx?$/;
const STAMP = inProject('web', 'dist', '.inputs');

const inputsNow = () => hashOfInputs(INPUTS, NOT_INPUTS);

/** Tells whether `web/dist` was built from the present sources. */
export const webClientIsBuilt = () => existsSync(STAMP) && readFileSync(STAMP, 'utf8') === inputsNow();

/**
 * Builds the web client when it is stale.
 *
 * @param {string} node runtime that runs the build
 */
export const buildWebClient = async (node) => {
  if (webClientIsBuilt()) return;
  const vite = inProject('node_modules', 'vite', 'bin', 'vite.js');
  const inputs = inputsNow();
  await runStep('building the web client', node, [vite, 'build', inProject('web'), '--logLevel', 'error']);
  writeFileSync(STAMP, inputs);
};
