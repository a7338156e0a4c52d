import { createEffect, createMemo, createSignal, For, type JSX, on, onCleanup, Show } from 'solid-js';
import type { ChannelId } from '#domain/kernel/ids.ts';
import type { Channel, Guild } from '#gateway/protocol/resources.ts';
import { type GovernChannels, loadChannelParts } from '#web/channel/govern-channels.ts';
import { useKeepsakes } from '#web/platform/kept.ts';
import { type ChannelSection, opens } from '#web/store/channel-order.ts';
import { may } from '#web/store/rights.ts';
import { IconButton } from '#web/ui/button.tsx';
import { contextMenu } from '#web/ui/context-menu.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { keepInView } from '#web/ui/kept-in-view.ts';
import { Menu } from '#web/ui/menu.tsx';
import type { MenuItem } from '#web/ui/menu-list.tsx';
import { rove } from '#web/ui/roving.ts';
import { MentionBadge, unreadSaid } from '#web/unread/unread-sign.tsx';
import type { UnreadSum } from '#web/unread/unread-sum.ts';
import { words } from '#web/words/words.ts';

/** Shows a sign of a channel. One that is muted or private needs no second one. */
const Sign = (props: { readonly channel: Channel; readonly muted: boolean }) => {
  const sign = createMemo(() => {
    if (props.muted) return { icon: 'minus', says: words.notify.muted } as const;
    if (props.channel.private === true) return { icon: 'lock', says: words.channel.private } as const;
    return props.channel.locked === true ? ({ icon: 'pencil-off', says: words.channel.readOnly } as const) : undefined;
  });
  return (
    <Show when={sign()}>
      {(one) => (
        <span class="sign" title={one().says}>
          <Icon name={one().icon} />
          <span class="spoken">{one().says}</span>
        </span>
      )}
    </Show>
  );
};

/** True for a category with channels. One without any is shown to the members alone who may fill it. */
const isShownCategory = ({ category, channels }: ChannelSection): boolean =>
  category !== null && (channels.length > 0 || may(category, 'manage_channels'));

