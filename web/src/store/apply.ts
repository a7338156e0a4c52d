/**
 * The one reducer of the client. It is pure and knows neither Solid nor the DOM, so that tests of the server can
 * compare the state of a resumed client with that of a fresh one.
 *
 * A dispatch that is applied twice leaves the same state as once.
 */

import type { ChannelId, GuildId } from '#domain/kernel/ids.ts';
import { channelsIn } from '#gateway/protocol/guild-entry.ts';
import type { Channel, Guild, Member, Message } from '#gateway/protocol/resources.ts';
import {
  askDetour,
  changeEverywhere,
  failDetour,
  leaveDetour,
  loadDetour,
  outrun,
  rejoined,
} from '#web/store/detour.ts';
import type { FactsOf, Input, InputName, InputOf } from '#web/store/inputs.ts';
import { forgetLoss, noteLoss } from '#web/store/losses.ts';
import { changeRoster, loadRoster } from '#web/store/roster.ts';
import { askSearch, changeHits, failSearch, hitsOf, loadSearch } from '#web/store/search.ts';
import {
  type ClientState,
  EMPTY_ROSTER,
  emptyTimeline,
  INITIAL,
  type MemberDispatch,
  type MessageDispatch,
  type PendingMessage,
  type Roster,
  type Search,
  type Timeline,
} from '#web/store/state.ts';
import {
  addMessages,
  askHistory,
  beginReplay,
  endReplay,
  failHistory,
  loadHistory,
  messageIn,
  noteToken,
  trimHistory,
} from '#web/store/timeline.ts';
import {
  acknowledge,
  defer,
  discard,
  handOver,
  refuse,
  retry,
  settle,
  startSend,
  unsettle,
} from '#web/store/unconfirmed.ts';

/** Changes the window of a channel, and joins its detour to it when they meet. */
const withTimeline = (
  state: ClientState,
  channelId: ChannelId,
  next: (timeline: Timeline) => Timeline,
): ClientState => {
  const timeline = state.timelines[channelId];
  if (timeline === undefined) return state;
  const after = rejoined(next(timeline));
  return after === timeline ? state : { ...state, timelines: { ...state.timelines, [channelId]: after } };
};

/** Changes the roster of a guild. Changes before its first request are dropped, because its pages will hold them. */
const withRoster = (state: ClientState, guildId: GuildId, next: (roster: Roster) => Roster): ClientState => {
  const roster = state.rosters[guildId];
  return roster === undefined ? state : { ...state, rosters: { ...state.rosters, [guildId]: next(roster) } };
};

const withTimelines = (state: ClientState, next: (timeline: Timeline) => Timeline): ClientState =>
  Object.keys(state.timelines).reduce((after, id) => withTimeline(after, id as ChannelId, next), state);

/** Notes a resume token in every window. The server will not repeat dispatches from before it. */
const withToken = (state: ClientState): ClientState => withTimelines(state, noteToken);

const withUnconfirmed = (state: ClientState, unconfirmed: ReadonlyArray<PendingMessage>): ClientState =>
  unconfirmed === state.unconfirmed ? state : { ...state, unconfirmed };

const keep = <K extends string, V>(record: { readonly [key in K]: V }, stays: (key: K, value: V) => boolean) =>
  Object.fromEntries(Object.entries(record).filter(([key, value]) => stays(key as K, value as V))) as {
    readonly [key in K]: V;
  };

const stale = (roster: Roster): Roster =>
  roster.freshness === 'never' ? { ...roster, loading: null } : { ...roster, freshness: 'stale', loading: null };

/** Takes the guilds and channels of a snapshot. Drops everything that belongs to other guilds and channels. */
const settled = (
  state: ClientState,
  me: ClientState['me'],
  guilds: FactsOf<'ready'>['guilds'],
  subscribed: (channelId: ChannelId) => boolean,
): ClientState => {
  const here: { readonly [id: GuildId]: Guild } = Object.fromEntries(
    guilds.map(({ guild }) => [guild.guild_id, guild]),
  );
  const channels: { readonly [id: ChannelId]: Channel } = Object.fromEntries(
    guilds.flatMap((entry) => channelsIn(entry).map((channel) => [channel.channel_id, channel])),
  );
  const rosters = keep(state.rosters, (id: GuildId) => here[id] !== undefined);
  const timelines = keep(state.timelines, (id: ChannelId) => channels[id] !== undefined && subscribed(id));
  return {
    me,
    search: hitsOf(state.search, channels),
    losses: Object.keys({ ...here, ...channels }).reduce(
      (losses, id) => forgetLoss(losses, id as GuildId | ChannelId),
      state.losses,
    ),
    guilds: here,
    rights: Object.fromEntries(guilds.map(({ guild, permissions }) => [guild.guild_id, permissions])),
    channels,
    timelines,
    rosters: Object.fromEntries(Object.entries(rosters).map(([id, roster]) => [id, stale(roster)])),
    unconfirmed: unsettle(state.unconfirmed).filter(
      (pending) =>
        channels[pending.channelId] !== undefined &&
        (pending.status !== 'acknowledged' || timelines[pending.channelId] !== undefined),
    ),
  };
};

