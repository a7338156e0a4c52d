/** The list of suggestions over the field. The focus stays in the field, whose keys the list takes. */

import { createEffect, For, type JSX, Match, Switch } from 'solid-js';
import type { User } from '#gateway/protocol/resources.ts';
import { useNames } from '#web/guild/names.ts';
import { Float } from '#web/message/writing/float.tsx';
import type { NameSuggestion } from '#web/message/writing/suggestions.ts';
import { writingWords } from '#web/message/writing/words/writing-words.ts';
import { Avatar } from '#web/ui/avatar.tsx';
import { Icon } from '#web/ui/icon.tsx';

const Row = (props: { readonly of: NameSuggestion }): JSX.Element => {
  const names = useNames();
  const look = () =>
    props.of.kind === 'member'
      ? names.look({ user_id: props.of.id } as User)
      : props.of.kind === 'role' && props.of.color !== null
        ? { class: 'colored', style: { '--role': props.of.color } }
        : { class: '' };
  const note = (): string | null => {
    switch (props.of.kind) {
      case 'emoji':
        return null;
      case 'role':
        return writingWords.role;
      case 'everyone':
        return props.of.name === 'here' ? writingWords.here : writingWords.everyone;
      default:
        return props.of.note;
    }
  };
  return (
    <>
      <Switch fallback={<Icon name={props.of.kind === 'channel' ? 'hash' : 'people'} />}>
        <Match when={props.of.kind === 'emoji' ? props.of : undefined}>
          {(emoji) => <span class="suggested-emoji">{emoji().emoji}</span>}
        </Match>
        <Match when={props.of.kind === 'member' ? props.of : undefined}>
          {(member) => <Avatar id={member().id} name={member().name} size="small" />}
        </Match>
      </Switch>
      <span class={`suggested-name ${look().class}`} style={look().style}>
        {props.of.name}
      </span>
      <span class="suggested-note">{note()}</span>
    </>
  );
};

export const SuggestionList = (props: {
  readonly id: string;
  readonly beside: HTMLElement;
  readonly suggestions: ReadonlyArray<NameSuggestion>;
  readonly active: number;
  readonly optionId: (index: number) => string;
  readonly point: (index: number) => void;
  readonly choose: (suggestion: NameSuggestion) => void;
}) => {
  let list: HTMLDivElement | undefined;
  createEffect(() => {
    list?.children[props.active]?.scrollIntoView({ block: 'nearest' });
  });
  return (
    <Float anchor={props.beside} beside={props.beside} class="suggestions">
      <div
        id={props.id}
        role="listbox"
        aria-label={writingWords.suggestions}
        ref={(element) => {
          list = element;
        }}
      >
        <For each={props.suggestions}>
          {(suggestion, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the focus stays in the field, whose keys these are
            // biome-ignore lint/a11y/useFocusableInteractive: as above
            <div
              id={props.optionId(index())}
              class="suggestion"
              role="option"
              aria-selected={index() === props.active}
              onMouseDown={(event) => event.preventDefault()}
              onMouseMove={() => props.point(index())}
              onClick={() => props.choose(suggestion)}
            >
              <Row of={suggestion} />
            </div>
          )}
        </For>
      </div>
    </Float>
  );
};
