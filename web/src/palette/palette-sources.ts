/** Gathers what the palette finds: the places and people that this user sees, and the menus of the open things. */

import type { Channel, Guild, Member, User } from '#gateway/protocol/resources.ts';
import type { Acts } from '#web/acts.ts';
import type { Client } from '#web/client/client.ts';
import { nameOfUser } from '#web/guild/member-menu.ts';
import type { OpenProfile } from '#web/guild/profiles.tsx';
import type { PaletteItem } from '#web/palette/palette-items.ts';
import { channelKey } from '#web/palette/palette-recents.ts';
import type { ShortcutName } from '#web/shortcuts/shortcut-table.ts';
import type { Shortcuts } from '#web/shortcuts/shortcuts.ts';
import type { IconName } from '#web/ui/icon.tsx';
import type { MenuEntry } from '#web/ui/menu-list.tsx';
import { type ChosenTheme, THEMES } from '#web/ui/theme.ts';
import type { Whereabouts } from '#web/whereabouts.ts';
import { later } from '#web/words/later/later-words.ts';
import { words } from '#web/words/words.ts';

/** Turns a menu into actions. Items that cannot be chosen now are left out, because nobody looks for a reason here. */
const actionsOf = (menu: ReadonlyArray<MenuEntry>, about: string, note?: string): ReadonlyArray<PaletteItem> =>
  menu.flatMap((entry) =>
    entry === 'divider' || entry.disabled !== undefined
      ? []
      : [
          {
            key: `action:${about}:${entry.name}`,
            kind: 'action' as const,
            name: entry.name,
            note,
            icon: entry.icon,
            keys: entry.keys,
            danger: entry.tone === 'danger',
            run: entry.choose,
          },
        ],
  );

export type PaletteSources = {
  readonly guild: Guild | null;
  readonly channel: Channel | null;
  readonly guilds: ReadonlyArray<Guild>;
  /** The text channels of every guild, those of the open one first. */
  readonly channels: ReadonlyArray<{ readonly channel: Channel; readonly guild: Guild }>;
  readonly people: ReadonlyArray<Member>;
  readonly acts: Acts;
  readonly theme: ChosenTheme;
  readonly shortcuts: Shortcuts;
  readonly goTo: (channel: Channel) => void;
  readonly goToGuild: (guildId: Guild['guild_id']) => void;
  readonly openProfile: (user: User) => void;
  /** Work of the screen itself that has a shortcut. */
  readonly views: ReadonlyArray<{ readonly icon: IconName; readonly shortcut: ShortcutName; readonly run: () => void }>;
};

const placesIn = (from: PaletteSources): ReadonlyArray<PaletteItem> => [
  ...from.channels
    // The open channel would stand first among the recent ones, and Enter would lead nowhere.
    .filter(({ channel }) => channel.channel_id !== from.channel?.channel_id)
    .map(({ channel, guild }) => ({
      key: channelKey(channel.channel_id),
      kind: 'channel' as const,
      name: channel.name,
      note: guild.name,
      icon: channel.kind === 'forum' ? ('forum' as const) : ('hash' as const),
      run: () => from.goTo(channel),
    })),
  ...from.people.map(({ user, nickname = null }) => ({
    key: `person:${user.user_id}`,
    kind: 'person' as const,
    name: nickname ?? nameOfUser(user),
    // The username stays a way to find a member who has a nickname.
    note: user.imported ? words.members.imported : nickname === null ? undefined : nameOfUser(user),
    icon: 'person' as const,
    run: () => from.openProfile(user),
  })),
  ...from.guilds
    .filter((guild) => guild !== from.guild)
    .map((guild) => ({
      key: `guild:${guild.guild_id}`,
      kind: 'guild' as const,
      name: guild.name,
      icon: 'people' as const,
      run: () => from.goToGuild(guild.guild_id),
    })),
];

const paletteItems = (from: PaletteSources): ReadonlyArray<PaletteItem> => {
  const { guild, channel, acts, theme, shortcuts } = from;
  return [
    ...placesIn(from),
    ...from.views.map(({ icon, shortcut, run }) => ({
      key: `action:${shortcut}`,
      kind: 'action' as const,
      name: later.shortcuts.names[shortcut],
      icon,
      keys: shortcuts.shown(shortcut),
      run,
    })),
    ...(guild === null ? [] : actionsOf(acts.ofGuild(guild), guild.guild_id, guild.name)),
    ...actionsOf(acts.ofRail(), 'rail'),
    ...actionsOf(acts.ofAccount(), 'account'),
    ...THEMES.map((one) => ({
      key: `action:theme:${one}`,
      kind: 'action' as const,
      name: later.palette.theme(words.appearance[one]),
      icon: 'sliders' as const,
      run: () => theme.choose(one),
    })),
    ...(channel === null ? [] : actionsOf(acts.ofChannel(channel), channel.channel_id, `#${channel.name}`)),
  ];
};

/** The screen over which the palette opens. */
export type PaletteScreen = {
  readonly client: Client;
  readonly where: Whereabouts;
  readonly acts: Acts;
  readonly theme: ChosenTheme;
  readonly people: () => ReadonlyArray<Member>;
  readonly openProfile: OpenProfile;
  readonly views: PaletteSources['views'];
};

export const paletteOf = ({ where, acts, theme, views, ...screen }: PaletteScreen, shortcuts: Shortcuts) =>
  paletteItems({
    guild: where.guild(),
    channel: where.channel(),
    guilds: where.guilds(),
    channels: where.destinations(),
    people: screen.people(),
    acts,
    theme,
    shortcuts,
    goTo: where.goTo,
    goToGuild: where.goToGuild,
    // The palette has closed, so the profile stands where it was.
    openProfile: (user) => screen.openProfile(user, { x: innerWidth / 2, y: innerHeight / 4 }),
    views,
  });
