/** The orders in which the settings list the members. */

import type { Guild, Member, Role } from '#gateway/protocol/resources.ts';
import type { ChoiceName } from '#web/governance/choice.tsx';
import { govern } from '#web/governance/words/govern-words.ts';
import { memberName, rankIn } from '#web/store/roles.ts';

const SORTS = ['name', 'newest', 'oldest', 'rank'] as const;
export type MemberSort = (typeof SORTS)[number];

export const memberSorts = (): ReadonlyArray<ChoiceName<MemberSort>> =>
  SORTS.map((sort) => [sort, govern.members.sortBy[sort]]);

/** Sorts by name where two members are alike otherwise. */
export const sortedMembers = (
  members: ReadonlyArray<Member>,
  sort: MemberSort,
  roles: ReadonlyArray<Role>,
  guild: Pick<Guild, 'owner_id'>,
): ReadonlyArray<Member> => {
  const byName = (a: Member, b: Member): number => (memberName(a) ?? '').localeCompare(memberName(b) ?? '');
  const joined = (a: Member, b: Member): number => (a.joined_at < b.joined_at ? -1 : a.joined_at > b.joined_at ? 1 : 0);
  const rankOf = ({ user, role_ids = [] }: Member): number => rankIn(guild, roles, { role_ids, userId: user.user_id });
  const byRank = (a: Member, b: Member): number => {
    const [one, other] = [rankOf(a), rankOf(b)];
    return one === other ? 0 : one < other ? 1 : -1;
  };
  const orders = {
    name: byName,
    oldest: joined,
    newest: (a: Member, b: Member) => joined(b, a),
    rank: byRank,
  } as const;
  return members.toSorted((a, b) => orders[sort](a, b) || byName(a, b));
};
