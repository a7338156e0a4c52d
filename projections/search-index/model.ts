/** search-index is no table: it is kept in a directory, and asked through `queries/ports/message-search.ts`. */
export const SEARCH_INDEX = 'search-index';
