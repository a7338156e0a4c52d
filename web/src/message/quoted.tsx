/** The line over a reply that quotes the answered message. Its parts are loaded with the first reply on the screen. */

import { createSignal, Show } from 'solid-js';
import type { MessageRef } from '#domain/kernel/address.ts';
import type { Replying } from '#web/message/replying.ts';

type ReplyParts = typeof import('#web/message/replies/reply-parts.ts');

const [loaded, setLoaded] = createSignal<ReplyParts>();

export const loadReplyParts = async (): Promise<void> => {
  setLoaded(await import('#web/message/replies/reply-parts.ts'));
};

/** Answers the parts of replies once they are loaded. The first question loads them. */
export const replyParts = (): ReplyParts | undefined => {
  const parts = loaded();
  if (parts === undefined) void loadReplyParts().catch(() => undefined);
  return parts;
};

export const Quoted = (props: {
  readonly at: MessageRef;
  readonly replying: Replying;
  readonly reachable: boolean;
  readonly jump: (at: MessageRef) => void;
}) => (
  <p class="quoted">
    <Show when={replyParts()} keyed>
      {({ QuotedLine }) => <QuotedLine {...props} />}
    </Show>
  </p>
);
