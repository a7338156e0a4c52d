import { createMemo, For, Show } from 'solid-js';
import type { ChannelId } from '#domain/kernel/ids.ts';
import type { Channel, Guild } from '#gateway/protocol/resources.ts';
import { may } from '#web/store/rights.ts';
import { IconButton } from '#web/ui/button.tsx';
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
  readonly choose: (channel: Channel) => void;
  readonly create: (kind: 'text' | 'voice') => void;
  readonly rename: (channel: Channel) => void;
  readonly remove: (channel: Channel) => void;
}) => {
  const text = createMemo(() => props.channels.filter((channel) => channel.kind === 'text'));
  const voice = createMemo(() => props.channels.filter((channel) => channel.kind === 'voice'));
  let list: HTMLDivElement | undefined;
  keepInView(
    () => list,
    () => props.open,
  );
  const stop = (channel: Channel) => ((props.open ?? text()[0]?.channel_id) === channel.channel_id ? 0 : -1);

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
        <For each={group.channels}>
          {(channel) => (
            <li class="channel" classList={{ open: props.open === channel.channel_id }}>
              <button
                type="button"
                class="channel-name"
                aria-current={props.open === channel.channel_id ? 'page' : undefined}
                aria-disabled={channel.kind === 'voice'}
                title={channel.kind === 'voice' ? words.channel.voiceNotYet : undefined}
                tabindex={stop(channel)}
                onClick={() => {
                  if (channel.kind === 'text') props.choose(channel);
                }}
              >
                <Icon name={channel.kind === 'text' ? 'hash' : 'speaker'} />
                <span>{channel.name}</span>
              </button>
              <Show when={may(channel, 'manage_channels')}>
                <Menu
                  label={words.channel.menu(channel.name)}
                  class="icon-button"
                  items={[
                    { icon: 'pencil', name: words.channel.rename, choose: () => props.rename(channel) },
                    { icon: 'trash', name: words.channel.remove, tone: 'danger', choose: () => props.remove(channel) },
                  ]}
                >
                  <Icon name="more" />
                </Menu>
              </Show>
            </li>
          )}
        </For>
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
