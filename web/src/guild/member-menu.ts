/** Everything that a user can do to a member, once for the list of members, the profile and the palette. */

import type { User } from '#gateway/protocol/resources.ts';
import type { MenuItem } from '#web/ui/menu-list.tsx';
import { words } from '#web/words/words.ts';

export const nameOfUser = (user: User): string => user.username ?? words.erasedPerson;

export const memberMenu = (
  user: User,
  viewer: {
    /** Acts on the member, as far as governance is loaded. */
    readonly acts: ReadonlyArray<MenuItem>;
    readonly copy: (text: string) => void;
  },
): ReadonlyArray<MenuItem> => {
  const { username } = user;
  const copyName: ReadonlyArray<MenuItem> =
    username === null ? [] : [{ icon: 'copy', name: words.profile.copyName, choose: () => viewer.copy(username) }];
  const copyId: MenuItem = { icon: 'copy', name: words.profile.copyId, choose: () => viewer.copy(user.user_id) };
  return [...copyName, copyId, ...viewer.acts];
};
