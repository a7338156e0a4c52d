import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { hashOfInputs } from './inputs.js';
import { inProject } from './paths.js';
import { runStep } from './programs.js';

/** Everything the bundle is made of; `package-lock.json` stands for the packages in it. */
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
const NOT_INPUTS = /(^|\/)(dist|e2e|node_modules)(\/|$)|\.test\.tsx?$/;
const STAMP = inProject('web', 'dist', '.inputs');

const inputsNow = () => hashOfInputs(INPUTS, NOT_INPUTS);

/** Whether `web/dist` was built from the sources as they are. */
export const webClientIsBuilt = () => existsSync(STAMP) && readFileSync(STAMP, 'utf8') === inputsNow();

/** @param {string} node the runtime that runs the build */
export const buildWebClient = async (node) => {
  if (webClientIsBuilt()) return;
  const vite = inProject('node_modules', 'vite', 'bin', 'vite.js');
  const inputs = inputsNow();
  await runStep('building the web client', node, [vite, 'build', inProject('web'), '--logLevel', 'error']);
  writeFileSync(STAMP, inputs);
};
