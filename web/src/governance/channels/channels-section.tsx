/** The channels of a guild: their order with the categories, and the settings of the open one. */

import '#web/governance/channels/channels.css';
import { createMemo, For, onCleanup, onMount, Show } from 'solid-js';
import type { ChannelId } from '#domain/kernel/ids.ts';
import type { Channel } from '#gateway/protocol/resources.ts';
import { channelActs, shownName } from '#web/governance/channels/channel-acts.ts';
import { dragChannels } from '#web/governance/channels/channel-drag.ts';
import { ChannelOverview } from '#web/governance/channels/channel-overview.tsx';
import { ChannelPermissions } from '#web/governance/channels/channel-permissions.tsx';
import { ChannelView } from '#web/governance/channels/channel-view.tsx';
import { useRuling } from '#web/governance/ruling.ts';
import { useUnsaved } from '#web/governance/unsaved.tsx';
import { govern } from '#web/governance/words/govern-words.ts';
import { CHANNEL_PAGES, type ChannelPage } from '#web/layers.ts';
import { channelSections } from '#web/store/channel-order.ts';
import { may } from '#web/store/rights.ts';
import { Button, IconButton } from '#web/ui/button.tsx';
import { Icon, type IconName } from '#web/ui/icon.tsx';

export type OpenChannel = { readonly channel: Channel; readonly page: ChannelPage };

const ICONS: { readonly [K in Channel['kind']]: IconName } = {
  text: 'hash',
  voice: 'speaker',
  category: 'folder',
  forum: 'forum',
};

/** The pages of the settings of one channel. */
const Pages = (props: { readonly open: OpenChannel; readonly choose: (page: ChannelPage) => void }) => (
  <nav class="pages" aria-label={shownName(props.open.channel)}>
    <For each={CHANNEL_PAGES}>
      {(page) => (
        <button
          type="button"
          aria-current={props.open.page === page ? 'page' : undefined}
          onClick={() => props.choose(page)}
        >
          {govern.channels.pages[page]}
        </button>
      )}
    </For>
  </nav>
);

export const ChannelsSection = (props: { readonly open: OpenChannel | null }) => {
  const { client, guild, toast, show, may: mayHere } = useRuling();
  const unsaved = useUnsaved();
  const guildId = guild().guild_id;
  const acts = channelActs({ client, toast }, guildId);
  const sections = createMemo(() => channelSections(client.state().channels, guildId));
  const isEmpty = () => sections().every(({ category, channels }) => category === null && channels.length === 0);
  const mayMove = (id: ChannelId): boolean =>
    mayHere('manage_channels') && may(client.state().channels[id] ?? null, 'manage_channels');
  let list: HTMLElement | undefined;
  onMount(() => {
    if (list !== undefined) onCleanup(dragChannels(list, acts, mayMove));
  });
  const openAt = (channel: Channel, page: ChannelPage): void =>
    unsaved.guard(() => show({ kind: 'channel-settings', channelId: channel.channel_id, page }));
  const create = (dialog: 'text' | 'category'): void =>
    unsaved.guard(() => show({ kind: 'create-channel', guildId, channelKind: dialog }));

  const Row = (row: { readonly channel: Channel; readonly inside: boolean }) => {
    const id = () => row.channel.channel_id;
    const isOpen = () => props.open?.channel.channel_id === id();
    return (
      <li
        data-channel={id()}
        data-category={row.channel.kind === 'category' ? '' : undefined}
        class="channel-row"
        classList={{ inside: row.inside, open: isOpen() }}
      >
        <Show when={mayMove(id())} fallback={<span class="grip" />}>
          <span
            class="grip"
            on:keydown={(event: KeyboardEvent) => {
              const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : null;
              if (by === null) return;
              event.preventDefault();
              event.stopPropagation();
              void acts.step(id(), by);
            }}
          >
            <IconButton
              icon="grip"
              tip="after"
              name={govern.channels.drag(shownName(row.channel))}
              press={() => undefined}
            />
          </span>
        </Show>
        <button
          type="button"
          class="role-name grow"
          aria-current={isOpen() ? 'true' : undefined}
          onClick={() => openAt(row.channel, props.open?.page ?? 'overview')}
        >
          <Icon name={ICONS[row.channel.kind]} />
          <span>{row.channel.name}</span>
        </button>
        <Show when={row.channel.kind === 'category' && may(row.channel, 'manage_channels')}>
          <IconButton
            icon="plus"
            name={govern.channels.createIn(row.channel.name)}
            press={() => unsaved.guard(() => show({ kind: 'create-in-category', channelId: id() }))}
          />
        </Show>
      </li>
    );
  };

  return (
    <>
      <header>
        <h3>{govern.sections.channels}</h3>
        <Show when={mayHere('manage_channels')}>
          <div class="unsaved-acts">
            <Button kind="quiet" press={() => create('category')}>
              {govern.channels.createCategory}
            </Button>
            <Button press={() => create('text')}>{govern.channels.create}</Button>
          </div>
        </Show>
      </header>
      <p class="lead">{govern.channels.lead}</p>
      <div class="roles channel-settings" classList={{ 'is-open': props.open !== null }}>
        <ul
          class="role-list channel-rows"
          aria-label={govern.channels.all}
          ref={(element) => {
            list = element;
          }}
        >
          <For each={sections()}>
            {({ category, channels }) => (
              <>
                <Show when={category}>{(one) => <Row channel={one()} inside={false} />}</Show>
                <For each={channels}>{(channel) => <Row channel={channel} inside={category !== null} />}</For>
              </>
            )}
          </For>
          <Show when={isEmpty()}>
            <li class="quiet-note">{govern.channels.none}</li>
          </Show>
        </ul>
        <Show
          when={props.open}
          fallback={<p class="quiet-note choose-channel">{isEmpty() ? '' : govern.channels.choose}</p>}
        >
          {(open) => (
            <div class="role-editor">
              <div class="channel-title">
                <IconButton
                  icon="back"
                  class="only-stacked"
                  name={govern.channels.back}
                  press={() => unsaved.guard(() => show({ kind: 'guild-settings', guildId, section: 'channels' }))}
                />
                <h4>{shownName(open().channel)}</h4>
              </div>
              <Pages open={open()} choose={(page) => openAt(open().channel, page)} />
              <Show when={`${open().channel.channel_id} ${open().page}`} keyed>
                <Show when={open().page === 'overview'}>
                  <ChannelOverview channel={open().channel} />
                </Show>
                <Show when={open().page === 'permissions'}>
                  <ChannelPermissions channel={open().channel} />
                </Show>
                <Show when={open().page === 'view'}>
                  <ChannelView channel={open().channel} />
                </Show>
              </Show>
            </div>
          )}
        </Show>
      </div>
    </>
  );
};
