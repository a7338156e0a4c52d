/** Loads the search of emoji with its tables. German is searched beside English, because people know both. */

import { language } from '#web/words/words.ts';

export const loadEmojiTables = async () => {
  const [{ table }, german] = await Promise.all([
    import('#web/emoji/tables/en.ts'),
    language() === 'de' ? import('#web/emoji/tables/de.ts') : null,
  ]);
  return { table, others: german === null ? [] : [german.table] };
};

export const loadEmojiSearch = async () => {
  const [{ emojiSearch }, { table, others }] = await Promise.all([
    import('#web/emoji/emoji-search.ts'),
    loadEmojiTables(),
  ]);
  return emojiSearch(table, others);
};
