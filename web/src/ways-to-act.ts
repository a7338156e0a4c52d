/** Joins the menus, the profiles, the palette and the shortcuts of the chat screen. */

import type { Accessor } from 'solid-js';
import { type Acts, actsIn } from '#web/acts.ts';
import { bindShortcuts } from '#web/bind-shortcuts.ts';
import type { Client } from '#web/client/client.ts';
import type { Names } from '#web/guild/names.ts';
import { profilesOf } from '#web/guild/profiles.tsx';
import type { DialogRoute } from '#web/layers.ts';
import { keepVisited } from '#web/palette/palette-recents.ts';
import type { PaletteScreen } from '#web/palette/palette-sources.ts';
import { guildMoves } from '#web/settings/load-settings-parts.ts';
import { rolesOf, rolesWorn, timeOutOf } from '#web/store/roles.ts';
import type { ClientState, Roster } from '#web/store/state.ts';
import type { ChosenTheme } from '#web/ui/theme.ts';
import type { FailureToast, NewsToast, ShowToast } from '#web/ui/toasts.tsx';
import { markAsRead } from '#web/unread/mark-as-read.ts';
import type { ShownUnread } from '#web/unread/shown-unread.ts';
import type { Whereabouts } from '#web/whereabouts.ts';
import { words } from '#web/words/words.ts';

export const waysToAct = (
  screen: {
    readonly client: Client;
    readonly me: NonNullable<ClientState['me']>;
    readonly theme: ChosenTheme;
    readonly complain: FailureToast;
    readonly inform: NewsToast;
    readonly toast: ShowToast;
  },
  parts: {
    readonly where: Whereabouts;
    readonly roster: Accessor<Roster | undefined>;
    readonly names: Names;
    readonly unread: ShownUnread;
    readonly show: (dialog: DialogRoute) => void;
    readonly openSearch: () => void;
    readonly toggleMembers: () => void;
  },
) => {
  const { client, theme } = screen;
  const { where, roster, names, unread, show, openSearch, toggleMembers } = parts;
  const copyText = async (text: string): Promise<void> => {
    const done = await client.platform.copyText(text);
    if (done) screen.inform(words.copied);
    else screen.complain(words.copyByHand);
  };
  const me = () => screen.me.user_id;
  const marks = markAsRead(client, screen.complain);
  const moves = guildMoves({ ...screen, guilds: () => where.guilds().map(({ guild_id }) => guild_id) });
  const { toast, complain } = screen;
  const acts: Acts = actsIn({ client, where, me, show, copy: copyText, toast, complain, marks, moves });
  const profiles = profilesOf({
    names,
    rolesOf: (member) => rolesWorn(rolesOf(client.state(), where.guild()?.guild_id), member),
    timeOutOf: (member) => timeOutOf(member, client.platform.now()),
    memberOf: ({ user_id: id }) => roster()?.members.find(({ user }) => user.user_id === id) ?? null,
    menuOf: acts.ofMember,
    isMe: ({ user_id: id }) => id === me(),
  });
  const palette: PaletteScreen = {
    client,
    where,
    acts,
    theme,
    people: () => roster()?.members ?? [],
    openProfile: profiles.open,
    views: [
      { icon: 'search', shortcut: 'search', run: openSearch },
      { icon: 'people', shortcut: 'members', run: toggleMembers },
    ],
  };
  keepVisited(client.platform.keepsakes, where.channelId);
  bindShortcuts({ where, unread, marks, show, openSearch, toggleMembers });
  return { acts, moves, profiles, palette, copyText };
};
