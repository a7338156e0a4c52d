/** The channels of the open guild, and the user's own panel below them. */

import { Show } from 'solid-js';
import { UserPanel } from '#web/account/user-panel.tsx';
import type { Acts } from '#web/acts.ts';
import { ChannelList } from '#web/channel/channel-list.tsx';
import type { Client } from '#web/client/client.ts';
import type { DialogRoute } from '#web/layers.ts';
import type { ClientState } from '#web/store/state.ts';
import type { ShownUnread } from '#web/unread/shown-unread.ts';
import type { Whereabouts } from '#web/whereabouts.ts';

export const SidePane = (props: {
  readonly client: Client;
  readonly where: Whereabouts;
  readonly me: NonNullable<ClientState['me']>;
  readonly show: (dialog: DialogRoute) => void;
  readonly acts: Acts;
  readonly unread: ShownUnread;
}) => {
  const { where, client } = props;
  return (
    <div class="side" role={where.listAlone() ? 'main' : undefined}>
      <Show when={where.listAlone()}>
        <h1 class="spoken">{where.guild()?.name}</h1>
      </Show>
      <Show when={where.guild()} fallback={<div class="channels" />}>
        {(guild) => (
          <ChannelList
            guild={guild()}
            sections={where.sections()}
            open={where.channelId()}
            mayCreate={where.mayInGuild('manage_channels')}
            govern={props.acts.govern}
            guildMenu={props.acts.ofGuild(guild())}
            menuOf={props.acts.ofChannel}
            choose={where.goTo}
            unreadOf={props.unread.of}
            isMuted={props.unread.isMuted}
            create={(channelKind) => props.show({ kind: 'create-channel', guildId: guild().guild_id, channelKind })}
            createIn={({ channel_id: channelId }) => props.show({ kind: 'create-in-category', channelId })}
          />
        )}
      </Show>
      <UserPanel
        me={props.me}
        phase={client.phase()}
        choice={client.state().choice}
        choose={client.choosePresence}
        write={() => props.show({ kind: 'status' })}
        menu={props.acts.ofAccount()}
      />
    </div>
  );
};
