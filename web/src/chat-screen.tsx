import { createEffect, createMemo, createSignal, Match, on, Show, Switch } from 'solid-js';
import type { GuildId } from '#domain/kernel/ids.ts';
import type { Guild } from '#gateway/protocol/resources.ts';
import { UserPanel } from '#web/account/user-panel.tsx';
import { ChannelHead } from '#web/channel/channel-head.tsx';
import { ChannelList } from '#web/channel/channel-list.tsx';
import type { Client } from '#web/client/client.ts';
import { ConnectionBanner } from '#web/client/connection-banner.tsx';
import { Dialogs, type OpenDialog } from '#web/dialogs.tsx';
import { guildMenu } from '#web/guild/guild-menu.ts';
import { GuildRail } from '#web/guild/guild-rail.tsx';
import { MembersPanel } from '#web/guild/members-panel.tsx';
import { NoChannel, NoGuild } from '#web/guild/nothing-here.tsx';
import { Conversation } from '#web/message/conversation.tsx';
import { drafts as draftsIn } from '#web/message/drafts.ts';
import { speakOf } from '#web/message/spoken.ts';
import { askBeforeLosing, holdsUnsent } from '#web/message/unsent.ts';
import { keepFocusIn, membersToggle } from '#web/panes.ts';
import type { Router } from '#web/routes.ts';
import { SearchPanel } from '#web/search/search-panel.tsx';
import { searchToggle } from '#web/search/search-toggle.ts';
import { type Seeker, seekingIn } from '#web/search/seeking.ts';
import { listenForShortcuts } from '#web/shortcuts.ts';
import { may } from '#web/store/rights.ts';
import type { ClientState } from '#web/store/state.ts';
import type { Announcer } from '#web/ui/announcer.ts';
import type { ChosenTheme } from '#web/ui/theme.ts';
import { type Whereabouts, whereabouts } from '#web/whereabouts.ts';
import { words } from '#web/words.ts';

type ScreenProps = {
  readonly client: Client;
  readonly router: Router;
  readonly me: NonNullable<ClientState['me']>;
  readonly announcer: Announcer;
  readonly complain: (text: string) => void;
  readonly inform: (text: string) => void;
  readonly theme: ChosenTheme;
  readonly now: () => number;
};
type PaneProps = ScreenProps & {
  readonly where: Whereabouts;
  readonly show: (open: OpenDialog) => void;
  readonly seeking: Seeker;
};

