/** The menus of the screen: each thing with everything that this user can do to it. */

import type { Permission } from '#domain/permission/bits.ts';
import type { Channel, Guild, Member, User } from '#gateway/protocol/resources.ts';
import { accountMenu } from '#web/account/account-menu.ts';
import { channelMenu } from '#web/channel/channel-menu.ts';
import { type GovernChannels, governChannels } from '#web/channel/govern-channels.ts';
import type { Client } from '#web/client/client.ts';
import { governing } from '#web/governance/governing.ts';
import { guildMenu } from '#web/guild/guild-menu.ts';
import { memberMenu } from '#web/guild/member-menu.ts';
import type { DialogRoute } from '#web/layers.ts';
import { isMuted } from '#web/rules/place-rules.ts';
import { type GuildMoves, loadSettingsParts } from '#web/settings/load-settings-parts.ts';
import type { RuledPlace } from '#web/settings/muting.ts';
import { useShortcuts } from '#web/shortcuts/shortcuts.ts';
import { mayInGuild } from '#web/store/rights.ts';
import type { MenuEntry, MenuItem } from '#web/ui/menu-list.tsx';
import type { FailureToast, ShowToast } from '#web/ui/toasts.tsx';
import type { MarkActions } from '#web/unread/mark-as-read.ts';
import type { Whereabouts } from '#web/whereabouts.ts';
import { words } from '#web/words/words.ts';

export type Acts = {
  readonly ofGuild: (guild: Guild) => ReadonlyArray<MenuItem>;
  readonly ofChannel: (channel: Channel) => ReadonlyArray<MenuItem>;
  /** Does something to the channels of a guild, once the code for it is loaded. */
  readonly govern: GovernChannels;
  readonly ofMember: (user: User, member: Member | null) => ReadonlyArray<MenuItem>;
  readonly ofAccount: () => ReadonlyArray<MenuEntry>;
  /** The ways to another guild. */
  readonly ofRail: () => ReadonlyArray<MenuItem>;
};

/** Permissions whose holders look for the acts on a channel, also where they may not take them. */
const GOVERNING: ReadonlyArray<Permission> = ['manage_channels', 'manage_roles'];

export const actsIn = (screen: {
  readonly client: Client;
  readonly where: Whereabouts;
  readonly me: () => User['user_id'];
  readonly show: (dialog: DialogRoute) => void;
  readonly copy: (text: string) => void;
  readonly toast: ShowToast;
  readonly complain: FailureToast;
  readonly marks: MarkActions;
  readonly moves: GuildMoves;
}): Acts => {
  const { client, where, me, show, copy, marks, moves } = screen;
  const { state, platform } = client;
  const shortcuts = useShortcuts();
  const govern = governChannels(screen);
  /** Acts on a member. They come once governance is loaded, and then the open menu grows. */
  const governingActs = (user: User, member: Member | null): ReadonlyArray<MenuItem> => {
    const guildId = where.guild()?.guild_id;
    if (guildId === undefined) return [];
    const target = { guildId, userId: user.user_id, member };
    return governing()?.memberActs(user, target, { client, show, toast: screen.toast }) ?? [];
  };
  /** Marks a channel as read, or those of a category. Undefined when there is nothing to read. */
  const markRead = ({ channel_id: id, kind }: Channel): (() => void) | undefined => {
    const within = kind === 'category' ? Object.values(state().channels).filter((one) => one.parent_id === id) : [];
    const ids = [id, ...within.map(({ channel_id }) => channel_id)].filter((one) => state().unread[one] !== undefined);
    return ids.length > 0 ? () => marks.channels(ids) : undefined;
  };
  /** True when some channel has unread messages, muted or not. */
  const isUnread = (wanted: (channel: Channel | undefined) => boolean): boolean =>
    Object.values(state().unread).some(({ channel_id: id }) => wanted(state().channels[id]));
  const muting = (place: RuledPlace, name: string) => {
    const { guild_rules, channel_rules } = state().settings;
    const rule =
      place.kind === 'guild'
        ? guild_rules.find(({ guild_id }) => guild_id === place.id)
        : channel_rules.find(({ channel_id }) => channel_id === place.id);
    const choose = () =>
      show(
        place.kind === 'guild'
          ? { kind: 'guild-rule', guildId: place.id }
          : { kind: 'channel-rule', channelId: place.id },
      );
    return {
      muted: rule !== undefined && isMuted(rule, platform.now()),
      mute: (on: boolean) => void loadSettingsParts().then((parts) => parts.mute(screen, place, name, { on, choose })),
    };
  };
  return {
    ofGuild: (guild) =>
      guildMenu(guild, {
        markRead: isUnread((one) => one?.guild_id === guild.guild_id) ? () => marks.guild(guild.guild_id) : undefined,
        ...muting({ kind: 'guild', id: guild.guild_id }, guild.name),
        move: where.guilds().length > 1 ? (by) => moves.step(guild.guild_id, by) : undefined,
        may: (permission) => mayInGuild(state(), guild.guild_id, permission),
        owns: guild.owner_id === me(),
        show,
        copy,
      }),
    ofChannel: (channel) =>
      channelMenu(channel, {
        markRead: markRead(channel),
        ...muting({ kind: 'channel', id: channel.channel_id }, channel.name),
        origin: platform.origin,
        show,
        copy,
        governs: GOVERNING.some((permission) => mayInGuild(state(), channel.guild_id ?? undefined, permission)),
        govern,
      }),
    govern,
    ofMember: (user, member) =>
      memberMenu(user, {
        acts: governingActs(user, member),
        copy,
      }),
    ofAccount: () => accountMenu({ show, logOut: () => void client.logOut(), shortcuts }),
    ofRail: () => [
      { icon: 'plus', name: words.guild.create, choose: () => show({ kind: 'create-guild' }) },
      { icon: 'ticket', name: words.guild.useInvite, choose: () => show({ kind: 'use-invite' }) },
    ],
  };
};