const withoutChannels = (state: ClientState, gone: (channel: Channel) => boolean): ClientState => {
  const channels = keep(state.channels, (_id: ChannelId, channel: Channel) => !gone(channel));
  if (Object.keys(channels).length === Object.keys(state.channels).length) return state;
  return {
    ...state,
    channels,
    search: hitsOf(state.search, channels),
    timelines: keep(state.timelines, (id: ChannelId) => channels[id] !== undefined),
    unconfirmed: state.unconfirmed.filter((pending) => channels[pending.channelId] !== undefined),
  };
};

const withSearch = (state: ClientState, next: (search: Search) => Search): ClientState => {
  if (state.search === null) return state;
  const search = next(state.search);
  return search === state.search ? state : { ...state, search };
};

const onMessage = (before: ClientState, change: MessageDispatch, channelId: ChannelId): ClientState => {
  const state = withSearch(before, (search) => changeHits(search, change));
  return withTimeline(state, channelId, (timeline) => changeEverywhere(timeline, change, state.me?.user_id));
};

const onCreated = (state: ClientState, created: FactsOf<'messages.arrived'>['created']): ClientState => {
  const unconfirmed = created.reduce(
    (left, { message, nonce }) => (left.length === 0 ? left : settle(left, message.message_id, nonce)),
    state.unconfirmed,
  );
  const byChannel = Map.groupBy(created, ({ message }) => message.channel_id);
  return [...byChannel].reduce(
    (after, [channelId, arrived]) =>
      withTimeline(after, channelId, (timeline) =>
        outrun(
          addMessages(
            timeline,
            arrived.map(({ message }) => message),
          ),
        ),
      ),
    withUnconfirmed(state, unconfirmed),
  );
};

const onMember = (state: ClientState, change: MemberDispatch): ClientState =>
  withRoster(state, change.d.guild_id, (roster) => changeRoster(roster, change));

const settleAll = (state: ClientState, messages: ReadonlyArray<Message>): ClientState =>
  state.unconfirmed.length === 0
    ? state
    : withUnconfirmed(
        state,
        messages.reduce(
          (unconfirmed, message) => settle(unconfirmed, message.message_id, undefined),
          state.unconfirmed,
        ),
      );

type Handlers = { readonly [N in InputName]: (state: ClientState, facts: FactsOf<N>) => ClientState };
const unchanged = (state: ClientState): ClientState => state;

