/** Finds names in the filters of a search that the user cannot mean: no member has the name, or no channel in sight. */

export type UnknownName = { readonly of: 'person' | 'channel'; readonly name: string };

/** A phrase, or a filter with its value, which stands in quotes or ends at the next space. */
const TERM = /(?:^|\s)-?(?:"[^"]*"|(from|mentions|in):(?:"([^"]*)"|([^\s"]+)))/gi;
/** Name that stands for the user. */
const ME = 'me';

const same = (name: string): string => name.normalize('NFKC').replace(/^[@#]/, '').toLocaleLowerCase();

/**
 * Answers each unknown name once. `people` is undefined while not every member is known, and then no name of a person
 * counts as unknown.
 */
export const unknownNames = (
  text: string,
  known: { readonly people: ReadonlyArray<string> | undefined; readonly channels: ReadonlyArray<string> },
): ReadonlyArray<UnknownName> => {
  const people = known.people === undefined ? undefined : new Set([ME, ...known.people.map(same)]);
  const channels = new Set(known.channels.map(same));
  const unknown = new Map<string, UnknownName>();
  for (const [, filter = '', quoted, bare = ''] of text.matchAll(TERM)) {
    const name = quoted ?? bare;
    const of = filter.toLowerCase() === 'in' ? 'channel' : 'person';
    const isKnown = (of === 'channel' ? channels : people)?.has(same(name)) ?? true;
    if (!isKnown && name !== '') unknown.set(`${of} ${same(name)}`, { of, name });
  }
  return [...unknown.values()];
};
