import { createEffect } from 'solid-js';

/** True for a field that shows all its text. */
const isWhole = (area: HTMLTextAreaElement | undefined): boolean =>
  area !== undefined && area.scrollHeight <= area.clientHeight + 1;

/**
 * A text field that grows with its text. A hidden copy of the text gives the height, so that no script measures it. A
 * script would shrink the field for a moment, and the list above it would scroll.
 *
 * Enter submits, Shift+Enter breaks the line. An input method keeps its keys (`input-method.ts`).
 */
export const TextArea = (props: {
  readonly label: string;
  readonly value: string;
  readonly change: (value: string) => void;
  readonly submit: () => void;
  readonly escape: () => void;
  readonly up?: () => boolean;
  /** Called for Page up (-1) and Page down (1) in a text that has no pages itself. */
  readonly page?: (by: 1 | -1) => void;
  readonly element: (element: HTMLTextAreaElement) => void;
  readonly placeholder?: string;
  readonly disabled?: boolean;
  readonly describedBy?: string;
}) => {
  let area: HTMLTextAreaElement | undefined;
  createEffect(() => {
    if (area === undefined) return;
    if (area.value !== props.value) area.value = props.value;
  });
  const pressed = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      props.submit();
    } else if (event.key === 'Escape' && !event.shiftKey) {
      event.stopPropagation();
      props.escape();
    } else if (event.key === 'ArrowUp' && !event.altKey && !event.ctrlKey && props.up?.() === true) {
      event.preventDefault();
    } else if (
      (event.key === 'PageUp' || event.key === 'PageDown') &&
      !event.shiftKey &&
      props.page !== undefined &&
      isWhole(area)
    ) {
      event.preventDefault();
      props.page(event.key === 'PageUp' ? -1 : 1);
    }
  };
  return (
    <div class="growing" data-text={props.value}>
      <textarea
        rows="1"
        dir="auto"
        aria-label={props.label}
        aria-describedby={props.describedBy}
        placeholder={props.placeholder}
        disabled={props.disabled}
        ref={(element) => {
          area = element;
          props.element(element);
        }}
        onInput={(event) => props.change(event.currentTarget.value)}
        on:keydown={pressed}
      />
    </div>
  );
};
