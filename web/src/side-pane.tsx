/** The channels of the open guild, and the user's own panel below them. */

import { Show } from 'solid-js';
import type { Guild } from '#gateway/protocol/resources.ts';
import { UserPanel } from '#web/account/user-panel.tsx';
import { ChannelList } from '#web/channel/channel-list.tsx';
import type { Client } from '#web/client/client.ts';
import { guildMenu } from '#web/guild/guild-menu.ts';
import type { DialogRoute } from '#web/layers.ts';
import type { ClientState } from '#web/store/state.ts';
import type { Whereabouts } from '#web/whereabouts.ts';

export const SidePane = (props: {
  readonly client: Client;
  readonly where: Whereabouts;
  readonly me: NonNullable<ClientState['me']>;
  readonly show: (dialog: DialogRoute) => void;
}) => {
  const { where, client } = props;
  const menuOf = (guild: Guild) => guildMenu(guild, where.mayInGuild, guild.owner_id === props.me.user_id, props.show);
  return (
    <div class="side">
      <Show when={where.guild()} fallback={<div class="channels" />}>
        {(guild) => (
          <ChannelList
            guild={guild()}
            channels={where.channels()}
            open={where.channelId()}
            mayCreate={where.mayInGuild('manage_channels')}
            guildMenu={menuOf(guild())}
            choose={where.goTo}
            create={(channelKind) => props.show({ kind: 'create-channel', guildId: guild().guild_id, channelKind })}
            rename={({ channel_id: channelId }) => props.show({ kind: 'rename-channel', channelId })}
            remove={({ channel_id: channelId }) => props.show({ kind: 'delete-channel', channelId })}
          />
        )}
      </Show>
      <UserPanel
        me={props.me}
        phase={client.phase()}
        showSessions={() => props.show({ kind: 'sessions' })}
        showAppearance={() => props.show({ kind: 'appearance' })}
        showShortcuts={() => props.show({ kind: 'shortcuts' })}
        logOut={() => void client.logOut()}
      />
    </div>
  );
};
