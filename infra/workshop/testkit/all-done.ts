import { searchModule } from '#infra/search/search-module.ts';

/**
 * Exit code of `filament projections ... --all`. It is 3 where the search module cannot be built and the search index
 * is left out.
 */
export const ALL_DONE = 'missing' in searchModule() ? 3 : 0;
