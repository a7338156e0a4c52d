/** The changes of a roster. Its pages come over HTTP while joins and leaves come from the gateway. */

import type { Member } from '#gateway/protocol/resources.ts';
import type { MemberDispatch, Roster } from '#web/store/state.ts';

const userOf = (change: MemberDispatch) =>
  change.t === 'member_add' ? change.d.member.user.user_id : change.d.user_id;

const applied = (members: ReadonlyArray<Member>, change: MemberDispatch): ReadonlyArray<Member> => {
  const others = members.filter((member) => member.user.user_id !== userOf(change));
  if (change.t === 'member_remove') return others.length === members.length ? members : others;
  return [...others, change.d.member];
};

export const changeRoster = (roster: Roster, change: MemberDispatch): Roster => {
  // Only the newest change of each member counts, so one change a member waits for the page.
  const late =
    roster.loading === null ? roster.late : [...roster.late.filter((kept) => userOf(kept) !== userOf(change)), change];
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
