/** The row of a message that the log does not hold yet, with how far it has come. */

import { createSignal, Show } from 'solid-js';
import type { User } from '#gateway/protocol/resources.ts';
import { Files } from '#web/files/files-place.tsx';
import { withFiles } from '#web/files/later-files.ts';
import { useNames } from '#web/guild/names.ts';
import { spokenContent } from '#web/message/formatted/later-formatting.ts';
import { useSurroundings } from '#web/message/formatted/surroundings.ts';
import type { MessageHandlers } from '#web/message/message-actions.ts';
import { MessageText } from '#web/message/message-text.tsx';
import { Quoted } from '#web/message/quoted.tsx';
import type { PendingMessage } from '#web/store/state.ts';
import { Avatar } from '#web/ui/avatar.tsx';
import { timeOf } from '#web/ui/clock.ts';
import { Icon } from '#web/ui/icon.tsx';
import { problemText } from '#web/words/problems.ts';
import { words } from '#web/words/words.ts';

const stateOf = ({ status }: PendingMessage): string => {
  if (status === 'refused') return words.message.failed;
  return status === 'waiting' ? words.message.waiting : words.message.sending;
};

export const PendingRow = (props: {
  readonly pending: PendingMessage;
  readonly head: boolean;
  readonly user: User;
  readonly viewer: string;
  readonly now: number;
  readonly handlers: MessageHandlers;
  readonly again: () => void;
  readonly discard: () => void;
}) => {
  const [focused, setFocused] = createSignal(false);
  const names = useNames();
  const surroundings = useSurroundings();
  const name = () => names.of(props.user);
  return (
    <article
      class="message pending"
      classList={{ head: props.head, refused: props.pending.status === 'refused' }}
      tabindex="-1"
      data-nonce={props.pending.nonce}
      data-row={props.pending.nonce}
      aria-label={[
        name(),
        withFiles(spokenContent(props.pending.content, surroundings), props.pending.files),
        stateOf(props.pending),
      ].join(', ')}
      onFocusIn={() => setFocused(true)}
      onFocusOut={(event) => setFocused(event.currentTarget.contains(event.relatedTarget as Node | null))}
    >
      <Show when={props.head} fallback={<span class="gutter" />}>
        <Avatar id={props.viewer} name={name()} />
      </Show>
      <div>
        <Show when={props.pending.replyTo}>
          {(messageId) => (
            <Quoted
              at={{ channelId: props.pending.channelId, messageId: messageId() }}
              replying={props.handlers.replying}
              reachable={focused()}
              jump={props.handlers.jump}
            />
          )}
        </Show>
        <Show when={props.head}>
          <header class="message-head">
            <span class={`author ${names.look(props.user).class}`} style={names.look(props.user).style}>
              {name()}
            </span>
            <time>{timeOf(props.pending.at)}</time>
          </header>
        </Show>
        <div class="content">
          <MessageText text={props.pending.content} reachable={focused()} />
          <Show when={props.pending.status === 'waiting'}>
            <span class="edited">({words.message.waiting})</span>
          </Show>
        </div>
        <Files client={props.handlers.client} files={props.pending.files} reachable={focused()} pending />
        <Show when={props.pending.status === 'refused'}>
          <p class="refusal" role="alert">
            <Icon name="alert" />
            {words.message.failed} {props.pending.trouble === null ? '' : problemText(props.pending.trouble)}
            <button type="button" class="link" tabindex={focused() ? undefined : -1} onClick={() => props.again()}>
              {words.message.retry}
            </button>
            <button type="button" class="link" tabindex={focused() ? undefined : -1} onClick={() => props.discard()}>
              {words.message.discard}
            </button>
          </p>
        </Show>
      </div>
    </article>
  );
};
