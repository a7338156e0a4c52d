import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { hashOfInputs } from './inputs.js';
import { inProject } from './paths.js';
import { runStep } from './programs.js';
import { SetUpFault, say } from './say.js';

const CRATE = ['infra', 'search', 'native'];
export const SEARCH_CRATE = inProject(...CRATE);

/** Files that the module is made of. `Cargo.lock` stands for its crates. */
const INPUTS = ['src', 'build.rs', 'Cargo.toml', 'Cargo.lock'].map((name) => [...CRATE, name].join('/'));
const NOT_INPUTS = /$^/;

const BUILT = inProject(...CRATE, 'dist');
const MODULE = join(BUILT, 'filament-search.node');
const STAMP = join(BUILT, '.inputs');

/** Hash of the inputs and the platform. A module for another platform is stale. */
const inputsNow = () => `${hashOfInputs(INPUTS, NOT_INPUTS)} ${process.platform}-${process.arch}`;

export const searchModuleIsBuilt = () =>
  existsSync(MODULE) && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === inputsNow();

/** @type {Readonly<Record<string, string>>} */
const LIBRARIES = { darwin: 'libfilament_search.dylib', win32: 'filament_search.dll' };
/** File name of a shared library, as the compiler writes it. */
const LIBRARY = LIBRARIES[process.platform] ?? 'libfilament_search.so';

/** Commands that may find cargo. Rust's installer puts it into a folder that not every shell searches. */
const CANDIDATES = ['cargo', join(homedir(), '.cargo', 'bin', 'cargo')];

/**
 * Finds cargo.
 *
 * @returns {string | undefined} the command that runs
 */
export const cargo = () =>
  CANDIDATES.find((program) => spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0);

export const CARGO_CURE = 'install Rust 1.89 or newer (https://rustup.rs)';

/** @param {string} program */
const build = async (program) => {
  const inputs = inputsNow();
  const manifest = join(SEARCH_CRATE, 'Cargo.toml');
  const target = join(SEARCH_CRATE, 'target');
  const args = [
    'build',
    '--release',
    '--lib',
    '--locked',
    '--quiet',
    '--manifest-path',
    manifest,
    '--target-dir',
    target,
  ];
  await runStep('building the search module (a few minutes the first time)', program, args);
  mkdirSync(BUILT, { recursive: true });
  rmSync(STAMP, { force: true });
  // A process that has loaded the old file keeps it: the new file takes the name, not the place on the disk.
  copyFileSync(join(target, 'release', LIBRARY), `${MODULE}.new`);
  renameSync(`${MODULE}.new`, MODULE);
  writeFileSync(STAMP, inputs);
};

/**
 * Builds the module, for a program that needs it.
 *
 * @returns {Promise<void>}
 */
export const buildSearchModule = async () => {
  if (searchModuleIsBuilt()) return;
  const program = cargo();
  if (program === undefined) throw new SetUpFault(`the search module cannot be built: ${CARGO_CURE}`);
  await build(program);
};

/** Builds the module if it can. A server does everything else without it. */
export const buildSearchModuleIfPossible = async () => {
  try {
    await buildSearchModule();
  } catch (error) {
    const why = error instanceof SetUpFault ? error.message : String(error);
    const meanwhile = existsSync(MODULE)
      ? 'going on with the module of an earlier build'
      : 'search is off, and everything else works';
    say(`${why}; ${meanwhile}`);
  }
};
