/** The open edit and the texts of all edits. A text is kept while its row is not drawn. */

import { type Accessor, createSignal } from 'solid-js';
import type { ChannelId, MessageId } from '#domain/kernel/ids.ts';
import type { Message } from '#gateway/protocol/resources.ts';

export type Edits = {
  readonly open: Accessor<MessageId | null>;
  readonly start: (id: MessageId) => void;
  /** Sets the text with which an edit begins, unless the user has begun one. */
  readonly begin: (message: Message, text: string) => void;
  /** Closes the edit and keeps its text. */
  readonly leave: () => void;
  readonly forget: (message: Message) => void;
  readonly textOf: (message: Message) => string;
  readonly change: (message: Message, text: string) => void;
  /** Answers the begun edits of a channel that differ from their messages. */
  readonly begunIn: (channelId: ChannelId) => ReadonlyArray<string>;
  /** True once after each start. A box that scrolls back into view does not take the focus. */
  readonly takesFocus: () => boolean;
};

export const edits = (): Edits => {
  const [open, setOpen] = createSignal<MessageId | null>(null);
  const texts = new Map<MessageId, { readonly message: Message; readonly text: string }>();
  let started = false;
  const forget = (message: Message): void => void texts.delete(message.message_id);
  return {
    open,
    start: (id) => {
      started = true;
      setOpen(id);
    },
    begin: (message, text) => {
      if (!texts.has(message.message_id)) texts.set(message.message_id, { message, text });
    },
    leave: () => setOpen(null),
    forget,
    textOf: (message) => texts.get(message.message_id)?.text ?? message.content ?? '',
    change: (message, text) => void texts.set(message.message_id, { message, text }),
    begunIn: (channelId) =>
      [...texts.values()]
        .filter(
          ({ message, text }) => message.channel_id === channelId && text.trim() !== '' && text !== message.content,
        )
        .map(({ text }) => text),
    takesFocus: () => {
      const now = started;
      started = false;
      return now;
    },
  };
};
