/** Loads the formatting of messages right after the first messages are painted. Until then they are drawn as plain text. */

import { createSignal } from 'solid-js';
import type { FormattedDeps } from '#web/message/formatted/surroundings.ts';

const loadFormatting = () => import('#web/message/formatted/formatting.tsx');
type Formatting = Awaited<ReturnType<typeof loadFormatting>>;

/** Milliseconds after which a failed load is tried again. */
const AGAIN_AFTER_MS = 5_000;

const [formatting, setFormatting] = createSignal<Formatting>();
let asked = false;

const load = (): void => {
  loadFormatting().then(setFormatting, () => setTimeout(load, AGAIN_AFTER_MS));
};

/** Answers the formatting once it is there. The first call asks for it, after the next frame. */
export const laterFormatting = (): Formatting | undefined => {
  if (!asked) {
    asked = true;
    requestAnimationFrame(() => setTimeout(load));
  }
  return formatting();
};

/** Answers a content as screen readers say it: as it was typed until the formatting is there. */
export const spokenContent = (content: string, deps: FormattedDeps): string =>
  laterFormatting()?.spokenText(content, deps) ?? content;
