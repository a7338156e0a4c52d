import { For } from 'solid-js';
import type { GuildId } from '#domain/kernel/ids.ts';
import type { Guild } from '#gateway/protocol/resources.ts';
import { initials } from '#web/ui/avatar.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { keepInView } from '#web/ui/kept-in-view.ts';
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
                class="rail-guild"
                aria-label={guild.name}
                data-initials={initials(guild.name, 2)}
                aria-current={props.open === guild.guild_id ? 'page' : undefined}
                data-tip={guild.name}
                data-tip-side="right"
                tabindex={stop(guild.guild_id, index())}
                onClick={() => props.choose(guild.guild_id)}
              />
            </li>
          )}
        </For>
      </ul>
      <hr />
      <button
        type="button"
        class="rail-guild add"
        aria-label={words.guild.create}
        data-tip={words.guild.create}
        data-tip-side="right"
        tabindex={props.guilds.length === 0 ? 0 : -1}
        onClick={() => props.create()}
      >
        <Icon name="plus" />
      </button>
      <button
        type="button"
        class="rail-guild add"
        aria-label={words.guild.useInvite}
        data-tip={words.guild.useInvite}
        data-tip-side="right"
        tabindex="-1"
        onClick={() => props.useInvite()}
      >
        <Icon name="ticket" />
      </button>
    </nav>
  );
};
