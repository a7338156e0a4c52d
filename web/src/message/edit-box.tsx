import { createSignal, onMount } from 'solid-js';
import { MESSAGE_CHARS_MAX } from '#domain/kernel/limits.ts';
import { TextArea } from '#web/ui/text-area.tsx';
import { words } from '#web/words.ts';

export const EditBox = (props: {
  readonly text: string;
  readonly save: (text: string) => void;
  readonly cancel: () => void;
}) => {
  const [text, setText] = createSignal(props.text);
  let area: HTMLTextAreaElement | undefined;
  onMount(() => {
    area?.focus();
    area?.setSelectionRange(props.text.length, props.text.length);
  });
  return (
    <div class="edit-box">
      <TextArea
        label={words.message.editing}
        value={text()}
        change={setText}
        submit={() => {
          if (text().length <= MESSAGE_CHARS_MAX) props.save(text().trim());
        }}
        escape={props.cancel}
        element={(element) => {
          area = element;
        }}
      />
      <p class="hint">
        {text().length > MESSAGE_CHARS_MAX
          ? words.composer.over(text().length - MESSAGE_CHARS_MAX)
          : words.message.editHint}
      </p>
    </div>
  );
};
