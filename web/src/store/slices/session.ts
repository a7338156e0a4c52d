/** The slice of the session: snapshots, resumes and their end. */

import type { ChannelId, GuildId } from '#domain/kernel/ids.ts';
import { channelsIn } from '#gateway/protocol/guild-entry.ts';
import type { Channel, Guild } from '#gateway/protocol/resources.ts';
import { withoutAcknowledged, withoutLostChanges } from '#web/store/changes.ts';
import type { FactsOf } from '#web/store/inputs.ts';
import { forgetLoss } from '#web/store/losses.ts';
import { withPresences } from '#web/store/presences.ts';
import { staleRoster } from '#web/store/roster.ts';
import { hitsOf } from '#web/store/search.ts';
import { type Handlers, keep, NO_RIGHTS, withTimelines, withToken, withUnconfirmed } from '#web/store/slices/parts.ts';
import { byRank } from '#web/store/slices/role.ts';
import { unreadIn } from '#web/store/slices/unread.ts';
import { type ClientState, INITIAL } from '#web/store/state.ts';
import { followedIn, threadsIn, withThreads } from '#web/store/threads.ts';
import { beginReplay, endReplay } from '#web/store/timeline.ts';
import { unsettle, withoutLost } from '#web/store/unconfirmed.ts';

/** Takes the guilds and channels of a snapshot. Drops everything that belongs to other guilds and channels. */
const settled = (
  state: ClientState,
  {
    user: me,
    guilds,
    unread = [],
    followed_threads = [],
    presences = [],
    presence,
    settings,
  }: FactsOf<'ready' | 'resumed'>,
  subscribed: (channelId: ChannelId) => boolean,
): ClientState => {
  const here: { readonly [id: GuildId]: Guild } = Object.fromEntries(
    guilds.map(({ guild }) => [guild.guild_id, guild]),
  );
  const listed: { readonly [id: ChannelId]: Channel } = Object.fromEntries(
    guilds.flatMap((entry) => channelsIn(entry).map((channel) => [channel.channel_id, channel])),
  );
  // A snapshot names the followed threads. Another thread that the client knows stays with its parent.
  const channels = withThreads(listed, [...threadsIn(state.channels), ...followed_threads]);
  const rosters = keep(state.rosters, (id: GuildId) => here[id] !== undefined);
  const timelines = keep(state.timelines, (id: ChannelId) => channels[id] !== undefined && subscribed(id));
  return {
    me,
    search: hitsOf(state.search, channels),
    presences: withPresences({}, presences),
    // Marks may have been missed, so the next menu asks for all ids.
    savedMark: null,
    choice: presence ?? state.choice,
    settings: settings ?? state.settings,
    typing: {},
    losses: Object.keys({ ...here, ...channels }).reduce(
      (losses, id) => forgetLoss(losses, id as GuildId | ChannelId),
      state.losses,
    ),
    guilds: here,
    rights: Object.fromEntries(guilds.map(({ guild, permissions }) => [guild.guild_id, permissions])),
    roles: Object.fromEntries(guilds.map(({ guild, roles = [] }) => [guild.guild_id, roles.toSorted(byRank)])),
    own: Object.fromEntries(guilds.map(({ guild, me: own = NO_RIGHTS }) => [guild.guild_id, own])),
    channels,
    unread: unreadIn(unread),
    followed: followedIn(followed_threads),
    // A mark that runs over the reconnect is told by the server once it is made.
    marking: {},
    timelines,
    rosters: Object.fromEntries(Object.entries(rosters).map(([id, roster]) => [id, staleRoster(roster)])),
    unconfirmed: withoutLost(unsettle(state.unconfirmed), (id) => timelines[id] !== undefined),
    changes: withoutAcknowledged(
      withoutLostChanges(state.changes, (id) => channels[id] !== undefined),
      (pending) => timelines[pending.channelId] === undefined,
    ),
  };
};

const unchanged = (state: ClientState): ClientState => state;

export const sessionHandlers: Handlers<
  'hello' | 'reauthenticated' | 'ready' | 'resumed' | 'heartbeat_ack' | 'replayed' | 'connection.lost' | 'session.ended'
> = {
  // These belong to the connection, which `session/lifecycle.ts` keeps. The state does not depend on them.
  hello: unchanged,
  reauthenticated: unchanged,

  ready: (state, facts) => settled(state, facts, () => false),
  resumed: (state, facts) => {
    const subscribed = new Set(facts.subscriptions.map((subscription) => subscription.channel_id));
    return withTimelines(
      settled(state, facts, (channelId) => subscribed.has(channelId)),
      beginReplay,
    );
  },
  heartbeat_ack: withToken,
  replayed: (state) => withToken(withTimelines(state, endReplay)),
  'connection.lost': (state) => ({ ...withUnconfirmed(state, unsettle(state.unconfirmed)), typing: {} }),
  'session.ended': () => INITIAL,
};
