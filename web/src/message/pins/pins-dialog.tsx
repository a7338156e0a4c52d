/** The pinned messages of a channel. A press leads to a message, and a moderator takes its pin away. */

import '#web/message/pins/pins.css';
import { isLeft } from 'fp-ts/lib/Either.js';
import { createResource, For, Match, Show, Switch } from 'solid-js';
import { millisOf } from '#domain/kernel/instant.ts';
import { type Channel, type Message, PinList } from '#gateway/protocol/resources.ts';
import type { Client } from '#web/client/client.ts';
import { useNames } from '#web/guild/names.ts';
import { may } from '#web/store/rights.ts';
import { Avatar } from '#web/ui/avatar.tsx';
import { IconButton } from '#web/ui/button.tsx';
import { dayAndTime } from '#web/ui/clock.ts';
import { Dialog } from '#web/ui/dialog.tsx';
import { EmptyState } from '#web/ui/empty-state.tsx';
import { PaneTrouble } from '#web/ui/pane-trouble.tsx';
import { later } from '#web/words/later/later-words.ts';
import { problemSaid } from '#web/words/problems.ts';
import { words } from '#web/words/words.ts';

export const PinsDialog = (props: {
  readonly client: Client;
  readonly channel: Channel;
  readonly now: () => number;
  readonly unpin: (message: Message) => Promise<void>;
  readonly jump: (message: Message) => void;
  readonly close: () => void;
}) => {
  const { client } = props;
  const names = useNames();
  const channelId = props.channel.channel_id;
  const [pins, { refetch }] = createResource(async () => {
    const answer = await client.api.read({ method: 'GET', path: `/channels/${channelId}/pins` }, PinList);
    return isLeft(answer) ? { trouble: await problemSaid(answer.left) } : { messages: answer.right.messages };
  });
  const messages = () => pins.latest?.messages;
  return (
    <Dialog title={later.pins.title(props.channel.name)} close={props.close} size="wide">
      <Switch fallback={<p class="quiet-note">{words.loading}</p>}>
        <Match when={pins.latest?.trouble}>{(why) => <PaneTrouble text={why()} again={() => void refetch()} />}</Match>
        <Match when={messages()?.length === 0}>
          <EmptyState icon="pin" title={later.pins.none} text={later.pins.noneHint} />
        </Match>
        <Match when={messages()}>
          {(all) => (
            <ul class="pins" aria-label={words.channel.pins}>
              <For each={all()}>
                {(message) => (
                  <li class="pin">
                    <button type="button" class="pin-message" onClick={() => props.jump(message)}>
                      <Avatar id={message.author_id} name={names.of(message.author)} size="small" />
                      <span class="pin-head">
                        <strong>{names.of(message.author)}</strong>{' '}
                        <small>{dayAndTime(millisOf(message.created_at), props.now())}</small>
                      </span>
                      <span class="pin-text">{message.content ?? words.erasedMessage}</span>
                    </button>
                    <Show when={may(props.channel, 'manage_messages')}>
                      <IconButton
                        icon="close"
                        name={words.message.unpin}
                        press={() => void props.unpin(message).then(refetch)}
                      />
                    </Show>
                  </li>
                )}
              </For>
            </ul>
          )}
        </Match>
      </Switch>
    </Dialog>
  );
};
