/** A block of code with its language and a button that copies it. Its colours come when the highlighter is loaded. */

import { createResource, For, Show } from 'solid-js';
import type { CodePiece } from '#web/message/formatted/highlighter.ts';
import { useReachable } from '#web/message/formatted/reachable.ts';
import { useSurroundings } from '#web/message/formatted/surroundings.ts';
import { IconButton } from '#web/ui/button.tsx';
import { words } from '#web/words/words.ts';

const loadHighlighter = () => import('#web/message/formatted/highlighter.ts');

/** Answers the pieces of a code. An unknown language, or a failed load, leaves the code in one colour. */
const piecesOf = async (language: string, text: string): Promise<ReadonlyArray<CodePiece> | undefined> => {
  const loaded = await loadHighlighter().catch(() => undefined);
  return loaded?.highlighted(language, text);
};

export const CodeBlock = (props: { readonly language: string | null; readonly text: string }) => {
  const { copy } = useSurroundings();
  const tabIndex = useReachable();
  const [pieces] = createResource(
    () => props.language ?? undefined,
    (language) => piecesOf(language, props.text),
  );
  return (
    <div class="code-block">
      <div class="code-head">
        <span>{props.language ?? ''}</span>
        <IconButton
          icon="copy"
          name={words.formatted.copyCode}
          press={() => copy(props.text)}
          tabIndex={tabIndex()}
          tip="above-end"
        />
      </div>
      <section class="code-scroll" tabindex="0" aria-label={words.formatted.code}>
        <pre>
          <code>
            <Show when={pieces.latest} fallback={props.text}>
              {(found) => (
                <For each={found()}>
                  {({ text, look }) => (look === null ? text : <span data-code={look}>{text}</span>)}
                </For>
              )}
            </Show>
          </code>
        </pre>
      </section>
    </div>
  );
};
