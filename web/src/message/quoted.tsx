/** The line over a reply that quotes the answered message. */

import { Show } from 'solid-js';
import type { MessageRef } from '#domain/kernel/address.ts';
import { messageParts } from '#web/message/later-message-parts.ts';
import type { ReplyDrafts } from '#web/message/replying.ts';

export const Quoted = (props: {
  readonly at: MessageRef;
  readonly replying: ReplyDrafts;
  readonly reachable: boolean;
  readonly jump: (at: MessageRef) => void;
}) => (
  <p class="reply-line">
    <Show when={messageParts()} keyed>
      {({ QuotedLine }) => <QuotedLine {...props} />}
    </Show>
  </p>
);
