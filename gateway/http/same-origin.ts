/**
 * Says whether a page of this server sent a request. It guards the cookie, which a browser adds by itself. No script
 * can forge these headers. A request without them comes from no browser of today, so it counts as foreign.
 */
export const isSameOrigin = (publicOrigin: string, header: (name: string) => string | undefined): boolean => {
  if (header('sec-fetch-site') === 'same-origin') return true;
  return header('sec-fetch-site') === undefined && header('origin') === publicOrigin;
};
