import { createSignal, onMount } from 'solid-js';
import type { Message } from '#gateway/protocol/resources.ts';
import { charsLeft, contentOf } from '#web/message/content.ts';
import type { Edits } from '#web/message/edits.ts';
import { TextArea } from '#web/ui/text-area.tsx';
import { words } from '#web/words/words.ts';

export const EditBox = (props: {
  readonly message: Message;
  readonly edits: Edits;
  readonly save: (text: string) => void;
  readonly cancel: () => void;
}) => {
  const { edits, message } = props;
  const [text, setText] = createSignal(edits.textOf(message));
  const over = () => -charsLeft(text());
  let area: HTMLTextAreaElement | undefined;
  onMount(() => {
    if (!edits.takesFocus()) return;
    area?.focus();
    area?.setSelectionRange(text().length, text().length);
  });
  return (
    <div class="edit-box">
      <TextArea
        label={words.message.editing}
        value={text()}
        change={(next) => {
          setText(next);
          edits.change(message, next);
        }}
        submit={() => {
          if (over() <= 0) props.save(contentOf(text()));
        }}
        escape={props.cancel}
        element={(element) => {
          area = element;
        }}
      />
      <p class="hint">{over() > 0 ? words.composer.over(over()) : words.message.editHint}</p>
    </div>
  );
};
