import { createEffect, createMemo, createSignal, Match, on, onCleanup, Show, Switch } from 'solid-js';
import type { ChannelId, GuildId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import type { Permission } from '#domain/permission/bits.ts';
import type { Channel, Guild, User } from '#gateway/protocol/resources.ts';
import { SessionsDialog } from '#web/account/sessions-dialog.tsx';
import { UserPanel } from '#web/account/user-panel.tsx';
import { CreateChannelDialog, DeleteChannelDialog, RenameChannelDialog } from '#web/channel/channel-dialogs.tsx';
import { ChannelList } from '#web/channel/channel-list.tsx';
import { type Destination, QuickSwitcher } from '#web/channel/quick-switcher.tsx';
import {
  CreateGuildDialog,
  DeleteGuildDialog,
  InviteDialog,
  KickDialog,
  LeaveGuildDialog,
  RenameGuildDialog,
  UseInviteDialog,
} from '#web/guild/guild-dialogs.tsx';
import { GuildRail } from '#web/guild/guild-rail.tsx';
import { MembersPanel } from '#web/guild/members-panel.tsx';
import { type ChannelRights, Conversation } from '#web/message/conversation.tsx';
import { drafts as draftsIn } from '#web/message/drafts.ts';
import { speakOf } from '#web/message/spoken.ts';
import type { Router } from '#web/routes.ts';
import type { Client } from '#web/session/client.ts';
import { ConnectionBanner } from '#web/session/connection-banner.tsx';
import type { ClientState } from '#web/store/state.ts';
import type { Announcer } from '#web/ui/announcer.ts';
import { Button, IconButton } from '#web/ui/button.tsx';
import { Icon, Logo } from '#web/ui/icon.tsx';
import type { MenuItem } from '#web/ui/menu.tsx';
import { nextRegion } from '#web/ui/regions.ts';
import { ShortcutsDialog } from '#web/ui/shortcuts-dialog.tsx';
import { words } from '#web/words.ts';

type Open =
  | { readonly kind: 'create-guild' }
  | { readonly kind: 'use-invite' }
  | { readonly kind: 'rename-guild'; readonly guild: Guild }
  | { readonly kind: 'leave-guild'; readonly guild: Guild }
  | { readonly kind: 'delete-guild'; readonly guild: Guild }
  | { readonly kind: 'invite'; readonly guild: Guild }
  | { readonly kind: 'kick'; readonly guild: Guild; readonly user: User }
  | { readonly kind: 'create-channel'; readonly guild: Guild; readonly channelKind: 'text' | 'voice' }
  | { readonly kind: 'rename-channel'; readonly channel: Channel }
  | { readonly kind: 'delete-channel'; readonly channel: Channel }
  | { readonly kind: 'sessions' }
  | { readonly kind: 'shortcuts' }
  | { readonly kind: 'switcher' };

/** On a narrow screen one pane shows at a time. */
type Pane = 'channels' | 'messages' | 'members';

const oldestFirst = (a: { readonly created_at: Instant }, b: { readonly created_at: Instant }): number =>
  a.created_at < b.created_at ? -1 : a.created_at > b.created_at ? 1 : 0;

export const ChatScreen = (props: {
  readonly client: Client;
  readonly router: Router;
  readonly me: NonNullable<ClientState['me']>;
  readonly announcer: Announcer;
  readonly complain: (text: string) => void;
  readonly inform: (text: string) => void;
  readonly now: () => number;
}) => {
  const { client, router } = props;
  const { state, platform } = client;
  const drafts = draftsIn(platform.keepsakes);
  const [open, setOpen] = createSignal<Open | null>(null);
  const [pane, setPane] = createSignal<Pane>('messages');
  const [membersShown, setMembersShown] = createSignal(platform.keepsakes.read('members') !== 'hidden');
  const close = () => setOpen(null);

  const guilds = createMemo(() => Object.values(state().guilds).toSorted(oldestFirst));
  const chosen = () => {
    const at = router.route();
    return at.kind === 'guild' ? at : null;
  };
  const guild = createMemo(() => {
    const at = chosen();
    return (at === null ? undefined : state().guilds[at.guildId]) ?? guilds()[0] ?? null;
  });
  const channelsOf = (guildId: GuildId | undefined): ReadonlyArray<Channel> =>
    Object.values(state().channels)
      .filter((channel) => channel.guild_id === guildId)
      .toSorted(oldestFirst);
  const channels = createMemo(() => channelsOf(guild()?.guild_id));
  const textChannels = createMemo(() => channels().filter((channel) => channel.kind === 'text'));
  const channel = createMemo(() => {
    const at = chosen();
    const here = (id: ChannelId | null | undefined) => textChannels().find((one) => one.channel_id === id);
    const lately = platform.keepsakes.read(`last.${guild()?.guild_id}`) as ChannelId | null;
    return here(at?.channelId) ?? here(lately) ?? textChannels()[0] ?? null;
  });
  const channelId = createMemo(() => channel()?.channel_id ?? null);

  const may = (permission: Permission): boolean =>
    guild()?.permissions.includes(permission) === true || guild()?.permissions.includes('administrator') === true;
  const rights = (): ChannelRights => ({
    write: may('send_messages'),
    react: may('add_reactions'),
    moderate: may('manage_messages'),
  });
  const owns = () => guild()?.owner_id === props.me.user_id;

  const goTo = (to: Pick<Channel, 'guild_id' | 'channel_id'>): void => {
    setPane('messages');
    router.go({ kind: 'guild', guildId: to.guild_id, channelId: to.channel_id });
  };
  const goToGuild = (guildId: GuildId): void => {
    setPane('channels');
    router.go({ kind: 'guild', guildId, channelId: null });
  };

  createEffect(() => {
    const here = channel();
    if (here === null) return;
    platform.keepsakes.write(`last.${here.guild_id}`, here.channel_id);
    router.go({ kind: 'guild', guildId: here.guild_id, channelId: here.channel_id }, 'replace');
  });
  createEffect(() => {
    const parts = [channel() === null ? null : `#${channel()?.name}`, guild()?.name, words.product];
    document.title = parts.filter((part) => part != null).join(' · ');
  });
  const roster = createMemo(() => state().rosters[guild()?.guild_id ?? ('' as GuildId)]);
  const rosterFreshness = createMemo(() => roster()?.freshness ?? 'never');
  createEffect(
    on([() => guild()?.guild_id, rosterFreshness, () => client.phase().kind === 'live'], ([id, freshness, live]) => {
      if (id !== undefined && live && freshness !== 'fresh') void client.loadMembers(id);
    }),
  );
  speakOf({ state, channel, me: () => props.me.user_id, announcer: props.announcer });

  const step = <A,>(all: ReadonlyArray<A>, here: (a: A) => boolean, by: 1 | -1): A | undefined => {
    const at = all.findIndex(here);
    return all.at((at + by + all.length) % all.length);
  };
  const stepChannel = (by: 1 | -1): void => {
    const to = step(textChannels(), (one) => one.channel_id === channelId(), by);
    if (to !== undefined) goTo(to);
  };
  const stepGuild = (by: 1 | -1): void => {
    const to = step(guilds(), (one) => one.guild_id === guild()?.guild_id, by);
    if (to !== undefined) goToGuild(to.guild_id);
  };
  const shortcut = (event: KeyboardEvent): (() => void) | undefined => {
    const ctrl = event.ctrlKey || event.metaKey;
    if (event.key === 'F6') return () => nextRegion(event.shiftKey ? -1 : 1);
    if (ctrl && event.key === 'k') return () => setOpen({ kind: 'switcher' });
    if (ctrl && event.key === '/') return () => setOpen({ kind: 'shortcuts' });
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return undefined;
    const by = event.key === 'ArrowUp' ? -1 : 1;
    return () => (ctrl ? stepGuild(by) : stepChannel(by));
  };
  const pressed = (event: KeyboardEvent): void => {
    if (document.querySelector('dialog[open]') !== null) return;
    const deed = shortcut(event);
    if (deed === undefined) return;
    event.preventDefault();
    deed();
  };
  document.addEventListener('keydown', pressed);
  onCleanup(() => document.removeEventListener('keydown', pressed));

  const guildMenu = (here: Guild): ReadonlyArray<MenuItem> => [
    ...(may('create_invite')
      ? [{ icon: 'invite', name: words.guild.invite, choose: () => setOpen({ kind: 'invite', guild: here }) } as const]
      : []),
    ...(may('manage_channels')
      ? [
          {
            icon: 'plus',
            name: words.channel.create,
            choose: () => setOpen({ kind: 'create-channel', guild: here, channelKind: 'text' }),
          } as const,
        ]
      : []),
    ...(may('manage_guild')
      ? [
          {
            icon: 'pencil',
            name: words.guild.rename,
            choose: () => setOpen({ kind: 'rename-guild', guild: here }),
          } as const,
        ]
      : []),
    owns()
      ? {
          icon: 'trash',
          tone: 'danger',
          name: words.guild.remove,
          choose: () => setOpen({ kind: 'delete-guild', guild: here }),
        }
      : {
          icon: 'door',
          tone: 'danger',
          name: words.guild.leave,
          choose: () => setOpen({ kind: 'leave-guild', guild: here }),
        },
  ];

  const toggleMembers = (): void => {
    if (matchMedia('(max-width: 1000px)').matches) {
      setPane((now) => (now === 'members' ? 'messages' : 'members'));
      return;
    }
    platform.keepsakes.write('members', membersShown() ? 'hidden' : 'shown');
    setMembersShown(!membersShown());
  };

  const destinations = (): ReadonlyArray<Destination> =>
    guilds().flatMap((one) =>
      channelsOf(one.guild_id)
        .filter((each) => each.kind === 'text')
        .map((each) => ({ channel: each, guild: one })),
    );

  const opened = <K extends Open['kind']>(kind: K): Extract<Open, { kind: K }> | undefined => {
    const now = open();
    return now?.kind === kind ? (now as Extract<Open, { kind: K }>) : undefined;
  };

  return (
    <div class="chat" data-pane={guild() === null ? 'messages' : pane()} classList={{ 'no-members': !membersShown() }}>
      <a class="skip" href="#messages">
        {words.skipToMessages}
      </a>
      <ConnectionBanner client={client} />
      <GuildRail
        guilds={guilds()}
        open={guild()?.guild_id ?? null}
        choose={goToGuild}
        create={() => setOpen({ kind: 'create-guild' })}
        useInvite={() => setOpen({ kind: 'use-invite' })}
      />
      <div class="side">
        <Show when={guild()} fallback={<div class="channels empty" />}>
          {(here) => (
            <ChannelList
              guild={here()}
              channels={channels()}
              open={channelId()}
              mayManage={may('manage_channels')}
              guildMenu={guildMenu(here())}
              choose={goTo}
              create={(channelKind) => setOpen({ kind: 'create-channel', guild: here(), channelKind })}
              rename={(one) => setOpen({ kind: 'rename-channel', channel: one })}
              remove={(one) => setOpen({ kind: 'delete-channel', channel: one })}
            />
          )}
        </Show>
        <UserPanel
          me={props.me}
          phase={client.phase()}
          showSessions={() => setOpen({ kind: 'sessions' })}
          showShortcuts={() => setOpen({ kind: 'shortcuts' })}
          logOut={() => void client.logOut()}
        />
      </div>
      <main class="main" id="messages" tabindex="-1" data-region data-region-start>
        <Switch>
          <Match when={guild() === null}>
            <div class="nothing">
              <Logo />
              <h1>{words.guild.noneTitle}</h1>
              <p>{words.guild.noneHint}</p>
              <div class="nothing-deeds">
                <Button press={() => setOpen({ kind: 'create-guild' })}>{words.guild.create}</Button>
                <Button kind="quiet" press={() => setOpen({ kind: 'use-invite' })}>
                  {words.guild.useInvite}
                </Button>
              </div>
            </div>
          </Match>
          <Match when={channel()}>
            {(here) => (
              <>
                <header class="channel-head">
                  <IconButton
                    icon="back"
                    class="only-narrow"
                    tip="below"
                    name={words.channel.back}
                    press={() => setPane('channels')}
                  />
                  <h1>
                    <Icon name="hash" />
                    {here().name}
                  </h1>
                  <Show when={may('create_invite')}>
                    <IconButton
                      icon="invite"
                      tip="below"
                      name={words.guild.invite}
                      popup="dialog"
                      press={() => {
                        const at = guild();
                        if (at !== null) setOpen({ kind: 'invite', guild: at });
                      }}
                    />
                  </Show>
                  <IconButton
                    icon="people"
                    tip="below"
                    name={words.members.toggle}
                    pressed={membersShown()}
                    press={toggleMembers}
                  />
                </header>
                <Conversation
                  client={client}
                  channel={here()}
                  me={props.me}
                  rights={rights()}
                  drafts={drafts}
                  complain={props.complain}
                  inform={props.inform}
                  now={props.now}
                />
              </>
            )}
          </Match>
          <Match when={true}>
            <div class="nothing">
              <Logo />
              <h1>{guild()?.name}</h1>
              <p>{words.channel.none}</p>
              <Show when={may('manage_channels')}>
                <Button
                  press={() => {
                    const at = guild();
                    if (at !== null) setOpen({ kind: 'create-channel', guild: at, channelKind: 'text' });
                  }}
                >
                  {words.channel.create}
                </Button>
              </Show>
            </div>
          </Match>
        </Switch>
      </main>
      <Show when={guild()}>
        {(here) => (
          <MembersPanel
            roster={roster()}
            me={props.me.user_id}
            mayKick={may('kick_members')}
            kick={(user) => setOpen({ kind: 'kick', guild: here(), user })}
          />
        )}
      </Show>
      <Switch>
        <Match when={opened('create-guild')}>
          <CreateGuildDialog client={client} close={close} made={goToGuild} />
        </Match>
        <Match when={opened('use-invite')}>
          <UseInviteDialog close={close} use={(code) => router.go({ kind: 'invite', code })} />
        </Match>
        <Match when={opened('rename-guild')}>
          {(it) => <RenameGuildDialog client={client} guild={it().guild} close={close} />}
        </Match>
        <Match when={opened('leave-guild')}>
          {(it) => <LeaveGuildDialog client={client} guild={it().guild} close={close} />}
        </Match>
        <Match when={opened('delete-guild')}>
          {(it) => <DeleteGuildDialog client={client} guild={it().guild} close={close} />}
        </Match>
        <Match when={opened('invite')}>
          {(it) => <InviteDialog client={client} guild={it().guild} close={close} />}
        </Match>
        <Match when={opened('kick')}>
          {(it) => <KickDialog client={client} guild={it().guild} user={it().user} close={close} />}
        </Match>
        <Match when={opened('create-channel')}>
          {(it) => (
            <CreateChannelDialog
              client={client}
              guild={it().guild}
              kind={it().channelKind}
              close={close}
              made={(id) => goTo({ guild_id: it().guild.guild_id, channel_id: id })}
            />
          )}
        </Match>
        <Match when={opened('rename-channel')}>
          {(it) => <RenameChannelDialog client={client} channel={it().channel} close={close} />}
        </Match>
        <Match when={opened('delete-channel')}>
          {(it) => <DeleteChannelDialog client={client} channel={it().channel} close={close} />}
        </Match>
        <Match when={opened('sessions')}>
          <SessionsDialog client={client} close={close} />
        </Match>
        <Match when={opened('shortcuts')}>
          <ShortcutsDialog close={close} />
        </Match>
        <Match when={opened('switcher')}>
          <QuickSwitcher destinations={destinations()} go={(to) => goTo(to.channel)} close={close} />
        </Match>
      </Switch>
    </div>
  );
};
