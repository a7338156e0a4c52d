/** A part of a message that is hidden until its reader opens it, by a press or by Enter or Space. */

import { createSignal, Show } from 'solid-js';
import { plainText } from '#domain/markdown/plain-text.ts';
import type { SpanToken } from '#domain/markdown/tokens.ts';
import { Inlines } from '#web/message/formatted/inlines.tsx';
import { useReachable } from '#web/message/formatted/reachable.ts';
import { words } from '#web/words/words.ts';

export const Spoiler = (props: { readonly children: SpanToken['children'] }) => {
  const tabIndex = useReachable();
  const [open, setOpen] = createSignal(false);
  let shown: HTMLSpanElement | undefined;
  const show = (event: MouseEvent): void => {
    event.stopPropagation();
    setOpen(true);
    // The button is gone. The focus stays in the message, so that the keyboard goes on from here.
    shown?.focus({ preventScroll: true });
  };
  /** The text gives the cover its size. It is not drawn, and nothing in it can be reached. */
  const hidden = () => plainText([{ kind: 'paragraph', children: props.children }]);
  return (
    <Show
      when={open()}
      fallback={
        <button type="button" class="spoiler" aria-label={words.formatted.spoiler} tabindex={tabIndex()} onClick={show}>
          <span aria-hidden="true">{hidden()}</span>
        </button>
      }
    >
      <span
        class="spoiler-open"
        tabindex="-1"
        ref={(element) => {
          shown = element;
        }}
      >
        <Inlines tokens={props.children} />
      </span>
    </Show>
  );
};
