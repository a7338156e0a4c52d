import { Show } from 'solid-js';
import { withPlainLineEnds } from '#domain/kernel/stored-form.ts';
import type { Mentions } from '#gateway/protocol/resources.ts';
import { laterFormatting } from '#web/message/formatted/later-formatting.ts';

/**
 * The content of a message. It is formatted as soon as the formatting is loaded, and plain text until then. A text from
 * before may have line ends that no browser shows.
 */
export const MessageText = (props: {
  readonly text: string;
  /** The mentions that count. A text that the server has not resolved yet has none. */
  readonly mentions?: Mentions | undefined;
  /** True in the message with the focus. Tab reaches what is inside that message only. */
  readonly reachable?: boolean;
}) => (
  <Show when={laterFormatting()} fallback={withPlainLineEnds(props.text)}>
    {(loaded) => {
      const { FormattedText } = loaded();
      return <FormattedText text={props.text} mentions={props.mentions} reachable={props.reachable === true} />;
    }}
  </Show>
);
