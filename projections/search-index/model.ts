/** Name of the search index. It is kept in a directory, and queries reach it by `queries/ports/message-search.ts`. */
export const SEARCH_INDEX = 'search-index';
