/**
 * Whether a page of this very server sent a request, for the one case where a browser adds a credential by itself.
 * Scripts can forge neither header; a request without both comes from no browser of today, and is refused too.
 */
export const isSameOrigin = (publicOrigin: string, header: (name: string) => string | undefined): boolean => {
  if (header('sec-fetch-site') === 'same-origin') return true;
  return header('sec-fetch-site') === undefined && header('origin') === publicOrigin;
};
