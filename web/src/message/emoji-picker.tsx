import { createSignal, For } from 'solid-js';
import { EMOJI_CHARS_MAX } from '#domain/kernel/limits.ts';
import { EMOJI, emojiIn } from '#web/message/emoji.ts';
import { Button } from '#web/ui/button.tsx';
import { Form, TextField } from '#web/ui/form.tsx';
import { Popover } from '#web/ui/popover.tsx';
import { words } from '#web/words/words.ts';

const COLUMNS = 8;
const STEPS: { readonly [key: string]: number } = {
  ArrowRight: 1,
  ArrowLeft: -1,
  ArrowDown: COLUMNS,
  ArrowUp: -COLUMNS,
};

/** A popover beside `anchor`. It closes on a pick, on Escape and on a click elsewhere. */
export const EmojiPicker = (props: {
  readonly anchor: HTMLElement;
  readonly pick: (emoji: string) => void;
  readonly close: () => void;
}) => {
  const [typed, setTyped] = createSignal('');
  const [problem, setProblem] = createSignal<string>();
  let grid: HTMLDivElement | undefined;
  const picked = (emoji: string): void => {
    props.close();
    props.pick(emoji);
  };
  const move = (event: KeyboardEvent): void => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const all = [...(grid?.querySelectorAll('button') ?? [])];
    all[all.indexOf(document.activeElement as HTMLButtonElement) + step]?.focus();
  };
  return (
    <Popover class="emoji-picker" anchor={props.anchor} label={words.emoji.title} close={() => props.close()}>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for the parts of a form */}
      <div
        class="emoji-grid"
        role="group"
        aria-label={words.emoji.title}
        ref={(element) => {
          grid = element;
        }}
        onKeyDown={move}
      >
        <For each={EMOJI}>
          {([emoji, name], index) => (
            <button
              type="button"
              tabindex={index() === 0 ? 0 : -1}
              autofocus={index() === 0}
              aria-label={name}
              title={name}
              onClick={() => picked(emoji)}
            >
              {emoji}
            </button>
          )}
        </For>
      </div>
      <Form
        submit={() => {
          const emoji = emojiIn(typed());
          if (emoji === null) setProblem(words.emoji.notOne);
          else picked(emoji);
        }}
      >
        <TextField
          label={words.emoji.typed}
          value={typed()}
          change={setTyped}
          error={problem()}
          maxLength={EMOJI_CHARS_MAX}
        />
        <Button submit kind="quiet">
          {words.emoji.use}
        </Button>
      </Form>
    </Popover>
  );
};
