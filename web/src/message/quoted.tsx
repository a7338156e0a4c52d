/** The line over a reply that quotes the answered message. Its parts are loaded with the first reply on the screen. */

import { createSignal, Show } from 'solid-js';
import type { MessageRef } from '#domain/kernel/address.ts';
import type { ReplyDrafts } from '#web/message/replying.ts';
import type { Language } from '#web/words/languages.ts';
import { withLaterWords } from '#web/words/later/later-words.ts';
import { language } from '#web/words/words.ts';

type ReplyParts = typeof import('#web/message/replies/reply-parts.ts');

const [loaded, setLoaded] = createSignal<{ readonly spoken: Language; readonly parts: ReplyParts }>();

export const loadReplyParts = async (): Promise<void> => {
  const spoken = language();
  setLoaded({ spoken, parts: await withLaterWords(import('#web/message/replies/reply-parts.ts')) });
};

/** Answers the parts of replies once they are loaded with the texts of the present language. The first question loads them. */
export const replyParts = (): ReplyParts | undefined => {
  const now = loaded();
  if (now?.spoken === language()) return now.parts;
  void loadReplyParts().catch(() => undefined);
  return undefined;
};

export const Quoted = (props: {
  readonly at: MessageRef;
  readonly replying: ReplyDrafts;
  readonly reachable: boolean;
  readonly jump: (at: MessageRef) => void;
}) => (
  <p class="reply-line">
    <Show when={replyParts()} keyed>
      {({ QuotedLine }) => <QuotedLine {...props} />}
    </Show>
  </p>
);
