/** The channels of the open guild, and the user's own panel below them. */

import { createMemo, Show } from 'solid-js';
import type { ChannelId } from '#domain/kernel/ids.ts';
import type { Channel } from '#gateway/protocol/resources.ts';
import { UserPanel } from '#web/account/user-panel.tsx';
import type { Acts } from '#web/acts.ts';
import { ChannelList } from '#web/channel/channel-list.tsx';
import type { Client } from '#web/client/client.ts';
import type { DialogRoute } from '#web/layers.ts';
import { askThreadParts } from '#web/message/threads/later-threads.ts';
import type { ThreadScreen } from '#web/message/threads/thread-menu.ts';
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
  readonly threads: ThreadScreen;
}) => {
  const { where, client } = props;
  const openThread = () => where.thread()?.id ?? null;
  const followed = createMemo(() => Object.keys(client.state().followed).map((id) => id as ChannelId));
  /** The parts are loaded with the first thread that the list shows. */
  const parts = createMemo(() => (followed().length > 0 || openThread() !== null ? askThreadParts() : undefined));
  const threadsOf = ({ channel_id: channelId }: Channel) => (
    <Show when={parts()} keyed>
      {({ ChannelThreads }) => (
        <ChannelThreads
          screen={props.threads}
          channelId={channelId}
          open={openThread()}
          unread={props.unread}
          choose={where.goTo}
        />
      )}
    </Show>
  );
  const isNew = (id: ChannelId): boolean => props.unread.of(id).messages > 0;
  const hasNews = (id: ChannelId): boolean =>
    isNew(id) || followed().some((thread) => client.state().channels[thread]?.parent_id === id && isNew(thread));
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
            threadsOf={threadsOf}
            hasNews={hasNews}
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
