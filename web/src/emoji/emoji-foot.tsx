import { createSignal, For, Show } from 'solid-js';
import { type SkinTone, TONES, toned } from '#web/emoji/emoji.ts';
import type { NamedEmoji } from '#web/emoji/emoji-search.ts';
import { rove } from '#web/ui/roving.ts';
import { later } from '#web/words/later/later-words.ts';

const HAND = '✋';

/** The lower edge of the emoji picker: the emoji under the pointer or the focus, and the choice of a skin tone. */
export const EmojiFoot = (props: {
  readonly preview: NamedEmoji | undefined;
  readonly tone: SkinTone;
  readonly chooseTone: (tone: SkinTone) => void;
}) => {
  const [open, setOpen] = createSignal(false);
  const Preview = () => (
    <p class="emoji-preview" aria-hidden="true">
      <Show when={props.preview} fallback={later.emoji.hint}>
        {(one) => (
          <>
            <span class="emoji">{toned(one().emoji, props.tone)}</span>
            <span class="emoji-name">{one().name}</span>
          </>
        )}
      </Show>
    </p>
  );
  return (
    <footer class="emoji-foot">
      <Show when={open()} fallback={<Preview />}>
        <div
          class="emoji-tones"
          role="toolbar"
          aria-label={later.emoji.tone}
          tabindex="-1"
          onKeyDown={(event) => rove(event, 'button')}
        >
          <For each={TONES}>
            {(tone, index) => (
              <button
                type="button"
                tabindex={props.tone === tone ? 0 : -1}
                aria-label={later.emoji.tones[index()]}
                aria-pressed={props.tone === tone}
                onClick={() => props.chooseTone(tone)}
              >
                {HAND + tone}
              </button>
            )}
          </For>
        </div>
      </Show>
      <button
        type="button"
        class="emoji-tone"
        aria-label={later.emoji.tone}
        aria-expanded={open()}
        data-tip={later.emoji.tone}
        onClick={() => setOpen((before) => !before)}
      >
        {toned(HAND, props.tone)}
      </button>
    </footer>
  );
};
