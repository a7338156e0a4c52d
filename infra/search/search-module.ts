/** What the native module gives those who keep indexes, or why it is not to be had. */
import type { OpenIndex } from './generation-index.ts';
import type { FolderLock } from './search-keeper.ts';

export type SearchModule = {
  readonly openIndex: OpenIndex;
  readonly lock: (path: string) => FolderLock | undefined;
};

export const searchModule = (): SearchModule | { readonly missing: string } => ({
  missing: 'the native module is not built',
});