const handlers: Handlers = {
  // These belong to the connection, which `session/lifecycle.ts` keeps. The state does not depend on them.
  hello: unchanged,
  reauthenticated: unchanged,

  ready: (state, { user, guilds }) => settled(state, user, guilds, () => false),
  resumed: (state, { user, guilds, subscriptions }) => {
    const subscribed = new Set(subscriptions.map((subscription) => subscription.channel_id));
    return withTimelines(
      settled(state, user, guilds, (channelId) => subscribed.has(channelId)),
      beginReplay,
    );
  },
  heartbeat_ack: withToken,
  replayed: (state) => withToken(withTimelines(state, endReplay)),
  subscribed: (before, { channel_id, position }) => {
    const state = withToken(before);
    const known = state.timelines[channel_id];
    // A subscription during a replay starts a new window, because the replay no longer tells the missed messages.
    if (known !== undefined && known.trouble === null && !known.replaying) return state;
    return { ...state, timelines: { ...state.timelines, [channel_id]: emptyTimeline(position) } };
  },
  unsubscribed: (state, { channel_id }) => ({
    ...state,
    timelines: keep(withToken(state).timelines, (id: ChannelId) => id !== channel_id),
    unconfirmed: state.unconfirmed.filter(
      (pending) => pending.channelId !== channel_id || pending.status !== 'acknowledged',
    ),
  }),
  message_ack: (state, { nonce, message_id }) => {
    const channelId = state.unconfirmed.find((pending) => pending.nonce === nonce)?.channelId;
    if (channelId === undefined) return state;
    const timeline = state.timelines[channelId];
    // Without a window no dispatch comes, so the acknowledgement alone settles the message.
    const over =
      timeline === undefined ||
      messageIn(timeline, message_id) !== undefined ||
      timeline.tombstones[message_id] !== undefined;
    return withUnconfirmed(
      state,
      over ? discard(state.unconfirmed, nonce) : acknowledge(state.unconfirmed, nonce, message_id),
    );
  },
  error: (state, { code, ref, detail }) => withUnconfirmed(state, refuse(state.unconfirmed, ref, { code, detail })),

  message_create: (state, facts) => onCreated(state, [facts]),
  message_update: (state, d) => onMessage(state, { t: 'message_update', d }, d.channel_id),
  message_delete: (state, d) =>
    onMessage(
      withUnconfirmed(state, settle(state.unconfirmed, d.message_id, undefined)),
      { t: 'message_delete', d },
      d.channel_id,
    ),
  message_replace: (state, d) => onMessage(state, { t: 'message_replace', d }, d.message.channel_id),
  message_reaction_add: (state, d) => onMessage(state, { t: 'message_reaction_add', d }, d.channel_id),
  message_reaction_remove: (state, d) => onMessage(state, { t: 'message_reaction_remove', d }, d.channel_id),

  channel_create: (state, { channel }) =>
    channel.guild_id !== null && state.guilds[channel.guild_id] === undefined
      ? state
      : {
          ...state,
          losses: forgetLoss(state.losses, channel.channel_id),
          channels: { ...state.channels, [channel.channel_id]: channel },
        },
  channel_update: (state, { channel_id, name }) => {
    const channel = state.channels[channel_id];
    if (channel === undefined) return state;
    return { ...state, channels: { ...state.channels, [channel_id]: { ...channel, name } } };
  },
  channel_delete: (state, { channel_id }) => withoutChannels(state, (channel) => channel.channel_id === channel_id),
  guild_create: (state, entry) => {
    const { guild, permissions } = entry;
    const channels = channelsIn(entry);
    const others = withoutChannels(
      state,
      (channel) => channel.guild_id === guild.guild_id && !channels.some((c) => c.channel_id === channel.channel_id),
    );
    return {
      ...others,
      losses: [guild, ...channels].reduce(
        (losses, one) => forgetLoss(losses, 'channel_id' in one ? one.channel_id : one.guild_id),
        others.losses,
      ),
      guilds: { ...others.guilds, [guild.guild_id]: guild },
      rights: { ...others.rights, [guild.guild_id]: permissions },
      channels: { ...others.channels, ...Object.fromEntries(channels.map((channel) => [channel.channel_id, channel])) },
    };
  },
  guild_update: (state, { guild_id, name }) => {
    const guild = state.guilds[guild_id];
    return guild === undefined ? state : { ...state, guilds: { ...state.guilds, [guild_id]: { ...guild, name } } };
  },
  guild_delete: (state, { guild_id }) => ({
    ...withoutChannels(state, (channel) => channel.guild_id === guild_id),
    guilds: keep(state.guilds, (id: GuildId) => id !== guild_id),
    rights: keep(state.rights, (id: GuildId) => id !== guild_id),
    rosters: keep(state.rosters, (id: GuildId) => id !== guild_id),
  }),
  access_lost: (state, d) => ({ ...state, losses: noteLoss(state.losses, d) }),
  member_add: (state, d) => onMember(state, { t: 'member_add', d }),
  member_remove: (state, d) => onMember(state, { t: 'member_remove', d }),

  'messages.arrived': (state, { created }) => onCreated(state, created),
  'history.asked': (state, { channel_id, request }) =>
    withTimeline(state, channel_id, (timeline) => askHistory(timeline, request)),
  'history.loaded': (state, { channel_id, request, page }) =>
    settleAll(
      withTimeline(state, channel_id, (timeline) => loadHistory(timeline, request, page, state.me?.user_id)),
      page.messages,
    ),
  'history.failed': (state, { channel_id, request, trouble }) =>
    withTimeline(state, channel_id, (timeline) => failHistory(timeline, request, trouble)),
  'history.trimmed': (state, { channel_id, keep }) =>
    withTimeline(state, channel_id, (timeline) => trimHistory(leaveDetour(timeline), keep)),
  'detour.asked': (state, { channel_id, request, side, target }) =>
    withTimeline(state, channel_id, (timeline) => askDetour(timeline, request, side, target)),
  'detour.loaded': (state, { channel_id, request, page }) =>
    settleAll(
      withTimeline(state, channel_id, (timeline) => loadDetour(timeline, request, page, state.me?.user_id)),
      page.messages,
    ),
  'detour.failed': (state, { channel_id, request, trouble }) =>
    withTimeline(state, channel_id, (timeline) => failDetour(timeline, request, trouble)),
  'detour.left': (state, { channel_id }) => withTimeline(state, channel_id, leaveDetour),

  'search.asked': (state, facts) => ({ ...state, search: askSearch(state.search, facts) }),
  'search.loaded': (state, { request, page }) => withSearch(state, (search) => loadSearch(search, request, page)),
  'search.failed': (state, { request, trouble }) => withSearch(state, (search) => failSearch(search, request, trouble)),
  'search.cleared': (state) => ({ ...state, search: null }),

  'subscribe.refused': (state, { channel_id, trouble }) => ({
    ...state,
    timelines: { ...state.timelines, [channel_id]: { ...emptyTimeline(), trouble } },
  }),

  'members.asked': (state, { guild_id, request }) => ({
    ...state,
    rosters: {
      ...state.rosters,
      [guild_id]: { ...(state.rosters[guild_id] ?? EMPTY_ROSTER), loading: request, late: [] },
    },
  }),
  'members.loaded': (state, { guild_id, request, members, complete }) =>
    withRoster(state, guild_id, (roster) => loadRoster(roster, request, members, complete)),
  'members.failed': (state, { guild_id, request }) =>
    withRoster(state, guild_id, (roster) =>
      roster.loading === request ? { ...roster, loading: null, late: [] } : roster,
    ),

  'send.started': (state, facts) => withUnconfirmed(state, startSend(state.unconfirmed, facts)),
  'send.handed-over': (state, { nonce }) => withUnconfirmed(state, handOver(state.unconfirmed, nonce)),
  'send.refused': (state, { nonce, trouble }) => withUnconfirmed(state, refuse(state.unconfirmed, nonce, trouble)),
  'send.deferred': (state, { nonce }) => withUnconfirmed(state, defer(state.unconfirmed, nonce)),
  'send.retried': (state, { nonce }) => withUnconfirmed(state, retry(state.unconfirmed, nonce)),
  'send.discarded': (state, { nonce }) => withUnconfirmed(state, discard(state.unconfirmed, nonce)),
  'connection.lost': (state) => withUnconfirmed(state, unsettle(state.unconfirmed)),
  'session.ended': () => INITIAL,
};

