/**
 * The acts on members and messages. Few users may act, so the acts are loaded when the browser is idle, or with the
 * first menu that offers them.
 */

import { createSignal } from 'solid-js';
import type { Language } from '#web/words/languages.ts';
import { language } from '#web/words/words.ts';

type Governing = typeof import('#web/governance/moderation.ts');

const [loaded, setLoaded] = createSignal<{ readonly spoken: Language; readonly part: Governing }>();

export const loadGoverning = async (): Promise<Governing> => {
  const spoken = language();
  const [{ loadGovernWords }, part] = await Promise.all([
    import('#web/governance/words/govern-words.ts'),
    import('#web/governance/moderation.ts'),
  ]);
  await loadGovernWords();
  setLoaded({ spoken, part });
  return part;
};

/** Answers the acts once they are loaded with the texts of the present language. The first question loads them. */
export const governing = (): Governing | undefined => {
  const now = loaded();
  if (now?.spoken === language()) return now.part;
  void loadGoverning().catch(() => undefined);
  return undefined;
};
