/** Prefix of the name of a content key in a stored event: `c:<number>` is the key of one text or of one file. */
const CONTENT = 'c:';

export const contentKeyName = (id: number): string => `${CONTENT}${id}`;

/** Returns the number in `c:<number>`, and undefined for every other key name. */
export const contentKeyId = (key: string): number | undefined => {
  if (!key.startsWith(CONTENT)) return undefined;
  const id = Number(key.slice(CONTENT.length));
  return Number.isSafeInteger(id) && id > 0 ? id : undefined;
};
