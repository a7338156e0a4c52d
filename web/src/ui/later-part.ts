import { createSignal } from 'solid-js';
import type { Language } from '#web/words/languages.ts';
import { language } from '#web/words/words.ts';

/** Keeps a part of the client that is loaded later, with the texts of the language in which it was loaded. */
export const laterPart = <A>(bring: () => Promise<A>) => {
  const [loaded, setLoaded] = createSignal<{ readonly spoken: Language; readonly part: A }>();
  const load = async (): Promise<A> => {
    const spoken = language();
    const part = await bring();
    setLoaded({ spoken, part });
    return part;
  };
  /** Answers the part once it is loaded with the texts of the present language. It loads nothing. */
  const now = (): A | undefined => {
    const held = loaded();
    return held?.spoken === language() ? held.part : undefined;
  };
  /** Answers the same. The first question loads the part. */
  const ask = (): A | undefined => {
    const part = now();
    if (part === undefined) void load().catch(() => undefined);
    return part;
  };
  return { load, now, ask };
};
