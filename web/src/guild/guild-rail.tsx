import { createMemo, For, onCleanup, onMount } from 'solid-js';
import type { GuildId } from '#domain/kernel/ids.ts';
import type { Guild } from '#gateway/protocol/resources.ts';
import type { GuildMoves } from '#web/settings/load-settings-parts.ts';
import { initials, tintOf } from '#web/ui/avatar.tsx';
import { contextMenu } from '#web/ui/context-menu.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { keepInView } from '#web/ui/kept-in-view.ts';
import { Menu } from '#web/ui/menu.tsx';
import type { MenuItem } from '#web/ui/menu-list.tsx';
import { rove } from '#web/ui/roving.ts';
import { MentionBadge, unreadSaid } from '#web/unread/unread-sign.tsx';
import type { UnreadSum } from '#web/unread/unread-sum.ts';
import { words } from '#web/words/words.ts';

export const GuildRail = (props: {
  readonly guilds: ReadonlyArray<Guild>;
  readonly open: GuildId | null;
  readonly unreadIn: (guildId: GuildId) => UnreadSum;
  readonly choose: (guildId: GuildId) => void;
  readonly moves: GuildMoves;
  readonly menuOf: (guild: Guild) => ReadonlyArray<MenuItem>;
  readonly addMenu: ReadonlyArray<MenuItem>;
  readonly openInbox: () => void;
}) => {
  const stop = (id: GuildId, index: number) => (props.open === id || (props.open === null && index === 0) ? 0 : -1);
  const Entry = (entry: { readonly guild: Guild; readonly tabIndex: number }) => {
    const { guild } = entry;
    const unread = createMemo(() => props.unreadIn(guild.guild_id));
    const name = () => [guild.name, unreadSaid(unread())].filter((part) => part !== '').join(', ');
    const menu = contextMenu({ label: () => words.guild.menu(guild.name), entries: () => props.menuOf(guild) });
    return (
      <li ref={menu.attach} data-guild={guild.guild_id} classList={{ unread: unread().messages > 0 }}>
        <button
          type="button"
          class={`rail-guild ${tintOf(guild.guild_id)}`}
          aria-label={name()}
          data-initials={initials(guild.name)}
          aria-current={props.open === guild.guild_id ? 'page' : undefined}
          data-tip={name()}
          data-tip-side="after"
          tabindex={entry.tabIndex}
          onClick={() => props.choose(guild.guild_id)}
        />
        <MentionBadge sum={unread()} />
        <menu.View />
      </li>
    );
  };
  let list: HTMLUListElement | undefined;
  onMount(() => {
    if (list !== undefined) onCleanup(props.moves.follow(list));
  });
  keepInView(
    () => list,
    () => props.open,
  );
  return (
    <nav class="rail" aria-label={words.guild.rail} data-region onKeyDown={(event) => rove(event, 'button')}>
      <ul
        class="rail-guilds"
        ref={(element) => {
          list = element;
        }}
      >
        <For each={props.guilds}>
          {(guild, index) => <Entry guild={guild} tabIndex={stop(guild.guild_id, index())} />}
        </For>
      </ul>
      <hr />
      <button
        type="button"
        class="rail-guild add"
        aria-label={words.inbox.open}
        aria-haspopup="dialog"
        data-tip={words.inbox.open}
        data-tip-side="after"
        tabindex={-1}
        onClick={() => props.openInbox()}
      >
        <Icon name="bell" />
      </button>
      <Menu
        label={words.guild.add}
        class="rail-guild add"
        tip={words.guild.add}
        tipSide="after"
        align="start"
        tabIndex={props.guilds.length === 0 ? 0 : -1}
        items={props.addMenu}
      >
        <Icon name="plus" />
      </Menu>
    </nav>
  );
};
