/** How the people of the open guild are called there, and in which colour. Both follow their roles and nicknames. */

import { type Accessor, createContext, createMemo, useContext } from 'solid-js';
import type { Guild, User } from '#gateway/protocol/resources.ts';
import { nameOfUser } from '#web/guild/member-menu.ts';
import { colorOf, memberName, rolesOf } from '#web/store/roles.ts';
import type { ClientState, Roster } from '#web/store/state.ts';

type Look = { readonly class: string; readonly style?: { readonly '--role': string } };
const PLAIN: Look = { class: '' };

export type Names = {
  readonly of: (user: User) => string;
  /** Class and style of the element with the name. They colour it where a role has a colour. */
  readonly look: (user: User) => Look;
};

export const NamesContext = createContext<Names>({ of: nameOfUser, look: () => PLAIN });
export const useNames = (): Names => useContext(NamesContext);

export const namesIn = (
  state: Accessor<ClientState>,
  guild: Accessor<Guild | null>,
  roster: Accessor<Roster | undefined>,
): Names => {
  const members = createMemo(() => new Map(roster()?.members.map((member) => [member.user.user_id, member])));
  const roles = createMemo(() => rolesOf(state(), guild()?.guild_id));
  return {
    of: (user) => {
      const member = members().get(user.user_id);
      return (member && memberName(member)) ?? nameOfUser(user);
    },
    look: ({ user_id: id }) => {
      const member = members().get(id);
      const color = member === undefined ? null : colorOf(roles(), member);
      return color === null ? PLAIN : { class: 'colored', style: { '--role': color } };
    },
  };
};
