import { For } from 'solid-js';
import { piecesOf } from '#web/message/links.ts';

/** A plain text in which each web address is a link. */
export const MessageText = (props: {
  readonly text: string;
  /** True in the message with the focus. Tab reaches the links of that message only. */
  readonly reachable?: boolean;
}) => (
  <For each={piecesOf(props.text)}>
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
