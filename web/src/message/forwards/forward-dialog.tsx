/** Forwards a message: a field finds the channel or thread, and a comment may go with it. */

import '#web/message/forwards/forwards.css';
import { createMemo, createSignal, createUniqueId, For, Show } from 'solid-js';
import { millisOf } from '#domain/kernel/instant.ts';
import { MESSAGE_CHARS_MAX } from '#domain/kernel/limits.ts';
import { type Channel, Message } from '#gateway/protocol/resources.ts';
import type { Client } from '#web/client/client.ts';
import { spokenText } from '#web/message/formatted/spoken-text.ts';
import { useSurroundings } from '#web/message/formatted/surroundings.ts';
import { shownWords } from '#web/message/shown-words.ts';
import { type PaletteItem, sectionsFor } from '#web/palette/palette-items.ts';
import { may } from '#web/store/rights.ts';
import type { Place } from '#web/store/state.ts';
import { Dialog, Foot } from '#web/ui/dialog.tsx';
import { attempt, attemptKey, Field, Form, TroubleNote } from '#web/ui/form.tsx';
import { Icon } from '#web/ui/icon.tsx';
import type { NewsToast } from '#web/ui/toasts.tsx';
import { later } from '#web/words/later/later-words.ts';

type Destination = PaletteItem & { readonly place: Place };

/** The channels and open threads of all communities in which this user may write. */
const destinationsOf = ({ state, platform }: Client): ReadonlyArray<Destination> => {
  const { channels, guilds } = state();
  return Object.values(channels)
    .filter((place) => place.thread !== undefined || place.kind === 'text')
    .filter((place) => may(place, 'send_messages'))
    .filter(({ thread }) => thread === undefined || millisOf(thread.archives_at) > platform.now())
    .map((place) => ({
      key: place.channel_id,
      kind: 'channel' as const,
      name: place.name,
      note: place.guild_id === null ? undefined : guilds[place.guild_id]?.name,
      icon: place.thread === undefined ? ('hash' as const) : ('thread' as const),
      run: () => {},
      place,
    }));
};

export const ForwardDialog = (props: {
  readonly client: Client;
  readonly message: Message;
  readonly inform: NewsToast;
  readonly go: (channel: Channel) => void;
  readonly close: () => void;
}) => {
  const { client, message } = props;
  const surroundings = useSurroundings();
  const key = attemptKey(client.api.newKey);
  const listId = createUniqueId();
  const [query, setQuery] = createSignal('');
  const [at, setAt] = createSignal(0);
  const [comment, setComment] = createSignal('');
  const places = createMemo(() => destinationsOf(client));
  const found = createMemo(() => {
    const byKey = new Map(places().map((one) => [one.key, one]));
    return sectionsFor(`#${query()}`, places(), []).flatMap(({ items }) =>
      items.flatMap((item) => byKey.get(item.key) ?? []),
    );
  });
  const chosen = (): Destination | undefined => found()[Math.min(at(), found().length - 1)];
  const optionId = (one: Destination): string => `${listId}-${one.key}`;
  const send = attempt(
    () => {
      const forward_of = { channel_id: message.channel_id, message_id: message.message_id };
      const to = chosen()?.key ?? '';
      const body = { content: comment().trim(), forward_of };
      return client.api.read(
        { method: 'POST', path: `/channels/${to}/messages`, body, key: key.of(to, body.content) },
        Message,
      );
    },
    ({ channel_id }) => {
      const place = client.state().channels[channel_id];
      props.close();
      if (place === undefined) return;
      props.inform(later.forwards.done(place.name), { name: later.forwards.go, run: () => props.go(place) });
    },
  );
  const pressed = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined || found().length === 0) return;
    event.preventDefault();
    setAt((Math.min(at(), found().length - 1) + step + found().length) % found().length);
    const one = chosen();
    if (one !== undefined) document.getElementById(optionId(one))?.scrollIntoView({ block: 'nearest' });
  };
  return (
    <Dialog title={later.forwards.title} close={props.close}>
      <Form submit={() => void (chosen() !== undefined && send.start())}>
        <p class="forward-preview">{spokenText(shownWords(message) ?? '', surroundings)}</p>
        <Field label={later.forwards.to}>
          {({ id, describedBy }) => (
            <input
              id={id}
              role="combobox"
              aria-expanded="true"
              aria-controls={listId}
              aria-autocomplete="list"
              aria-activedescendant={chosen() && optionId(chosen() as Destination)}
              aria-describedby={describedBy}
              placeholder={later.forwards.find}
              autofocus
              autocomplete="off"
              value={query()}
              onInput={(event) => {
                setQuery(event.currentTarget.value);
                setAt(0);
              }}
              on:keydown={pressed}
            />
          )}
        </Field>
        <div id={listId} role="listbox" class="forward-places" aria-label={later.forwards.to} tabindex="-1">
          <For each={found()}>
            {(one, index) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the focus stays in the field, whose keys these are
              // biome-ignore lint/a11y/useFocusableInteractive: as above
              <div id={optionId(one)} role="option" aria-selected={one === chosen()} onClick={() => setAt(index())}>
                <Icon name={one.icon} />
                <strong>{one.name}</strong>
                <Show when={one.note}>
                  <span>{one.note}</span>
                </Show>
              </div>
            )}
          </For>
        </div>
        <Show when={found().length === 0}>
          <p class="quiet-note" role="status">
            {later.forwards.nowhere}
          </p>
        </Show>
        <Field label={later.forwards.comment}>
          {({ id, describedBy }) => (
            <textarea
              class="forward-comment"
              id={id}
              rows={2}
              maxlength={MESSAGE_CHARS_MAX}
              aria-describedby={describedBy}
              value={comment()}
              onInput={(event) => setComment(event.currentTarget.value)}
            />
          )}
        </Field>
        <TroubleNote trouble={send.trouble()} />
        <Foot close={props.close} busy={send.busy()} yes={later.forwards.send} />
      </Form>
    </Dialog>
  );
};
