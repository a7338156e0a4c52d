import { For, Match, Show, Switch } from 'solid-js';
import type { Message } from '#gateway/protocol/resources.ts';
import { Hit } from '#web/search/hit.tsx';
import type { UnknownName } from '#web/search/unknown-names.ts';
import type { Search, SearchTrouble } from '#web/store/state.ts';
import { PaneTrouble } from '#web/ui/pane-trouble.tsx';
import { rove } from '#web/ui/roving.ts';
import { Skeleton } from '#web/ui/skeleton.tsx';
import { later } from '#web/words/later/later-words.ts';
import { problemText } from '#web/words/problems.ts';
import { words } from '#web/words/words.ts';

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
