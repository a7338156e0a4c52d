import { For } from 'solid-js';
import { withPlainLineEnds } from '#domain/kernel/stored-form.ts';
import { piecesOf } from '#web/message/links.ts';

/** A plain text in which each web address is a link. A text from before may have line ends that no browser shows. */
export const MessageText = (props: {
  readonly text: string;
  /** True in the message with the focus. Tab reaches the links of that message only. */
  readonly reachable?: boolean;
}) => (
  <For each={piecesOf(withPlainLineEnds(props.text))}>
    {(piece) =>
      piece.href === null ? (
        piece.text
      ) : (
        <a
          href={piece.href}
          target="_blank"
          rel="noopener noreferrer nofollow"
          tabindex={props.reachable === true ? undefined : -1}
        >
          {piece.text}
        </a>
      )
    }
  </For>
);
