import { For, Match, Show, Switch } from 'solid-js';
import { millisOf } from '#domain/kernel/instant.ts';
import type { Message, SearchHit } from '#gateway/protocol/resources.ts';
import { useNames } from '#web/guild/names.ts';
import { piecesOf } from '#web/search/marked.ts';
import type { UnknownName } from '#web/search/unknown-names.ts';
import type { Search, SearchTrouble } from '#web/store/state.ts';
import { Avatar } from '#web/ui/avatar.tsx';
import { dayAndTime, fullTime } from '#web/ui/clock.ts';
import { PaneTrouble } from '#web/ui/pane-trouble.tsx';
import { rove } from '#web/ui/roving.ts';
import { Skeleton } from '#web/ui/skeleton.tsx';
import { later } from '#web/words/later/later-words.ts';
import { problemText } from '#web/words/problems.ts';
import { words } from '#web/words/words.ts';

const Hit = (props: {
  readonly hit: SearchHit;
  readonly channel: string;
  readonly now: number;
  readonly jump: () => void;
}) => {
  const message = () => props.hit.message;
  const names = useNames();
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
          <For each={piecesOf(props.hit.snippet)}>
            {(piece) => (piece.marked ? <mark>{piece.text}</mark> : piece.text)}
          </For>
        </span>
      </button>
    </li>
  );
};

const Trouble = (props: { readonly trouble: SearchTrouble; readonly again: () => void }) => (
  <Switch
    fallback={
      <PaneTrouble
        text={problemText(props.trouble)}
        again={props.trouble.code === 'search_unavailable' ? undefined : props.again}
      />
    }
  >
    {/* The search box shows this trouble beside the text. */}
    <Match when={props.trouble.code === 'search_query_invalid'}>{null}</Match>
    <Match when={props.trouble.donePercent !== null}>
      <div class="pane-trouble" role="status">
        <p>
          {later.search.rebuilding}: {props.trouble.donePercent} %
        </p>
        <progress aria-label={later.search.rebuilding} max={100} value={props.trouble.donePercent ?? 0} />
        <p class="quiet-note">{later.search.rebuildingHint}</p>
      </div>
    </Match>
  </Switch>
);

const Help = () => (
  <dl class="search-help">
    <For each={later.search.filters}>
      {([written, meaning]) => (
        <div>
          <dt>
            <code>{written}</code>
          </dt>
          <dd>{meaning}</dd>
        </div>
      )}
    </For>
  </dl>
);

const statusOf = (search: Search): string => {
  if (search.request !== null && search.hits.length === 0) return '';
  if (search.trouble !== null && search.hits.length === 0) return '';
  if (search.hits.length === 0) return later.search.nothing;
  return later.search.count(search.hits.length, search.next !== null);
};

export const SearchResults = (props: {
  readonly search: Search | null;
  /** Names in the search that no member or no channel has. */
  readonly unknown: ReadonlyArray<UnknownName>;
  readonly channelName: (message: Message) => string;
  readonly now: number;
  readonly jump: (message: Message) => void;
  readonly more: () => void;
  readonly again: () => void;
  readonly toBox: () => void;
}) => {
  const keyPressed = (event: KeyboardEvent & { readonly currentTarget: HTMLElement }): void => {
    const first = event.currentTarget.querySelector('.hit');
    if (event.key === 'Escape' || (event.key === 'ArrowUp' && document.activeElement === first)) {
      event.preventDefault();
      event.stopPropagation();
      props.toBox();
    } else rove(event, '.hit, .more-hits');
  };
  return (
    <Show when={props.search} fallback={<Help />}>
      {(search) => (
        // biome-ignore lint/a11y/noStaticElementInteractions: it handles keys for the buttons inside
        <div class="search-results" aria-busy={search().request !== null} onKeyDown={keyPressed}>
          <p class="search-status" role="status">
            {statusOf(search())}
          </p>
          <Show when={search().request !== null && search().hits.length === 0}>
            <Skeleton of="messages" count={4} label={later.search.looking} />
          </Show>
          <Show when={search().nearly}>
            <p class="note">{later.search.nearly}</p>
          </Show>
          <Show when={search().hits.length === 0 && search().request === null && search().trouble === null}>
            <For each={props.unknown}>
              {({ of, name }) => (
                <p class="note">{of === 'person' ? later.search.noPerson(name) : later.search.noChannel(name)}</p>
              )}
            </For>
            <p class="quiet-note">{later.search.nothingHint}</p>
          </Show>
          <Show when={search().hits.length > 0}>
            <ol class="hits" aria-label={later.search.results}>
              <For each={search().hits}>
                {(hit) => (
                  <Hit
                    hit={hit}
                    channel={props.channelName(hit.message)}
                    now={props.now}
                    jump={() => props.jump(hit.message)}
                  />
                )}
              </For>
            </ol>
          </Show>
          <Show when={search().trouble}>{(trouble) => <Trouble trouble={trouble()} again={props.again} />}</Show>
          <Show when={search().next !== null && search().trouble === null}>
            <button
              type="button"
              class="link more-hits"
              disabled={search().request !== null}
              onClick={() => props.more()}
            >
              {search().request === null ? later.search.more : words.loading}
            </button>
          </Show>
        </div>
      )}
    </Show>
  );
};
