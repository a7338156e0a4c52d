/** Short messages at the edge of the screen about a success or a failure. They disappear after a few seconds. */

import { createSignal, For } from 'solid-js';

type Notice = { readonly id: number; readonly text: string; readonly bad: boolean };
const SHOWN_MS = 6_000;
const SHOWN_MAX = 3;

export const notices = (later: (ms: number, work: () => void) => void) => {
  const [shown, setShown] = createSignal<ReadonlyArray<Notice>>([]);
  let next = 0;
  const add = (text: string, bad: boolean): void => {
    next += 1;
    const id = next;
    setShown((before) => [...before, { id, text, bad }].slice(-SHOWN_MAX));
    later(SHOWN_MS, () => setShown((before) => before.filter((notice) => notice.id !== id)));
  };
  const View = () => (
    <div class="notices" role="alert">
      <For each={shown()}>
        {(notice) => (
          <p class="notice" classList={{ bad: notice.bad }}>
            {notice.text}
          </p>
        )}
      </For>
    </div>
  );
  return {
    complain: (text: string) => add(text, true),
    inform: (text: string) => add(text, false),
    View,
  };
};
