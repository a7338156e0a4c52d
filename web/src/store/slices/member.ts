/** The slice of the members: rosters that are read page by page while members join and leave. */

import { withPagedPresences } from '#web/store/presences.ts';
import { changeRoster, loadRoster, ownedBy } from '#web/store/roster.ts';
import { type Handlers, withRoster } from '#web/store/slices/parts.ts';
import { type ClientState, EMPTY_ROSTER, type MemberDispatch } from '#web/store/state.ts';

const onMember = (state: ClientState, change: MemberDispatch): ClientState =>
  withRoster(state, change.d.guild_id, (roster) => changeRoster(roster, change));

export const memberHandlers: Handlers<
  'member_add' | 'member_remove' | 'member_update' | 'members.asked' | 'members.loaded' | 'members.failed'
> = {
  member_add: (state, d) => onMember(state, { t: 'member_add', d }),
  member_remove: (state, d) => onMember(state, { t: 'member_remove', d }),
  member_update: (state, d) => {
    const after = onMember(state, { t: 'member_update', d });
    const isOwn = d.user_id === state.me?.user_id && state.guilds[d.guild_id] !== undefined;
    return isOwn ? { ...after, own: { ...after.own, [d.guild_id]: d.rights } } : after;
  },
  'members.asked': (state, { guild_id, request }) => ({
    ...state,
    rosters: {
      ...state.rosters,
      [guild_id]: { ...(state.rosters[guild_id] ?? EMPTY_ROSTER), loading: request, trouble: null, late: [] },
    },
  }),
  'members.loaded': (before, { guild_id, request, members, complete, presences }) => {
    const state = { ...before, presences: withPagedPresences(before.presences, presences) };
    return withRoster(state, guild_id, (roster) =>
      ownedBy(loadRoster(roster, request, members, complete), state.guilds[guild_id]?.owner_id),
    );
  },
  'members.failed': (state, { guild_id, request, trouble }) =>
    withRoster(state, guild_id, (roster) =>
      roster.loading === request ? { ...roster, loading: null, trouble, late: [] } : roster,
    ),
};
