import { createEffect, Show } from 'solid-js';
import type { MessageRef } from '#domain/kernel/address.ts';
import type { UserId } from '#domain/kernel/ids.ts';
import { useNames } from '#web/guild/names.ts';
import { useSurroundings } from '#web/message/formatted/surroundings.ts';
import { quoteText } from '#web/message/replies/quote-words.ts';
import type { ReplyDrafts } from '#web/message/replying.ts';
import { IconButton } from '#web/ui/button.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { later } from '#web/words/later/later-words.ts';
import { words } from '#web/words/words.ts';

/** Says over the composer which message the next one answers. */
export const ReplyBar = (props: {
  readonly at: MessageRef;
  readonly replying: ReplyDrafts;
  /** The user. A reply to an own message mentions nobody, so it has no switch. */
  readonly me: UserId | undefined;
  readonly end: () => void;
}) => {
  const names = useNames();
  const surroundings = useSurroundings();
  const quote = () => props.replying.quote(props.at);
  createEffect(() => {
    if (quote() === 'unknown') props.replying.ask(props.at);
  });
  const shown = () => {
    const known = quote();
    return typeof known === 'object' ? known : undefined;
  };
  const name = () => {
    const author = shown()?.author;
    return author == null ? null : names.of(author);
  };
  const mentions = () => props.replying.mentions(props.at.channelId);
  const isOthers = () => {
    const author = shown()?.author;
    return author != null && author.user_id !== props.me;
  };
  return (
    <div class="composer-frame">
      <section class="reply-bar" aria-label={words.message.reply}>
        <Icon name="reply" />
        <p role="status">
          <Show when={shown()?.deleted !== true} fallback={later.replies.answeredGone}>
            <strong>{later.replies.replyingTo(name() ?? '…')}</strong>{' '}
            <span class="quote-text">{quoteText(quote(), surroundings)}</span>
          </Show>
        </p>
        <Show when={isOthers()}>
          <button
            type="button"
            role="switch"
            class="reply-mention"
            aria-checked={mentions()}
            aria-label={later.replies.mentionAuthor}
            data-tip={later.replies.mentionAuthor}
            data-tip-side="above-end"
            onClick={() => props.replying.mention(props.at.channelId, !mentions())}
          >
            {mentions() ? later.replies.mentionOn : later.replies.mentionOff}
          </button>
        </Show>
        <IconButton icon="close" name={later.replies.noReply} press={() => props.end()} />
      </section>
    </div>
  );
};
