/** Gives the keeper the functions of the native module, or the reason why it cannot be loaded. */
import type { MessageSearch } from '#queries/ports/message-search.ts';
import type { IndexOpener } from './generation-index.ts';
import { nativeLastTerm, openNativeIndex } from './native-index.ts';
import { loadNativeModule } from './native-module.ts';
import type { FolderLock } from './search-keeper.ts';

export type SearchModule = {
  readonly openIndex: IndexOpener;
  readonly lastTermOf: MessageSearch['lastTermOf'];
  readonly lock: (path: string) => FolderLock | undefined;
};

export const searchModule = (): SearchModule | { readonly missing: string } => {
  const native = loadNativeModule();
  if ('missing' in native) return native;
  return {
    openIndex: openNativeIndex(native),
    lastTermOf: nativeLastTerm(native),
    lock: (path) => native.NativeLock.take(path) ?? undefined,
  };
};
