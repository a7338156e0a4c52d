import { createEffect, Show } from 'solid-js';
import type { MessageRef } from '#domain/kernel/address.ts';
import { useNames } from '#web/guild/names.ts';
import { useSurroundings } from '#web/message/formatted/surroundings.ts';
import { quoteText } from '#web/message/replies/quote-words.ts';
import type { ReplyDrafts } from '#web/message/replying.ts';
import { Avatar } from '#web/ui/avatar.tsx';
import { later } from '#web/words/later/later-words.ts';

/** The author and the line of an answered message. A press leads to that message. */
export const QuotedLine = (props: {
  readonly at: MessageRef;
  readonly replying: ReplyDrafts;
  readonly reachable: boolean;
  readonly jump: (at: MessageRef) => void;
}) => {
  const names = useNames();
  const surroundings = useSurroundings();
  const quote = () => props.replying.quote(props.at);
  createEffect(() => {
    if (quote() === 'unknown') props.replying.ask(props.at);
  });
  const author = () => {
    const known = quote();
    return typeof known === 'object' ? known.author : null;
  };
  const gone = () => {
    const known = quote();
    return typeof known === 'object' && known.deleted;
  };
  return (
    <Show when={!gone()} fallback={<span class="quote none">{quoteText(quote(), surroundings)}</span>}>
      <button
        type="button"
        class="quote"
        classList={{ none: author() === null }}
        tabindex={props.reachable ? undefined : -1}
        title={later.replies.toAnswered}
        onClick={() => props.jump(props.at)}
      >
        <Show when={author()}>
          {(user) => (
            <>
              <Avatar
                id={user().user_id}
                name={names.of(user())}
                size="small"
                {...(user().imported ? { imported: true } : {})}
              />
              <span class={`author ${names.look(user()).class}`} style={names.look(user()).style}>
                {names.of(user())}
              </span>
            </>
          )}
        </Show>
        <span class="quote-text">{quoteText(quote(), surroundings)}</span>
      </button>
    </Show>
  );
};
