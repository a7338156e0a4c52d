import { For, Show } from 'solid-js';
import type { Reaction } from '#gateway/protocol/resources.ts';
import { words } from '#web/words/words.ts';

/** The reactions below a message. Each is a button that adds or removes the user's own. */
export const Reactions = (props: {
  readonly reactions: ReadonlyArray<Reaction>;
  /** True for an emoji whose change is not confirmed. */
  readonly waiting: (emoji: string) => boolean;
  readonly mayReact: boolean;
  /** True in the message with the focus. Tab reaches the reactions of that message only. */
  readonly reachable: boolean;
  readonly toggle: (emoji: string) => void;
}) => (
  <Show when={props.reactions.length > 0}>
    <ul class="reactions">
      <For each={props.reactions}>
        {(reaction) => (
          <li>
            <button
              type="button"
              class="reaction"
              tabindex={props.reachable ? undefined : -1}
              classList={{ waiting: props.waiting(reaction.emoji) }}
              aria-pressed={reaction.me}
              aria-label={words.message.reaction(reaction.emoji, reaction.count, reaction.me)}
              disabled={!props.mayReact}
              onClick={() => props.toggle(reaction.emoji)}
            >
              <span class="emoji">{reaction.emoji}</span>
              {reaction.count}
            </button>
          </li>
        )}
      </For>
    </ul>
  </Show>
);
