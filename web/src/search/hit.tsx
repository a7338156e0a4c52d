/** A message of another place in a list: who said it, where and when. A press goes there. */

import '#web/search/search.css';
import { For, type JSX } from 'solid-js';
import { millisOf } from '#domain/kernel/instant.ts';
import { plainText, type SpokenNames } from '#domain/markdown/plain-text.ts';
import type { Snippet } from '#gateway/protocol/search.ts';
import { withFiles } from '#web/files/later-files.ts';
import { useNames } from '#web/guild/names.ts';
import { parsed } from '#web/message/formatted/parsed.ts';
import { namesOfToday } from '#web/message/formatted/spoken-text.ts';
import { useSurroundings } from '#web/message/formatted/surroundings.ts';
import { shownWords } from '#web/message/shown-words.ts';
import { namedSnippet, piecesOf } from '#web/search/marked.ts';
import type { FoundMessage } from '#web/store/state.ts';
import { Avatar } from '#web/ui/avatar.tsx';
import { dayAndTime, fullTime } from '#web/ui/clock.ts';

export const Hit = (props: {
  readonly hit: FoundMessage;
  /** The names in a message of another guild. Without them those of the open guild count. */
  readonly spoken?: SpokenNames;
  readonly channel: string;
  readonly now: number;
  readonly jump: () => void;
  /** An act beside the message. */
  readonly beside?: JSX.Element;
}) => {
  const message = () => props.hit.message;
  const names = useNames();
  const surroundings = useSurroundings();
  const spoken = () => props.spoken ?? namesOfToday(surroundings);
  const line = (): Snippet => {
    const { snippet } = props.hit;
    if (snippet !== null && snippet.text !== '') return namedSnippet(snippet, spoken());
    const said = plainText(parsed(shownWords(message()) ?? ''), { names: spoken() });
    return { text: withFiles(said, message().attachments), ranges: [] };
  };
  const name = () => names.of(message().author);
  const look = () => names.look(message().author);
  const when = () => dayAndTime(millisOf(message().created_at), props.now);
  return (
    <li>
      <button type="button" class="hit" onClick={() => props.jump()}>
        <Avatar id={message().author_id} name={name()} size="small" imported={message().author.imported} />
        <span class="hit-head">
          <strong class={`author ${look().class}`} style={look().style}>
            {name()}
          </strong>{' '}
          <span class="hit-channel">#{props.channel}</span>{' '}
          <time datetime={message().created_at} title={fullTime(message().created_at)}>
            {when()}
          </time>
        </span>{' '}
        <span class="hit-text">
          <For each={piecesOf(line())}>{(piece) => (piece.marked ? <mark>{piece.text}</mark> : piece.text)}</For>
        </span>
      </button>
      {props.beside}
    </li>
  );
};
