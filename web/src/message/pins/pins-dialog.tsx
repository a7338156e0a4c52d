/**
 * The pinned messages of a channel. A press leads to a message, and a moderator takes its pin away. The open list follows
 * what others do.
 */

import '#web/message/pins/pins.css';
import { isLeft } from 'fp-ts/lib/Either.js';
import { createEffect, createResource, Index, Match, onCleanup, Show, Switch } from 'solid-js';
import type { ChannelId, MessageId } from '#domain/kernel/ids.ts';
import { millisOf } from '#domain/kernel/instant.ts';
import type { Dispatch } from '#gateway/protocol/dispatches.ts';
import type { ServerFrame } from '#gateway/protocol/frames.ts';
import { type Channel, type Message, PinList } from '#gateway/protocol/resources.ts';
import type { Client } from '#web/client/client.ts';
import { withFiles } from '#web/files/later-files.ts';
import { useNames } from '#web/guild/names.ts';
import { spokenText } from '#web/message/formatted/spoken-text.ts';
import { useSurroundings } from '#web/message/formatted/surroundings.ts';
import { shownWords } from '#web/message/shown-words.ts';
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

/** True for a frame after which the list may be another one. After a reconnect it may be, whatever was missed. */
const changesPins = (
  frame: ServerFrame | Dispatch,
  channelId: ChannelId,
  shown: (id: MessageId) => boolean,
): boolean => {
  switch (frame.t) {
    case 'ready':
    case 'replayed':
      return true;
    case 'message_pin_update':
    case 'message_restore':
      return frame.d.channel_id === channelId;
    case 'message_update':
    case 'message_delete':
      return shown(frame.d.message_id);
    default:
      return false;
  }
};

export const PinsDialog = (props: {
  readonly client: Client;
  readonly channel: Channel;
  readonly unpin: (message: Message) => Promise<void>;
  readonly jump: (message: Message) => void;
  readonly close: () => void;
}) => {
  const { client } = props;
  const names = useNames();
  const surroundings = useSurroundings();
  const channelId = props.channel.channel_id;
  const [pins, { refetch }] = createResource(async () => {
    const answer = await client.api.read({ method: 'GET', path: `/channels/${channelId}/pins` }, PinList);
    return isLeft(answer) ? { trouble: await problemSaid(answer.left) } : { messages: answer.right.messages };
  });
  const messages = () => pins.latest?.messages;
  let stale = false;
  /** Changes that come while the list is read are read together. */
  const readAgain = (): void => {
    stale = pins.loading;
    if (!stale) void refetch();
  };
  createEffect(() => {
    if (!pins.loading && stale) readAgain();
  });
  const shows = (id: MessageId) => pins.loading || messages()?.some(({ message_id }) => message_id === id) === true;
  onCleanup(
    client.listen((frame) => {
      if (changesPins(frame, channelId, shows)) readAgain();
    }),
  );
  const textOf = (message: Message) => {
    const shown = shownWords(message);
    return shown === null ? words.erasedMessage : withFiles(spokenText(shown, surroundings), message.attachments);
  };
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
              {/* The rows keep the focus when the list is read again. */}
              <Index each={all()}>
                {(message) => (
                  <li class="pin">
                    <button type="button" class="pin-message" onClick={() => props.jump(message())}>
                      <Avatar id={message().author_id} name={names.of(message().author)} size="small" />
                      <span class="pin-head">
                        <strong>{names.of(message().author)}</strong>{' '}
                        <small>{dayAndTime(millisOf(message().created_at), surroundings.now())}</small>
                      </span>
                      <span class="pin-text">{textOf(message())}</span>
                    </button>
                    <Show when={may(props.channel, 'manage_messages')}>
                      <IconButton icon="close" name={words.message.unpin} press={() => void props.unpin(message())} />
                    </Show>
                  </li>
                )}
              </Index>
            </ul>
          )}
        </Match>
      </Switch>
    </Dialog>
  );
};
