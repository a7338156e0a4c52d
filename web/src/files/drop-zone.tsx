/** Shows where files go while the user drags them over the page. The page itself takes the drop (`dropped-files.ts`). */

import { createSignal, onCleanup, Show } from 'solid-js';
import { FileIcon } from '#web/files/file-icons.tsx';
import { later } from '#web/words/later/later-words.ts';

export const DropZone = (props: { readonly channel: string }) => {
  const [over, setOver] = createSignal(false);
  const ending = new AbortController();
  onCleanup(() => ending.abort());
  const on = <K extends 'dragenter' | 'dragleave' | 'drop' | 'dragend'>(type: K, heard: (event: DragEvent) => void) =>
    document.addEventListener(type, heard, { signal: ending.signal, capture: true });
  on('dragenter', (event) => {
    if (event.dataTransfer?.types.includes('Files') === true) setOver(true);
  });
  on('dragleave', (event) => {
    if (event.relatedTarget === null) setOver(false);
  });
  on('drop', () => setOver(false));
  on('dragend', () => setOver(false));
  return (
    <Show when={over()}>
      <div class="drop-zone">
        <p>
          <FileIcon name="file" />
          {later.files.drop(props.channel)}
        </p>
      </div>
    </Show>
  );
};