const Side = (props: PaneProps) => {
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
            create={(channelKind) => props.show({ kind: 'create-channel', guild: guild(), channelKind })}
            rename={(channel) => props.show({ kind: 'rename-channel', channel })}
            remove={(channel) => props.show({ kind: 'delete-channel', channel })}
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

type Toggles = {
  readonly membersShown: boolean;
  readonly toggleMembers: () => void;
  readonly searchShown: boolean;
  readonly toggleSearch: () => void;
};

const Main = (props: PaneProps & Toggles) => {
  const { where, client } = props;
  const drafts = draftsIn(client.platform.keepsakes);
  const rights = () => ({
    write: may(where.channel(), 'send_messages'),
    react: may(where.channel(), 'add_reactions'),
    moderate: may(where.channel(), 'manage_messages'),
  });
  return (
    <main class="main" id="messages" tabindex="-1" data-region data-region-start>
      <Switch>
        <Match when={where.guild() === null}>
          <NoGuild
            create={() => props.show({ kind: 'create-guild' })}
            useInvite={() => props.show({ kind: 'use-invite' })}
          />
        </Match>
        <Match when={where.channel()}>
          {(channel) => (
            <>
              <ChannelHead
                channel={channel()}
                mayInvite={where.mayInGuild('create_invite')}
                membersShown={props.membersShown}
                back={() => where.setPane('channels')}
                invite={() => {
                  const guild = where.guild();
                  if (guild !== null) props.show({ kind: 'invite', guild });
                }}
                searchShown={props.searchShown}
                toggleMembers={props.toggleMembers}
                toggleSearch={props.toggleSearch}
              />
              <Conversation
                client={client}
                channel={channel()}
                me={props.me}
                rights={rights()}
                drafts={drafts}
                complain={props.complain}
                inform={props.inform}
                now={props.now}
                sought={props.seeking.soughtIn(channel().channel_id)}
                shown={props.seeking.shown}
              />
            </>
          )}
        </Match>
        <Match when={where.guild()}>
          {(guild) => (
            <NoChannel
              guild={guild()}
              mayCreate={where.mayInGuild('manage_channels')}
              create={() => props.show({ kind: 'create-channel', guild: guild(), channelKind: 'text' })}
              back={() => where.setPane('channels')}
            />
          )}
        </Match>
      </Switch>
    </main>
  );
};

export const ChatScreen = (props: ScreenProps) => {
  const { client, router } = props;
  const { state } = client;
  const where = whereabouts(client, router);
  const members = membersToggle(client, where);
  keepFocusIn(where.pane);
  askBeforeLosing(() => holdsUnsent(state()));
  const seeking = seekingIn(client, where);
  const search = searchToggle(() => where.guild() !== null);
  const [open, setOpen] = createSignal<OpenDialog | null>(null);
  const roster = createMemo(() => state().rosters[where.guild()?.guild_id ?? ('' as GuildId)]);
  const freshness = createMemo(() => roster()?.freshness ?? 'never');
  createEffect(
    on([() => where.guild()?.guild_id, freshness, () => client.phase().kind === 'live'], ([id, fresh, live]) => {
      if (id !== undefined && live && fresh !== 'fresh') void client.loadMembers(id);
    }),
  );
  createEffect(
    on(
      () => state().guilds,
      (now, before) => {
        for (const guild of Object.values(before ?? {})) {
          if (now[guild.guild_id] === undefined) props.inform(words.guild.gone(guild.name));
        }
      },
    ),
  );
  speakOf({ state, channel: where.channel, me: () => props.me.user_id, announcer: props.announcer });
  listenForShortcuts({
    showSwitcher: () => setOpen({ kind: 'switcher' }),
    showHelp: () => setOpen({ kind: 'shortcuts' }),
    showSearch: search.open,
    stepChannel: where.stepChannel,
    stepGuild: where.stepGuild,
  });
  return (
    <div
      class="chat"
      data-pane={where.guild() === null ? 'channels' : where.pane()}
      classList={{ 'no-members': !members.wanted(), 'no-guild': where.guild() === null, searching: search.shown() }}
    >
      <a class="skip" href="#messages">
        {words.skipToMessages}
      </a>
      <ConnectionBanner client={client} />
      <GuildRail
        guilds={where.guilds()}
        open={where.guild()?.guild_id ?? null}
        choose={where.goToGuild}
        create={() => setOpen({ kind: 'create-guild' })}
        useInvite={() => setOpen({ kind: 'use-invite' })}
      />
      <Side {...props} where={where} show={setOpen} seeking={seeking} />
      <Main
        {...props}
        where={where}
        show={setOpen}
        seeking={seeking}
        membersShown={members.shown() && !search.shown()}
        toggleMembers={() => {
          if (search.shown()) search.close();
          else members.toggle();
        }}
        searchShown={search.shown()}
        toggleSearch={search.toggle}
      />
      <Show when={search.shown() ? where.guild() : null}>
        {(guild) => (
          <SearchPanel
            client={client}
            guild={guild()}
            channels={where.channels()}
            now={props.now}
            jump={(message) => {
              if (members.overlaid()) search.close();
              seeking.seek(message);
            }}
            close={search.close}
          />
        )}
      </Show>
      <Show when={where.guild()}>
        {(guild) => (
          <MembersPanel
            roster={roster()}
            me={props.me.user_id}
            mayKick={where.mayInGuild('kick_members')}
            kick={(user) => setOpen({ kind: 'kick', guild: guild(), user })}
          />
        )}
      </Show>
      <Dialogs
        open={open()}
        close={() => setOpen(null)}
        client={client}
        router={router}
        where={where}
        theme={props.theme}
      />
    </div>
  );
};
