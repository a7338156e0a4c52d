/** Paths of the project that the set-up reads and writes. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** @param {...string} parts */
export const inProject = (...parts) => join(ROOT, ...parts);

/** Runtime of npm's `node` package, whose version `package.json` pins. */
export const PINNED_NODE = inProject('node_modules', 'node', 'bin', 'node');
