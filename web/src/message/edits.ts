/** The open edit and the texts of all edits. A text is kept while its row is not drawn or the server refuses it. */

import { type Accessor, createSignal } from 'solid-js';
import type { MessageId } from '#domain/kernel/ids.ts';
import type { Message } from '#gateway/protocol/resources.ts';

export type Edits = {
  readonly open: Accessor<MessageId | null>;
  readonly start: (id: MessageId) => void;
  /** Closes the edit and keeps its text. */
  readonly leave: () => void;
  /** Opens an edit that could not be saved, with its text. Does nothing while another edit is open. */
  readonly reopen: (message: Message) => void;
  readonly forget: (message: Message) => void;
  /** Drops the text of a saved edit. Keeps it when the edit is open again, because the text may be newer. */
  readonly saved: (message: Message) => void;
  readonly textOf: (message: Message) => string;
  readonly change: (message: Message, text: string) => void;
  /** True once after each start. A box that scrolls back into view does not take the focus. */
  readonly takesFocus: () => boolean;
};

export const edits = (): Edits => {
  const [open, setOpen] = createSignal<MessageId | null>(null);
  const texts = new Map<MessageId, string>();
  let started = false;
  const forget = (message: Message): void => void texts.delete(message.message_id);
  return {
    open,
    start: (id) => {
      started = true;
      setOpen(id);
    },
    leave: () => setOpen(null),
    reopen: (message) => setOpen((now) => now ?? message.message_id),
    forget,
    saved: (message) => {
      if (open() !== message.message_id) forget(message);
    },
    textOf: (message) => texts.get(message.message_id) ?? message.content ?? '',
    change: (message, text) => void texts.set(message.message_id, text),
    takesFocus: () => {
      const now = started;
      started = false;
      return now;
    },
  };
};
