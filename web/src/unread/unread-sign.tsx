/** The signs of unread messages: the number of mentions, and the words for screen readers. */

import { Show } from 'solid-js';
import { shownNumber, type UnreadSum } from '#web/unread/unread-sum.ts';
import { words } from '#web/words/words.ts';

/** Says the numbers in words: `3 unread, 1 mention`. An empty text when nothing is unread. */
export const unreadSaid = ({ messages, mentions }: UnreadSum): string =>
  [
    messages > 0 ? words.unread.count(shownNumber(messages)) : null,
    mentions > 0 ? words.unread.mentions(mentions) : null,
  ]
    .filter((part) => part !== null)
    .join(', ');

/** The number of mentions. Nothing without any. */
export const MentionBadge = (props: { readonly sum: UnreadSum }) => (
  <Show when={props.sum.mentions > 0}>
    <span class="mention-badge" aria-hidden="true">
      {shownNumber(props.sum.mentions)}
    </span>
  </Show>
);
