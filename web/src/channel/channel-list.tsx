import { createMemo, For, Show } from 'solid-js';
import type { ChannelId } from '#domain/kernel/ids.ts';
import type { Channel, Guild } from '#gateway/protocol/resources.ts';
import { IconButton } from '#web/ui/button.tsx';
import { contextMenu } from '#web/ui/context-menu.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { keepInView } from '#web/ui/kept-in-view.ts';
import { Menu } from '#web/ui/menu.tsx';
import type { MenuItem } from '#web/ui/menu-list.tsx';
import { rove } from '#web/ui/roving.ts';
import { words } from '#web/words/words.ts';

export const ChannelList = (props: {
  readonly guild: Guild;
  readonly channels: ReadonlyArray<Channel>;
  readonly open: ChannelId | null;
  readonly mayCreate: boolean;
  readonly guildMenu: ReadonlyArray<MenuItem>;
  readonly menuOf: (channel: Channel) => ReadonlyArray<MenuItem>;
  readonly choose: (channel: Channel) => void;
  readonly create: (kind: 'text' | 'voice') => void;
}) => {
  const text = createMemo(() => props.channels.filter((channel) => channel.kind === 'text'));
  const voice = createMemo(() => props.channels.filter((channel) => channel.kind === 'voice'));
  let list: HTMLDivElement | undefined;
  keepInView(
    () => list,
    () => props.open,
  );
  const stop = (channel: Channel) => ((props.open ?? text()[0]?.channel_id) === channel.channel_id ? 0 : -1);

  const Entry = (entry: { readonly channel: Channel }) => {
    const items = () => props.menuOf(entry.channel);
    const menu = contextMenu({ label: () => words.channel.menu(entry.channel.name), entries: items });
    const isText = () => entry.channel.kind === 'text';
    return (
      <li class="channel" classList={{ open: props.open === entry.channel.channel_id }} ref={menu.attach}>
        <button
          type="button"
          class="channel-name"
          aria-current={props.open === entry.channel.channel_id ? 'page' : undefined}
          aria-disabled={!isText()}
          title={isText() ? undefined : words.channel.voiceNotYet}
          tabindex={stop(entry.channel)}
          onClick={() => {
            if (isText()) props.choose(entry.channel);
          }}
        >
          <Icon name={isText() ? 'hash' : 'speaker'} />
          <span>{entry.channel.name}</span>
        </button>
        <Menu label={words.channel.menu(entry.channel.name)} class="icon-button" items={items()}>
          <Icon name="more" />
        </Menu>
        <menu.View />
      </li>
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

  return (
    <nav class="channels" aria-label={words.channel.list} data-region>
      <header class="guild-head">
        <Menu label={words.guild.menu(props.guild.name)} class="guild-menu" items={props.guildMenu}>
          <h2>{props.guild.name}</h2>
          <Icon name="chevron" />
        </Menu>
      </header>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: moves the focus among the buttons inside */}
      <div
        class="channel-scroll"
        ref={(element) => {
          list = element;
        }}
        onKeyDown={(event) => rove(event, '.channel-name')}
      >
        <Group title={words.channel.text} kind="text" channels={text()} />
        <Group title={words.channel.voice} kind="voice" channels={voice()} />
        <Show when={props.channels.length === 0}>
          <p class="quiet-note pad">
            {words.channel.none} {props.mayCreate ? words.channel.noneMayCreate : ''}
          </p>
        </Show>
      </div>
    </nav>
  );
};
