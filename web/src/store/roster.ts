/** The changes of a roster. Its pages come over HTTP while joins and leaves come from the gateway. */

import type { UserId } from '#domain/kernel/ids.ts';
import type { Member } from '#gateway/protocol/resources.ts';
import type { MemberDispatch, Roster } from '#web/store/state.ts';

const userOf = (change: MemberDispatch) =>
  change.t === 'member_add' ? change.d.member.user.user_id : change.d.user_id;

const applied = (members: ReadonlyArray<Member>, change: MemberDispatch): ReadonlyArray<Member> => {
  const others = members.filter((member) => member.user.user_id !== userOf(change));
  if (others.length === members.length && change.t !== 'member_add') return members;
  switch (change.t) {
    case 'member_add':
      return [...others, change.d.member];
    case 'member_remove':
      return others;
    case 'member_update':
      return members.map((member) =>
        member.user.user_id === change.d.user_id ? { ...member, ...change.d.rights } : member,
      );
  }
};

/** Answers the one change that has the effect of both. An update alone does not make a member. */
const together = (kept: MemberDispatch | undefined, change: MemberDispatch): MemberDispatch => {
  if (kept === undefined || change.t !== 'member_update') return change;
  if (kept.t === 'member_add') return { ...kept, d: { ...kept.d, member: { ...kept.d.member, ...change.d.rights } } };
  return kept.t === 'member_remove' ? kept : change;
};

export const changeRoster = (roster: Roster, change: MemberDispatch): Roster => {
  // One change of each member waits for the page.
  const isSame = (kept: MemberDispatch): boolean => userOf(kept) === userOf(change);
  const late =
    roster.loading === null
      ? roster.late
      : [...roster.late.filter((kept) => !isSame(kept)), together(roster.late.find(isSame), change)];
  return { ...roster, members: applied(roster.members, change), late };
};

export const loadRoster = (
  roster: Roster,
  request: string,
  members: ReadonlyArray<Member>,
  complete: boolean,
): Roster =>
  roster.loading === request
    ? {
        members: roster.late.reduce(applied, members),
        freshness: 'fresh',
        loading: null,
        complete,
        trouble: null,
        late: [],
      }
    : roster;

/** Marks the owner among the members. A page may be older than the last change of owner. */
export const ownedBy = (roster: Roster, ownerId: UserId | undefined): Roster => {
  const marked = (member: Member): Member => {
    const owner = member.user.user_id === ownerId;
    return member.owner === owner ? member : { ...member, owner };
  };
  if (ownerId === undefined) return roster;
  const late = roster.late.map((change) =>
    change.t === 'member_add' ? { ...change, d: { ...change.d, member: marked(change.d.member) } } : change,
  );
  return { ...roster, members: roster.members.map(marked), late };
};

/** Marks a roster as one to read again. The answer to a running request is dropped. */
export const staleRoster = (roster: Roster): Roster =>
  roster.freshness === 'never' ? { ...roster, loading: null } : { ...roster, freshness: 'stale', loading: null };

/** True for a roster that is to be read, and that neither a running request nor a failure stands for. */
export const isUnasked = (roster: Roster | undefined): boolean =>
  roster === undefined || (roster.freshness !== 'fresh' && roster.loading === null && roster.trouble === null);
