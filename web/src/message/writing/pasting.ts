/** Pastes into the field: a rich text as Markdown, and an address over a selected text as a link. */

import { codeIn, holds } from '#web/message/writing/closed-parts.ts';
import { isAddress, linked } from '#web/message/writing/formats.ts';
import { replaceText } from '#web/ui/replace-text.ts';

/** Puts a text in the place of the selection. */
const pasteText = (area: HTMLTextAreaElement, text: string): void =>
  replaceText(area, area.selectionStart, area.selectionEnd, text);

/** Answers the Markdown of a rich text, or its plain text. The reader of markup is loaded with the first rich paste. */
const readable = async (markup: string, plain: string): Promise<string> => {
  try {
    const { markdownOf } = await import('#web/message/writing/rich-text.ts');
    return markdownOf(markup) ?? plain;
  } catch {
    return plain;
  }
};

/**
 * Answers true when it took the paste, so that the browser pastes nothing itself.
 *
 * @param asPlain True when the user wants the text without formats.
 */
export const takePaste = (area: HTMLTextAreaElement, data: DataTransfer, asPlain: boolean): boolean => {
  const { selectionStart: from, selectionEnd: to, value } = area;
  const plain = data.getData('text/plain');
  const markup = data.getData('text/html');
  if (asPlain || holds(codeIn(value), from)) return false;
  if (from < to && isAddress(plain) && !isAddress(value.slice(from, to))) {
    const change = linked(value, { from, to }, plain);
    replaceText(area, change.from, change.to, change.insert);
    return true;
  }
  if (markup === '') return false;
  void readable(markup, plain).then((text) => pasteText(area, text));
  return true;
};
