/** The message being edited, and what is made of it: the text outlives its row, and a server that says no. */

import { type Accessor, createSignal } from 'solid-js';
import type { MessageId } from '#domain/kernel/ids.ts';
import type { Message } from '#gateway/protocol/resources.ts';

export type Edits = {
  readonly open: Accessor<MessageId | null>;
  readonly start: (id: MessageId) => void;
  /** Puts the box away and keeps its text. */
  readonly leave: () => void;
  /** Opens it again with the text that could not be saved, unless another is open by now. */
  readonly reopen: (message: Message) => void;
  readonly forget: (message: Message) => void;
  /** Its text is no longer needed, unless it is open again by now: then it may be another already. */
  readonly saved: (message: Message) => void;
  readonly textOf: (message: Message) => string;
  readonly change: (message: Message, text: string) => void;
  /** True once after each start: a box that only comes back into sight leaves the focus where it is. */
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
