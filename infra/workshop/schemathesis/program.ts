/** Finds the program of Schemathesis, and installs it once into a folder that git ignores. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const REQUIREMENTS = join(import.meta.dirname, 'requirements.txt');
const PYTHON = 'python3';

const run = (program: string, ...args: ReadonlyArray<string>): void => {
  const { error, status } = spawnSync(program, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  if (error !== undefined || status !== 0) {
    throw new Error(`${program} ${args.join(' ')} failed. Install Python 3.10 or newer with venv, and try again.`);
  }
};

/** Answers the path of `st`. The first call of a version downloads it from the package index that pip is set to. */
export const schemathesis = (folder: string): string => {
  const version = readFileSync(REQUIREMENTS, 'utf8').trim().replaceAll(/\W+/g, '-');
  const home = join(folder, version);
  const program = join(home, 'bin', 'st');
  if (!existsSync(program)) {
    run(PYTHON, '-m', 'venv', home);
    run(join(home, 'bin', 'pip'), 'install', '--quiet', '--requirement', REQUIREMENTS);
  }
  return program;
};
