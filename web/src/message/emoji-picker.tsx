import { createSignal, For, onMount } from 'solid-js';
import { EMOJI_CHARS_MAX } from '#domain/kernel/limits.ts';
import { EMOJI, emojiIn } from '#web/message/emoji.ts';
import { Button } from '#web/ui/button.tsx';
import { Form, TextField } from '#web/ui/form.tsx';
import { place } from '#web/ui/place.ts';
import { words } from '#web/words.ts';

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
  let popover: HTMLDivElement | undefined;
  let grid: HTMLDivElement | undefined;
  onMount(() => {
    if (popover === undefined) return;
    popover.showPopover();
    place(popover, props.anchor);
    grid?.querySelector('button')?.focus();
  });
  const picked = (emoji: string): void => {
    popover?.hidePopover();
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
    <div
      class="emoji-picker"
      role="dialog"
      aria-label={words.emoji.title}
      popover="auto"
      ref={(element) => {
        popover = element;
      }}
      on:toggle={(event: Event & { readonly newState?: string }) => {
        if (event.newState !== 'closed') return;
        if (popover?.contains(document.activeElement) === true || document.activeElement === document.body) {
          props.anchor.focus({ preventScroll: true });
        }
        props.close();
      }}
    >
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
    </div>
  );
};
