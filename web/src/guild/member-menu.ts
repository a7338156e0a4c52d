/** Everything that a user can do to a member, once for the list of members, the profile and the palette. */

import type { Guild, Member, User } from '#gateway/protocol/resources.ts';
import type { DialogRoute } from '#web/layers.ts';
import type { MenuItem } from '#web/ui/menu-list.tsx';
import { words } from '#web/words/words.ts';

export const nameOfUser = (user: User): string => user.username ?? words.erasedPerson;

/**
 * @param member Null for a user who is no member of the open guild, such as the author of an old message.
 * The owner cannot be kicked. The item says so, because a user with the right would look for it.
 */
export const memberMenu = (
  user: User,
  member: Member | null,
  viewer: {
    readonly guild: Guild | null;
    readonly isMe: boolean;
    readonly mayKick: boolean;
    readonly show: (dialog: DialogRoute) => void;
    readonly copy: (text: string) => void;
  },
): ReadonlyArray<MenuItem> => {
  const { guild, show, copy } = viewer;
  const items: MenuItem[] = [];
  const { username } = user;
  if (username !== null) items.push({ icon: 'copy', name: words.profile.copyName, choose: () => copy(username) });
  items.push({ icon: 'copy', name: words.profile.copyId, choose: () => copy(user.user_id) });
  if (guild !== null && member !== null && viewer.mayKick && !viewer.isMe) {
    items.push({
      icon: 'door',
      name: words.members.kick,
      tone: 'danger',
      disabled: member.owner ? words.members.kickNotOwner : undefined,
      choose: () => show({ kind: 'kick', guildId: guild.guild_id, userId: user.user_id }),
    });
  }
  return items;
};
