import '#web/search/search.css';
import { createEffect, createMemo, createSignal, on, onCleanup } from 'solid-js';
import type { Channel, Guild, Message } from '#gateway/protocol/resources.ts';
import type { Client } from '#web/client/client.ts';
import { isFinishedSoFar, searchingAsTyped } from '#web/search/as-typed.ts';
import { SearchBox } from '#web/search/search-box.tsx';
import { SearchResults } from '#web/search/search-results.tsx';
import type { SuggestionSource } from '#web/search/suggest.ts';
import { unknownNames } from '#web/search/unknown-names.ts';
import type { Search, SearchSort, SearchTrouble } from '#web/store/state.ts';
import { IconButton } from '#web/ui/button.tsx';
import { calendarDay } from '#web/ui/clock.ts';
import { later } from '#web/words/later/later-words.ts';

const isInvalid = (search: Search): search is Search & { readonly trouble: SearchTrouble } =>
  search.trouble?.code === 'search_query_invalid';

const SORTS: ReadonlyArray<SearchSort> = ['relevance', 'newest'];

/** The search of one guild. It stays open beside the messages while the user goes from hit to hit. */
export const SearchPanel = (props: {
  readonly client: Client;
  readonly guild: Guild;
  readonly channels: ReadonlyArray<Channel>;
  readonly now: () => number;
  /** The question of the open entry of the history. */
  readonly question: string;
  /** Keeps a question in the history. */
  readonly asked: (question: string) => void;
  readonly jump: (message: Message) => void;
  readonly close: () => void;
}) => {
  const { state, searching } = props.client;
  const search = createMemo(() => {
    const last = state().search;
    return last?.guildId === props.guild.guild_id ? last : null;
  });
  const [text, setText] = createSignal(props.question === '' ? (search()?.text ?? '') : props.question);
  const [sort, setSort] = createSignal<SearchSort>(search()?.sort ?? 'relevance');
  let panel: HTMLElement | undefined;
  const guildId = createMemo(() => props.guild.guild_id);
  createEffect(
    on(
      guildId,
      () => {
        asTyped.stop();
        setText(search()?.text ?? '');
      },
      { defer: true },
    ),
  );

  let asked = search()?.text.trim() ?? '';
  /** True while the last search ran because the user paused. Its fault is not shown, because the text may go on. */
  const [early, setEarly] = createSignal(false);
  const run = (): void => {
    asked = text().trim();
    props.asked(asked);
    if (text().trim() === '') searching.clear();
    else searching.search({ guildId: props.guild.guild_id, text: text(), sort: sort() });
  };
  const asTyped = searchingAsTyped(props.client.platform, () => {
    if (text().trim() === asked) return;
    setEarly(true);
    run();
  });
  onCleanup(asTyped.stop);
  const ask = (): void => {
    asTyped.stop();
    setEarly(false);
    run();
  };
  // A reload, Back and Forward bring a question that the results do not answer yet.
  createEffect(
    on(
      () => props.question,
      (question) => {
        if (question === '' || question === asked) return;
        setText(question);
        ask();
      },
    ),
  );
  const known = createMemo(
    (): SuggestionSource => ({
      people: (state().rosters[props.guild.guild_id]?.members ?? []).flatMap(({ user }) => user.username ?? []),
      channels: props.channels.filter((channel) => channel.kind === 'text').map((channel) => channel.name),
      today: calendarDay(props.now()),
    }),
  );
  const unknown = () => {
    const roster = state().rosters[props.guild.guild_id];
    const everyone = roster?.freshness === 'fresh' && roster.complete;
    return unknownNames(search()?.text ?? '', {
      people: everyone ? known().people : undefined,
      channels: props.channels.map((channel) => channel.name),
    });
  };
  const wrong = () => {
    const last = search();
    return last !== null && isInvalid(last) && !early() ? { text: last.text, trouble: last.trouble } : null;
  };
  /** A text that is too short, or not finished, or not read by the server yet, waits for Enter. */
  const waitsForEnter = () => {
    const typed = text().trim();
    const last = search();
    if (typed === '') return false;
    if (last?.text.trim() === typed) return isInvalid(last) && early();
    return !isFinishedSoFar(typed);
  };
  const first = (selector: string): HTMLElement | null => panel?.querySelector<HTMLElement>(selector) ?? null;
  const reach = (selector: string): boolean => {
    const found = first(selector);
    found?.focus();
    return found !== null;
  };
  return (
    <aside
      class="search"
      aria-label={later.search.title(props.guild.name)}
      data-region
      ref={(element) => {
        panel = element;
      }}
    >
      <header class="search-head">
        <h2>{later.search.title(props.guild.name)}</h2>
        <IconButton icon="close" name={later.search.close} tip="below-end" press={() => props.close()} />
      </header>
      <SearchBox
        text={text()}
        change={setText}
        typed={asTyped.typed}
        ask={ask}
        known={known()}
        wrong={wrong()}
        waitsForEnter={waitsForEnter()}
        toResults={() => reach('.hit')}
        close={props.close}
      />
      <fieldset class="search-sort">
        <legend class="spoken">{later.search.order}</legend>
        {SORTS.map((one) => (
          <button
            type="button"
            class="chip"
            aria-pressed={sort() === one}
            onClick={() => {
              setSort(one);
              if (search() !== null) ask();
            }}
          >
            {later.search[one]}
          </button>
        ))}
      </fieldset>
      <SearchResults
        search={search()}
        unknown={unknown()}
        channelName={(message) => state().channels[message.channel_id]?.name ?? ''}
        now={props.now()}
        jump={props.jump}
        more={searching.more}
        again={ask}
        toBox={() => reach('.search-input')}
      />
    </aside>
  );
};
