/**
 * Replaces a part of a field as if the user had typed it, so that the browser can undo it. Only the old command of
 * browsers does so; a browser without it gets the text without an undo.
 */
export const replaceText = (field: HTMLTextAreaElement, from: number, to: number, text: string): void => {
  field.focus();
  field.setSelectionRange(from, to);
  if (text === '' && from === to) return;
  if (document.execCommand(text === '' ? 'delete' : 'insertText', false, text)) return;
  field.setRangeText(text, from, to, 'end');
  field.dispatchEvent(new InputEvent('input', { bubbles: true }));
};
