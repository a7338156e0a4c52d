/** Acts of a user on a channel or a category. The button, the context menu and the palette share them. */

import type { Permission } from '#domain/permission/bits.ts';
import type { Channel } from '#gateway/protocol/resources.ts';
import type { GovernChannels } from '#web/channel/govern-channels.ts';
import type { DialogRoute } from '#web/layers.ts';
import { pathOf, routeTo } from '#web/routes.ts';
import { notifyItems } from '#web/rules/notify-items.ts';
import { opens } from '#web/store/channel-order.ts';
import { may } from '#web/store/rights.ts';
import type { MenuItem } from '#web/ui/menu-list.tsx';
import { words } from '#web/words/words.ts';

/** Members who govern see every act, with the reason where they may not take it. Others would not look for them. */
export const channelMenu = (
  channel: Channel,
  user: {
    /** Marks the channel, or the channels of the category, as read. Undefined when all is read. */
    readonly markRead: (() => void) | undefined;
    /** True while the place is muted by its own rule. */
    readonly muted: boolean;
    /** Mutes the place, or ends its mute. */
    readonly mute: (on: boolean) => void;
    readonly origin: string;
    readonly show: (dialog: DialogRoute) => void;
    readonly copy: (text: string) => void;
    /** True for a member who governs channels somewhere in the guild. */
    readonly governs: boolean;
    readonly govern: GovernChannels;
  },
): ReadonlyArray<MenuItem> => {
  const { origin, show, copy, govern } = user;
  const { channel_id: channelId, guild_id: guildId } = channel;
  const named = channel.kind === 'category' ? words.category : words.channel;
  const items: MenuItem[] = [];
  if (user.markRead !== undefined) items.push({ icon: 'check', name: words.unread.mark, choose: user.markRead });
  if (channel.kind !== 'voice') items.push(...notifyItems(user, () => show({ kind: 'channel-rule', channelId })));
  if (guildId !== null && opens(channel)) {
    const link = origin + pathOf(routeTo(guildId, channelId));
    items.push({ icon: 'link', name: words.channel.copyLink, choose: () => copy(link) });
  }
  items.push({ icon: 'copy', name: named.copyId, choose: () => copy(channelId) });
  const mayManage = may(channel, 'manage_channels');
  if (guildId === null || !(user.governs || mayManage || may(channel, 'manage_roles'))) return items;
  const needs = (permission: Permission) => ({
    disabled: may(channel, permission) ? undefined : words.channel.lacking,
  });
  const step = (by: 1 | -1) => () => govern(guildId, (acts) => void acts.step(channelId, by));
  const manages = needs('manage_channels');
  items.push(
    {
      icon: 'pencil',
      name: named.rename,
      ...manages,
      choose: () => show({ kind: 'rename-channel', channelId }),
    },
    {
      icon: 'sliders',
      name: named.settings,
      ...manages,
      choose: () => show({ kind: 'channel-settings', channelId, page: 'overview' }),
    },
    {
      icon: 'shield',
      name: words.channel.permissions,
      ...needs('manage_roles'),
      choose: () => show({ kind: 'channel-settings', channelId, page: 'permissions' }),
    },
  );
  if (opens(channel)) {
    const choose = () => govern(guildId, (acts) => void acts.lock(channel, true));
    items.push({ icon: 'pencil-off', name: words.channel.lock, ...needs('manage_roles'), choose });
  }
  items.push(
    { icon: 'up', name: words.channel.moveUp, ...manages, choose: step(-1) },
    { icon: 'down', name: words.channel.moveDown, ...manages, choose: step(1) },
    {
      icon: 'trash',
      name: named.remove,
      tone: 'danger',
      ...manages,
      choose: () => show({ kind: 'delete-channel', channelId }),
    },
  );
  return items;
};
