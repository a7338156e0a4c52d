/** Everything that a user can do to a channel, once for its button, its context menu and the palette. */

import type { Channel } from '#gateway/protocol/resources.ts';
import type { DialogRoute } from '#web/layers.ts';
import { pathOf, routeTo } from '#web/routes.ts';
import { may } from '#web/store/rights.ts';
import type { MenuItem } from '#web/ui/menu-list.tsx';
import { words } from '#web/words/words.ts';

export const channelMenu = (
  channel: Channel,
  user: {
    readonly origin: string;
    readonly show: (dialog: DialogRoute) => void;
    readonly copy: (text: string) => void;
  },
): ReadonlyArray<MenuItem> => {
  const { origin, show, copy } = user;
  const { channel_id: channelId, guild_id: guildId } = channel;
  const items: MenuItem[] = [];
  if (guildId !== null && channel.kind === 'text') {
    const link = origin + pathOf(routeTo(guildId, channelId));
    items.push({ icon: 'link', name: words.channel.copyLink, choose: () => copy(link) });
  }
  items.push({ icon: 'copy', name: words.channel.copyId, choose: () => copy(channelId) });
  if (may(channel, 'manage_channels')) {
    items.push(
      { icon: 'pencil', name: words.channel.rename, choose: () => show({ kind: 'rename-channel', channelId }) },
      {
        icon: 'trash',
        name: words.channel.remove,
        tone: 'danger',
        choose: () => show({ kind: 'delete-channel', channelId }),
      },
    );
  }
  return items;
};
