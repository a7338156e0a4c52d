/** Where the project lies, and what of it the set-up reads and writes. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** @param {...string} parts */
export const inProject = (...parts) => join(ROOT, ...parts);

/** The runtime that npm's `node` package brings; `package.json` pins its version. */
export const PINNED_NODE = inProject('node_modules', 'node', 'bin', 'node');
