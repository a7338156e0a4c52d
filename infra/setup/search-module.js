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

/** Everything the module is made of; `Cargo.lock` stands for the crates in it. */
const INPUTS = ['src', 'build.rs', 'Cargo.toml', 'Cargo.lock'].map((name) => [...CRATE, name].join('/'));
const NOT_INPUTS = /$^/;

const BUILT = inProject(...CRATE, 'dist');
const MODULE = join(BUILT, 'filament-search.node');
const STAMP = join(BUILT, '.inputs');

/** Built for another machine, it is stale here. */
const inputsNow = () => `${hashOfInputs(INPUTS, NOT_INPUTS)} ${process.platform}-${process.arch}`;

export const searchModuleIsBuilt = () =>
  existsSync(MODULE) && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === inputsNow();

/** @type {Readonly<Record<string, string>>} */
const LIBRARIES = { darwin: 'libfilament_search.dylib', win32: 'filament_search.dll' };
/** What the compiler calls a library that is loaded at run time. */
const LIBRARY = LIBRARIES[process.platform] ?? 'libfilament_search.so';

/** Rust's own installer puts it in a place that not every shell looks at. */
const CANDIDATES = ['cargo', join(homedir(), '.cargo', 'bin', 'cargo')];

/** @returns {string | undefined} the program that builds it */
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
  // A process that has the old one loaded keeps it: the new one takes its name, not its place on the disk.
  copyFileSync(join(target, 'release', LIBRARY), `${MODULE}.new`);
  renameSync(`${MODULE}.new`, MODULE);
  writeFileSync(STAMP, inputs);
};

/**
 * For whoever cannot do without it.
 *
 * @returns {Promise<void>}
 */
export const buildSearchModule = async () => {
  if (searchModuleIsBuilt()) return;
  const program = cargo();
  if (program === undefined) throw new SetUpFault(`the search module cannot be built: ${CARGO_CURE}`);
  await build(program);
};

/** For a server, which does everything else without it. */
export const buildSearchModuleIfPossible = async () => {
  try {
    await buildSearchModule();
  } catch (error) {
    const why = error instanceof SetUpFault ? error.message : String(error);
    const meanwhile = existsSync(MODULE)
      ? 'going on with the one built before'
      : 'search is off, everything else works';
    say(`${why}; ${meanwhile}`);
  }
};
