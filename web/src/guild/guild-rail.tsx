import { For } from 'solid-js';
import type { GuildId } from '#domain/kernel/ids.ts';
import type { Guild } from '#gateway/protocol/resources.ts';
import { initials, tintOf } from '#web/ui/avatar.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { keepInView } from '#web/ui/kept-in-view.ts';
import { Menu } from '#web/ui/menu.tsx';
import { rove } from '#web/ui/roving.ts';
import { words } from '#web/words/words.ts';

export const GuildRail = (props: {
  readonly guilds: ReadonlyArray<Guild>;
  readonly open: GuildId | null;
  readonly choose: (guildId: GuildId) => void;
  readonly create: () => void;
  readonly useInvite: () => void;
}) => {
  const stop = (id: GuildId, index: number) => (props.open === id || (props.open === null && index === 0) ? 0 : -1);
  let list: HTMLUListElement | undefined;
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
          {(guild, index) => (
            <li>
              <button
                type="button"
                class={`rail-guild ${tintOf(guild.guild_id)}`}
                aria-label={guild.name}
                data-initials={initials(guild.name)}
                aria-current={props.open === guild.guild_id ? 'page' : undefined}
                data-tip={guild.name}
                data-tip-side="after"
                tabindex={stop(guild.guild_id, index())}
                onClick={() => props.choose(guild.guild_id)}
              />
            </li>
          )}
        </For>
      </ul>
      <hr />
      <Menu
        label={words.guild.add}
        class="rail-guild add"
        tip={words.guild.add}
        tipSide="after"
        align="start"
        tabIndex={props.guilds.length === 0 ? 0 : -1}
        items={[
          { icon: 'plus', name: words.guild.create, choose: () => props.create() },
          { icon: 'ticket', name: words.guild.useInvite, choose: () => props.useInvite() },
        ]}
      >
        <Icon name="plus" />
      </Menu>
    </nav>
  );
};
