/** Loads what helps to write with the first key in a field, or when the browser is idle. So the first load stays small. */

import { laterPart } from '#web/ui/later-part.ts';

export const {
  load: loadWriting,
  now: writing,
  ask: askWriting,
} = laterPart(async () => {
  const [{ loadWritingWords }, part] = await Promise.all([
    import('#web/message/writing/words/writing-words.ts'),
    import('#web/message/writing/writing-part.ts'),
  ]);
  await loadWritingWords();
  return part;
});
