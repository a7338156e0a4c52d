/** The frame around the words that a message forwards. They are formatted like those of any message. */

import '#web/message/forwards/forwards.css';
import { Show } from 'solid-js';
import { millisOf } from '#domain/kernel/instant.ts';
import type { Message } from '#gateway/protocol/resources.ts';
import { useSurroundings } from '#web/message/formatted/surroundings.ts';
import { MessageText } from '#web/message/message-text.tsx';
import { may } from '#web/store/rights.ts';
import { dayAndTime, fullTime } from '#web/ui/clock.ts';
import { Icon } from '#web/ui/icon.tsx';
import { later } from '#web/words/later/later-words.ts';

export const ForwardFrame = (props: {
  readonly forward: NonNullable<Message['forward']>;
  /** True in the message with the focus. Tab reaches what is inside that message only. */
  readonly reachable: boolean;
}) => {
  const deps = useSurroundings();
  /** The channel of the first message, where the reader may read it. */
  const channel = () => {
    const found = deps.client?.state().channels[props.forward.channel_id] ?? null;
    return may(found, 'read_message_history') ? found : null;
  };
  return (
    <figure class="forward">
      <figcaption>
        <Icon name="reply" />
        <strong>{later.forwards.forwarded}</strong>
        <Show when={props.forward.said}>
          {(said) => (
            <>
              <span class="forward-author">{deps.nameOf(said().author)}</span>
              <time datetime={said().created_at} title={fullTime(said().created_at)}>
                {dayAndTime(millisOf(said().created_at), deps.now())}
              </time>
            </>
          )}
        </Show>
      </figcaption>
      <Show when={props.forward.said} fallback={<p class="quiet-note">{later.forwards.gone}</p>}>
        {(said) => (
          <>
            <div class="content">
              <MessageText text={said().content} reachable={props.reachable} />
            </div>
            <Show when={channel()}>
              {(one) => (
                <button
                  type="button"
                  class="link"
                  tabindex={props.reachable ? undefined : -1}
                  onClick={() => {
                    const { guild_id: guildId, channel_id: channelId } = one();
                    const { message_id: messageId } = props.forward;
                    if (guildId !== null) deps.openPlace({ guildId, channelId, messageId });
                  }}
                >
                  {later.forwards.jump(one().name)}
                </button>
              )}
            </Show>
          </>
        )}
      </Show>
    </figure>
  );
};