export const ChannelList = (props: {
  readonly guild: Guild;
  readonly sections: ReadonlyArray<ChannelSection>;
  readonly open: ChannelId | null;
  readonly mayCreate: boolean;
  readonly govern: GovernChannels;
  readonly guildMenu: ReadonlyArray<MenuItem>;
  readonly menuOf: (channel: Channel) => ReadonlyArray<MenuItem>;
  readonly choose: (channel: Channel) => void;
  readonly unreadOf: (id: ChannelId) => UnreadSum;
  readonly isMuted: (id: ChannelId) => boolean;
  /** The rows of the threads under a channel. */
  readonly threadsOf: (channel: Channel) => JSX.Element;
  /** True for a channel with unread messages, also in a thread that the user follows. */
  readonly hasNews: (id: ChannelId) => boolean;
  readonly create: (kind: 'text' | 'voice') => void;
  readonly createIn: (category: Channel) => void;
}) => {
  const keepsakes = useKeepsakes();
  const outside = createMemo(() => props.sections[0]?.channels ?? []);
  const categories = createMemo(() => props.sections.filter(isShownCategory));
  const first = () => props.sections.flatMap(({ channels }) => channels).find(opens)?.channel_id;
  const [list, setList] = createSignal<HTMLDivElement>();
  keepInView(list, () => props.open);
  const mayOrder = createMemo(() => props.mayCreate);
  const guildId = createMemo(() => props.guild.guild_id);
  // The first touch of the list by a user who may order it loads the drag.
  createEffect(
    on([list, mayOrder, guildId], ([element, orders, id]) => {
      if (element === undefined || !orders) return;
      let stop: (() => void) | undefined;
      let over = false;
      const start = async (): Promise<void> => {
        const { dragChannels } = await loadChannelParts();
        if (over) return;
        props.govern(id, (acts) => {
          const mayDrag = (dragged: ChannelId) =>
            acts
              .sections()
              .flatMap(({ category, channels }) => [category, ...channels])
              .some((one) => one?.channel_id === dragged && may(one, 'manage_channels'));
          if (!over) stop = dragChannels(element, acts, mayDrag);
        });
      };
      const begin = (): void => void start();
      element.addEventListener('pointerenter', begin, { once: true });
      onCleanup(() => {
        over = true;
        element.removeEventListener('pointerenter', begin);
        stop?.();
      });
    }),
  );
  const stop = (channel: Channel) => ((props.open ?? first()) === channel.channel_id ? 0 : -1);

  const Entry = (entry: { readonly channel: Channel }) => {
    const unread = createMemo(() => props.unreadOf(entry.channel.channel_id));
    const items = () => props.menuOf(entry.channel);
    const menu = contextMenu({ label: () => words.channel.menu(entry.channel.name), entries: items });
    return (
      <>
        <li
          class="channel"
          data-channel={entry.channel.channel_id}
          classList={{ open: props.open === entry.channel.channel_id, unread: unread().messages > 0 }}
          ref={menu.attach}
        >
          <button
            type="button"
            class="channel-name"
            aria-current={props.open === entry.channel.channel_id ? 'page' : undefined}
            aria-disabled={!opens(entry.channel)}
            title={opens(entry.channel) ? undefined : words.channel.voiceNotYet}
            tabindex={stop(entry.channel)}
            onClick={() => {
              if (opens(entry.channel)) props.choose(entry.channel);
            }}
          >
            <Icon name={entry.channel.kind === 'forum' ? 'forum' : opens(entry.channel) ? 'hash' : 'speaker'} />
            <span>{entry.channel.name}</span>
            <Show when={unread().messages > 0}>
              <span class="spoken">{unreadSaid(unread())}</span>
            </Show>
            <Sign channel={entry.channel} muted={props.isMuted(entry.channel.channel_id)} />
            <MentionBadge sum={unread()} />
          </button>
          <Menu label={words.channel.menu(entry.channel.name)} class="icon-button" items={items()}>
            <Icon name="more" />
          </Menu>
          <menu.View />
        </li>
        {props.threadsOf(entry.channel)}
      </>
    );
  };
  const Group = (group: {
    readonly title: string;
    readonly kind: 'text' | 'voice';
    readonly channels: ReadonlyArray<Channel>;
  }) => (
    <Show when={group.channels.length > 0 || props.mayCreate}>
      <div class="channel-group">
        <h3>{group.title}</h3>
        <Show when={props.mayCreate}>
          <IconButton
            icon="plus"
            tip="after"
            name={`${words.channel.create}: ${group.title}`}
            press={() => props.create(group.kind)}
          />
        </Show>
      </div>
      <ul>
        <For each={group.channels}>{(channel) => <Entry channel={channel} />}</For>
      </ul>
    </Show>
  );
  /** The channels that stand in no category, while the guild has one. */
  const Outside = () => (
    <>
      <Show when={props.mayCreate}>
        <div class="channel-group">
          <h3>{words.channel.outside}</h3>
          <IconButton
            icon="plus"
            tip="after"
            name={`${words.channel.create}: ${words.channel.outside}`}
            press={() => props.create('text')}
          />
        </div>
      </Show>
      <ul class="outside">
        <For each={outside()}>{(channel) => <Entry channel={channel} />}</For>
      </ul>
    </>
  );
  /** A category that is folded shows the open channel and the unread ones alone. The device remembers it. */
  const Category = (of: { readonly category: Channel; readonly channels: ReadonlyArray<Channel> }) => {
    const kept = `folded.${of.category.channel_id}`;
    const [folded, setFolded] = createSignal(keepsakes.read(kept) !== null);
    const menu = contextMenu({
      label: () => words.category.menu(of.category.name),
      entries: () => props.menuOf(of.category),
    });
    const toggle = (): void => {
      if (setFolded((before) => !before)) keepsakes.write(kept, '1');
      else keepsakes.remove(kept);
    };
    return (
      <>
        <div class="channel-group category" data-channel={of.category.channel_id} data-category="" ref={menu.attach}>
          <h3>
            <button type="button" class="channel-name" tabindex="-1" aria-expanded={!folded()} onClick={toggle}>
              <Icon name="chevron" />
              <span>{of.category.name}</span>
              <Sign channel={of.category} muted={props.isMuted(of.category.channel_id)} />
            </button>
          </h3>
          <Show when={may(of.category, 'manage_channels')}>
            <IconButton
              icon="plus"
              tip="after"
              name={`${words.channel.create}: ${of.category.name}`}
              press={() => props.createIn(of.category)}
            />
          </Show>
          <menu.View />
        </div>
        <ul>
          <For each={of.channels.filter(({ channel_id: id }) => !folded() || id === props.open || props.hasNews(id))}>
            {(channel) => <Entry channel={channel} />}
          </For>
        </ul>
      </>
    );
  };

  return (
    <nav class="channels" aria-label={words.channel.list} data-region>
      <header class="guild-head">
        <Menu label={words.guild.menu(props.guild.name)} class="guild-menu" items={props.guildMenu}>
          <h2>{props.guild.name}</h2>
          <Icon name="chevron" />
        </Menu>
      </header>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: moves the focus among the buttons inside */}
      <div class="channel-scroll" ref={setList} onKeyDown={(event) => rove(event, '.channel-name')}>
        <Show
          when={categories().length > 0}
          fallback={
            <>
              <Group title={words.channel.text} kind="text" channels={outside().filter(opens)} />
              <Group
                title={words.channel.voice}
                kind="voice"
                channels={outside().filter((channel) => !opens(channel))}
              />
            </>
          }
        >
          <Outside />
        </Show>
        <For each={categories().map(({ category }) => category?.channel_id)}>
          {(id) => {
            const section = createMemo(() => categories().find(({ category }) => category?.channel_id === id));
            return (
              <Show when={section()?.category}>
                {(category) => <Category category={category()} channels={section()?.channels ?? []} />}
              </Show>
            );
          }}
        </For>
        <Show when={outside().length + categories().length === 0}>
          <p class="quiet-note pad">
            {words.channel.none} {props.mayCreate ? words.channel.noneMayCreate : ''}
          </p>
        </Show>
      </div>
    </nav>
  );
};
