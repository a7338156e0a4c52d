import { For } from 'solid-js';
import { piecesOf } from '#web/message/links.ts';

/** Plain text with its addresses made links. */
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
