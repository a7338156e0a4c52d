/** The shared steps of the slices: each changes one part of the state and shares all others. */

import type { ChannelId, GuildId, MessageId } from '#domain/kernel/ids.ts';
import type { MemberRights, Message } from '#gateway/protocol/resources.ts';
import { withoutLostChanges } from '#web/store/changes.ts';
import { rejoined } from '#web/store/detour.ts';
import type { FactsOf, InputName } from '#web/store/inputs.ts';
import { hitsOf } from '#web/store/search.ts';
import type { ClientState, PendingChange, PendingMessage, Place, Roster, Search, Timeline } from '#web/store/state.ts';
import { messageIn, noteToken } from '#web/store/timeline.ts';
import { withoutLost } from '#web/store/unconfirmed.ts';

/** The handlers of the inputs `N`: each answers the state after its input. */
export type Handlers<N extends InputName> = {
  readonly [K in N]: (state: ClientState, facts: FactsOf<K>) => ClientState;
};

/** Rights of a member with nothing besides the everyone-role. */
export const NO_RIGHTS: MemberRights = { role_ids: [], nickname: null, timed_out_until: null };

/** Changes the window of a channel, and joins its detour to it when they meet. */
export const withTimeline = (
  state: ClientState,
  channelId: ChannelId,
  next: (timeline: Timeline) => Timeline,
): ClientState => {
  const timeline = state.timelines[channelId];
  if (timeline === undefined) return state;
  const after = rejoined(next(timeline));
  return after === timeline ? state : { ...state, timelines: { ...state.timelines, [channelId]: after } };
};

/** Answers a loaded message of a channel, from its window or its detour. */
export const shownMessage = (state: ClientState, channelId: ChannelId, id: MessageId): Message | undefined => {
  const timeline = state.timelines[channelId];
  if (timeline === undefined) return undefined;
  return messageIn(timeline, id) ?? timeline.detour?.seen?.messages.find(({ message_id }) => message_id === id);
};

/** Changes the roster of a guild. Changes before its first request are dropped, because its pages will hold them. */
export const withRoster = (state: ClientState, guildId: GuildId, next: (roster: Roster) => Roster): ClientState => {
  const roster = state.rosters[guildId];
  return roster === undefined ? state : { ...state, rosters: { ...state.rosters, [guildId]: next(roster) } };
};

export const withTimelines = (state: ClientState, next: (timeline: Timeline) => Timeline): ClientState =>
  Object.keys(state.timelines).reduce((after, id) => withTimeline(after, id as ChannelId, next), state);

/** Notes a resume token in every window. The server will not repeat dispatches from before it. */
export const withToken = (state: ClientState): ClientState => withTimelines(state, noteToken);

export const withUnconfirmed = (state: ClientState, unconfirmed: ReadonlyArray<PendingMessage>): ClientState =>
  unconfirmed === state.unconfirmed ? state : { ...state, unconfirmed };

export const withChanges = (state: ClientState, changes: ReadonlyArray<PendingChange>): ClientState =>
  changes === state.changes ? state : { ...state, changes };

export const keep = <K extends string, V>(record: { readonly [key in K]: V }, stays: (key: K, value: V) => boolean) =>
  Object.fromEntries(Object.entries(record).filter(([key, value]) => stays(key as K, value as V))) as {
    readonly [key in K]: V;
  };

export const withSearch = (state: ClientState, next: (search: Search) => Search): ClientState => {
  if (state.search === null) return state;
  const search = next(state.search);
  return search === state.search ? state : { ...state, search };
};

export const withoutChannels = (state: ClientState, gone: (place: Place) => boolean): ClientState => {
  const channels = keep(state.channels, (_id: ChannelId, place: Place) => !gone(place));
  if (Object.keys(channels).length === Object.keys(state.channels).length) return state;
  return {
    ...state,
    channels,
    unread: keep(state.unread, (id: ChannelId) => channels[id] !== undefined),
    followed: keep(state.followed, (id: ChannelId) => channels[id] !== undefined),
    marking: keep(state.marking, (id: ChannelId) => channels[id] !== undefined),
    search: hitsOf(state.search, channels),
    timelines: keep(state.timelines, (id: ChannelId) => channels[id] !== undefined),
    unconfirmed: withoutLost(state.unconfirmed, (id) => channels[id] !== undefined),
    changes: withoutLostChanges(state.changes, (id) => channels[id] !== undefined),
    typing: keep(state.typing, (id: ChannelId) => channels[id] !== undefined),
  };
};
