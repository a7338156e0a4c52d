/** Binds the shortcuts of the chat screen to what they do. The composer binds its own. */

import type { ChannelId } from '#domain/kernel/ids.ts';
import type { DialogRoute } from '#web/layers.ts';
import { listenForShortcuts, onShortcut, useShortcuts } from '#web/shortcuts/shortcuts.ts';
import { nextRegion } from '#web/ui/regions.ts';
import type { MarkActions } from '#web/unread/mark-as-read.ts';
import type { ShownUnread } from '#web/unread/shown-unread.ts';
import type { Whereabouts } from '#web/whereabouts.ts';

const inSearchBox = (): boolean => document.activeElement?.closest('search') != null;

export const bindShortcuts = (screen: {
  readonly where: Whereabouts;
  readonly unread: ShownUnread;
  readonly marks: MarkActions;
  readonly show: (dialog: DialogRoute) => void;
  readonly openSearch: () => void;
  readonly toggleMembers: () => void;
}): void => {
  const { where, unread, marks, show } = screen;
  const isUnread = (id: ChannelId): boolean => unread.of(id).messages > 0;
  const mentionsMe = (id: ChannelId): boolean => unread.of(id).mentions > 0;
  listenForShortcuts(useShortcuts());
  onShortcut('palette', () => show({ kind: 'palette' }));
  onShortcut('help', () => show({ kind: 'shortcuts' }));
  onShortcut('inbox', () => show({ kind: 'inbox' }));
  onShortcut('settings', () => show({ kind: 'appearance' }));
  // A second press inside the search box opens the browser's own search of the page.
  onShortcut('search', () => (inSearchBox() ? false : screen.openSearch()));
  onShortcut('members', screen.toggleMembers);
  onShortcut('previousChannel', () => where.stepChannel(-1));
  onShortcut('nextChannel', () => where.stepChannel(1));
  onShortcut('previousUnread', () => where.stepTo(-1, isUnread));
  onShortcut('nextUnread', () => where.stepTo(1, isUnread));
  onShortcut('previousMention', () => where.stepTo(-1, mentionsMe));
  onShortcut('nextMention', () => where.stepTo(1, mentionsMe));
  onShortcut('markGuild', () => {
    const guild = where.guild();
    if (guild !== null) marks.guild(guild.guild_id);
  });
  onShortcut('previousGuild', () => where.stepGuild(-1));
  onShortcut('nextGuild', () => where.stepGuild(1));
  onShortcut('lastGuild', () => where.goBackToGuild(1));
  onShortcut('guildBeforeLast', () => where.goBackToGuild(2));
  onShortcut('back', () => history.back());
  onShortcut('forward', () => history.forward());
  onShortcut('nextRegion', () => nextRegion(1));
  onShortcut('previousRegion', () => nextRegion(-1));
};