const run = <N extends InputName>(state: ClientState, input: InputOf<N>): ClientState => {
  const handler: (state: ClientState, facts: FactsOf<N>) => ClientState = handlers[input.t];
  return handler(state, input.d);
};
export const apply = (state: ClientState, input: Input): ClientState => run(state, input);

type VisibleState = {
  readonly me: ClientState['me'];
  readonly guilds: ReadonlyArray<Guild>;
  readonly rights: ClientState['rights'];
  readonly channels: ReadonlyArray<Channel>;
  readonly messages: { readonly [id: ChannelId]: ReadonlyArray<Message> };
  readonly members: { readonly [id: GuildId]: ReadonlyArray<Member> };
};
const by =
  <A>(key: (a: A) => string) =>
  (a: A, b: A): number =>
    key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0;

/**
 * Answers the part of a state that a person can see, in one order. It leaves out requests, unsent messages, and the
 * order in which reactions and members arrived.
 */
export const visibleState = (state: ClientState): VisibleState => ({
  me: state.me,
  guilds: Object.values(state.guilds).toSorted(by((guild) => guild.guild_id)),
  rights: state.rights,
  channels: Object.values(state.channels).toSorted(by((channel) => channel.channel_id)),
  messages: Object.fromEntries(
    Object.entries(state.timelines)
      .filter(([, timeline]) => timeline.start.kind !== 'unloaded')
      .map(([id, timeline]) => [
        id,
        timeline.messages.map((message) => ({
          ...message,
          reactions: message.reactions.toSorted(by((reaction) => reaction.emoji)),
        })),
      ]),
  ),
  members: Object.fromEntries(
    Object.entries(state.rosters)
      .filter(([, roster]) => roster.freshness === 'fresh')
      .map(([id, roster]) => [id, roster.members.toSorted(by((member) => member.user.user_id))]),
  ),
});
