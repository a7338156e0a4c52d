/**
 * The acts on members and messages. Few users may act, so the acts are loaded when the browser is idle, or with the
 * first menu that offers them.
 */

import { laterPart } from '#web/ui/later-part.ts';

export const { load: loadGoverning, ask: governing } = laterPart(async () => {
  const [{ loadGovernWords }, part] = await Promise.all([
    import('#web/governance/words/govern-words.ts'),
    import('#web/governance/moderation.ts'),
  ]);
  await loadGovernWords();
  return part;
});
