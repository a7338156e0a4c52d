/** A sentence about an event between the messages. It is quiet: nobody wrote it, so nobody answers or changes it. */

import { createSignal, Show } from 'solid-js';
import type { MessageRef } from '#domain/kernel/address.ts';
import { millisOf } from '#domain/kernel/instant.ts';
import type { Message } from '#gateway/protocol/resources.ts';
import { useNames } from '#web/guild/names.ts';
import { dayAndTime, fullTime, timeOf } from '#web/ui/clock.ts';
import { Icon, type IconName } from '#web/ui/icon.tsx';
import { later } from '#web/words/later/later-words.ts';

const ICONS: { readonly [kind: string]: IconName } = { joined: 'person', pinned: 'pin', renamed: 'pencil' };

const sentence = ({ kind, content }: Message, name: string): string => {
  if (kind === 'joined') return later.lines.joined(name);
  return kind === 'pinned' ? later.lines.pinned(name) : later.lines.renamed(name, content ?? '');
};

export const SystemLine = (props: {
  readonly message: Message;
  readonly pointed: boolean;
  readonly now: number;
  readonly jump: (at: MessageRef) => void;
}) => {
  const [focused, setFocused] = createSignal(false);
  const names = useNames();
  const text = () => sentence(props.message, names.of(props.message.author));
  const at = () => millisOf(props.message.created_at);
  return (
    <article
      class="message line"
      classList={{ pointed: props.pointed }}
      tabindex="-1"
      data-message={props.message.message_id}
      data-row={props.message.message_id}
      aria-label={[text(), dayAndTime(at(), props.now)].join(', ')}
      onFocusIn={() => setFocused(true)}
      onFocusOut={(event) => setFocused(event.currentTarget.contains(event.relatedTarget as Node | null))}
    >
      <span class="line-icon">
        <Icon name={ICONS[props.message.kind] ?? 'info'} />
      </span>
      <p>
        {text()}{' '}
        <Show when={props.message.reply_to}>
          {(messageId) => (
            <button
              type="button"
              class="link"
              tabindex={focused() ? undefined : -1}
              onClick={() => props.jump({ channelId: props.message.channel_id, messageId: messageId() })}
            >
              {later.lines.toPinned}
            </button>
          )}
        </Show>{' '}
        <time datetime={props.message.created_at} title={fullTime(props.message.created_at)}>
          {timeOf(at())}
        </time>
      </p>
    </article>
  );
};
