/** What search-index is called. It is kept in a directory and not in tables, so there are no rows to describe. */
export const SEARCH_INDEX = 'search-index';
