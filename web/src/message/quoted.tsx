/** The line over a reply that quotes the answered message. Its parts are loaded with the first reply on the screen. */

import { Show } from 'solid-js';
import type { MessageRef } from '#domain/kernel/address.ts';
import type { ReplyDrafts } from '#web/message/replying.ts';
import { laterPart } from '#web/ui/later-part.ts';
import { withLaterWords } from '#web/words/later/later-words.ts';

export const { load: loadReplyParts, ask: replyParts } = laterPart(() =>
  withLaterWords(import('#web/message/replies/reply-parts.ts')),
);

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
