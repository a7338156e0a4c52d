/** Loads the compiled module, which `infra/setup/search-module.js` or a container build placed beside its sources. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { lastTerm, NativeIndex, NativeLock } from './native/filament-search.d.ts';

export type NativeModule = {
  readonly NativeIndex: typeof NativeIndex;
  readonly NativeLock: typeof NativeLock;
  readonly lastTerm: typeof lastTerm;
};

const MODULE = fileURLToPath(new URL('native/dist/filament-search.node', import.meta.url));
const CURE = 'install Rust (https://rustup.rs) and start again';

const isNativeModule = (loaded: unknown): loaded is NativeModule =>
  typeof loaded === 'object' &&
  loaded !== null &&
  'NativeIndex' in loaded &&
  typeof loaded.NativeIndex === 'function' &&
  'NativeLock' in loaded &&
  typeof loaded.NativeLock === 'function' &&
  'lastTerm' in loaded &&
  typeof loaded.lastTerm === 'function';

/** Loads the native module. Returns the reason and the cure for the operator when it cannot be loaded. */
export const loadNativeModule = (path = MODULE): NativeModule | { readonly missing: string } => {
  if (!existsSync(path)) return { missing: `the search module is not built; ${CURE}` };
  try {
    const loaded: unknown = createRequire(import.meta.url)(path);
    return isNativeModule(loaded) ? loaded : { missing: `${path} is not the search module of this version; ${CURE}` };
  } catch (error) {
    return { missing: `the search module does not load: ${error instanceof Error ? error.message : String(error)}` };
  }
};
