/** Everything that a user can do to a guild, once for its button, its context menu and the palette. */

import type { Permission } from '#domain/permission/bits.ts';
import type { Guild } from '#gateway/protocol/resources.ts';
import type { DialogRoute } from '#web/layers.ts';
import { notifyItems } from '#web/rules/notify-items.ts';
import type { MenuItem } from '#web/ui/menu-list.tsx';
import { words } from '#web/words/words.ts';

/** Leaves out what the user may not do, because a role decides it and nothing on the screen can change it. */
export const guildMenu = (
  guild: Guild,
  user: {
    /** Marks all channels as read. Undefined when all are read. */
    readonly markRead: (() => void) | undefined;
    /** True while the place is muted by its own rule. */
    readonly muted: boolean;
    /** Mutes the place, or ends its mute. */
    readonly mute: (on: boolean) => void;
    /** Moves the guild in the rail. Undefined for the only guild. */
    readonly move: ((by: 1 | -1) => void) | undefined;
    readonly may: (permission: Permission) => boolean;
    readonly owns: boolean;
    readonly show: (dialog: DialogRoute) => void;
    readonly copy: (text: string) => void;
  },
): ReadonlyArray<MenuItem> => {
  const { may, move, owns, show, copy } = user;
  const { guild_id: guildId } = guild;
  const items: MenuItem[] = [];
  if (user.markRead !== undefined) items.push({ icon: 'check', name: words.unread.mark, choose: user.markRead });
  items.push(...notifyItems(user, () => show({ kind: 'guild-rule', guildId })));
  if (may('create_invite')) {
    items.push({ icon: 'invite', name: words.guild.invite, choose: () => show({ kind: 'invite', guildId }) });
  }
  if (may('manage_channels')) {
    const choose = () => show({ kind: 'create-channel', guildId, channelKind: 'text' });
    items.push({ icon: 'plus', name: words.channel.create, choose });
  }
  items.push({
    icon: 'sliders',
    name: words.guild.settings,
    choose: () => show({ kind: 'guild-settings', guildId, section: 'overview' }),
  });
  if (move !== undefined) {
    items.push({ icon: 'up', name: words.channel.moveUp, choose: () => move(-1) });
    items.push({ icon: 'down', name: words.channel.moveDown, choose: () => move(1) });
  }
  items.push({ icon: 'copy', name: words.guild.copyId, choose: () => copy(guildId) });
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
