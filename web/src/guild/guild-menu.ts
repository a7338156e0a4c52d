/** The menu of the open guild, with only the items that the user may use. */

import type { Guild } from '#gateway/protocol/resources.ts';
import type { OpenDialog } from '#web/dialogs.tsx';
import type { MenuItem } from '#web/ui/menu-list.tsx';
import type { Whereabouts } from '#web/whereabouts.ts';
import { words } from '#web/words.ts';

export const guildMenu = (
  guild: Guild,
  may: Whereabouts['mayInGuild'],
  owns: boolean,
  show: (open: OpenDialog) => void,
): ReadonlyArray<MenuItem> => {
  const items: MenuItem[] = [];
  if (may('create_invite')) {
    items.push({ icon: 'invite', name: words.guild.invite, choose: () => show({ kind: 'invite', guild }) });
  }
  if (may('manage_channels')) {
    const choose = () => show({ kind: 'create-channel', guild, channelKind: 'text' });
    items.push({ icon: 'plus', name: words.channel.create, choose });
  }
  if (may('manage_guild')) {
    items.push({ icon: 'pencil', name: words.guild.rename, choose: () => show({ kind: 'rename-guild', guild }) });
  }
  items.push(
    owns
      ? {
          icon: 'trash',
          tone: 'danger',
          name: words.guild.remove,
          choose: () => show({ kind: 'delete-guild', guild }),
        }
      : { icon: 'door', tone: 'danger', name: words.guild.leave, choose: () => show({ kind: 'leave-guild', guild }) },
  );
  return items;
};
