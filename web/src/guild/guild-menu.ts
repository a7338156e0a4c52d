/** The menu of the open guild, with only the items that the user may use. */

import type { Guild } from '#gateway/protocol/resources.ts';
import type { DialogRoute } from '#web/layers.ts';
import type { MenuItem } from '#web/ui/menu-list.tsx';
import type { Whereabouts } from '#web/whereabouts.ts';
import { words } from '#web/words/words.ts';

export const guildMenu = (
  guild: Guild,
  may: Whereabouts['mayInGuild'],
  owns: boolean,
  show: (dialog: DialogRoute) => void,
): ReadonlyArray<MenuItem> => {
  const { guild_id: guildId } = guild;
  const items: MenuItem[] = [];
  if (may('create_invite')) {
    items.push({ icon: 'invite', name: words.guild.invite, choose: () => show({ kind: 'invite', guildId }) });
  }
  if (may('manage_channels')) {
    const choose = () => show({ kind: 'create-channel', guildId, channelKind: 'text' });
    items.push({ icon: 'plus', name: words.channel.create, choose });
  }
  if (may('manage_guild')) {
    items.push({ icon: 'pencil', name: words.guild.rename, choose: () => show({ kind: 'rename-guild', guildId }) });
  }
  items.push(
    owns
      ? {
          icon: 'trash',
          tone: 'danger',
          name: words.guild.remove,
          choose: () => show({ kind: 'delete-guild', guildId }),
        }
      : { icon: 'door', tone: 'danger', name: words.guild.leave, choose: () => show({ kind: 'leave-guild', guildId }) },
  );
  return items;
};
