/** Loads the search panel. The first screen does not need it, so it comes when the browser is idle (`dialogs.tsx`). */

export const loadSearchPanel = () => import('#web/search/search-panel.tsx');
