/**
 * The panes with a conversation: the messages of a channel, and those of the thread beside it. A pane is the id of its
 * element. A small screen has one of them alone.
 */

export type ConversationPane = 'messages' | 'thread';

/** The pane with this element, or with the focus. Outside of both it is the first pane on the screen. */
export const paneAt = (at: EventTarget | null = document.activeElement): ConversationPane => {
  const isIn = (pane: ConversationPane): boolean => at instanceof Element && at.closest(`#${pane}`) !== null;
  return isIn('thread') || document.getElementById('messages') === null ? 'thread' : 'messages';
};

export const focusComposerOf = (pane: ConversationPane): void =>
  document.querySelector<HTMLElement>(`#${pane} .composer textarea`)?.focus();
