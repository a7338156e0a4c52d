import { For } from 'solid-js';
import { piecesOf } from '#web/message/links.ts';

/** A plain text in which each web address is a link. */
export const MessageText = (props: { readonly text: string }) => (
  <For each={piecesOf(props.text)}>
    {(piece) =>
      piece.href === null ? (
        piece.text
      ) : (
        <a href={piece.href} target="_blank" rel="noopener noreferrer nofollow">
          {piece.text}
        </a>
      )
    }
  </For>
);
