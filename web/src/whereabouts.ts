/** The place that the user looks at, and the ways to other places. */

import { type Accessor, createEffect, createMemo } from 'solid-js';
import type { ChannelId, GuildId, MessageId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import type { Permission } from '#domain/permission/bits.ts';
import type { Channel, Guild } from '#gateway/protocol/resources.ts';
import type { Client } from '#web/client/client.ts';
import type { Pane } from '#web/layers.ts';
import { followedThreadsIn } from '#web/message/threads/followed-threads.ts';
import { recentsIn } from '#web/platform/recents.ts';
import type { Router } from '#web/router.ts';
import { type GuildRoute, routeTo } from '#web/routes.ts';
import type { Screen } from '#web/screen.ts';
import { channelSections, opens } from '#web/store/channel-order.ts';
import { mayInGuild } from '#web/store/rights.ts';
import type { Place } from '#web/store/state.ts';
import { inFull, namedIn, type OpenThread, threadIn } from '#web/thread-place.ts';
import { nextUnread } from '#web/unread/next-unread.ts';
import { words } from '#web/words/words.ts';

/**
 * A channel or a guild that the address names and this user does not see. `channel` and `guild` are what the user saw
 * of it before. They are null when the user never saw it.
 */
export type LostPlace = {
  readonly kind: 'lost';
  readonly at: GuildRoute;
  readonly channel: Channel | null;
  readonly guild: Guild | null;
};
type Addressed = Pick<Channel, 'guild_id' | 'channel_id'>;
type Here =
  | { readonly kind: 'channel'; readonly guild: Guild; readonly channel: Place }
  | { readonly kind: 'empty-guild'; readonly guild: Guild }
  | { readonly kind: 'no-guild' }
  | LostPlace;

const sameParts = (a: object | null, b: object | null): boolean => {
  const [one, other] = [Object.values(a ?? {}), Object.values(b ?? {})];
  return one.length === other.length && one.every((part, at) => part === other[at]);
};

/** Guilds that the device remembers as visited, the last one first. The shortcuts lead to the newest two. */
const VISITED_MAX = 8;

type Made = { readonly created_at: Instant };
const oldestFirst = (a: Made, b: Made): number =>
  a.created_at < b.created_at ? -1 : a.created_at > b.created_at ? 1 : 0;

/** Puts guilds in the order that the user chose. Guilds outside of it come last, the oldest first. */
const ordered = (guilds: ReadonlyArray<Guild>, order: ReadonlyArray<GuildId>): ReadonlyArray<Guild> => {
  const places = new Map(order.map((id, at) => [id, at]));
  const placeOf = ({ guild_id: id }: Guild): number => places.get(id) ?? order.length;
  return guilds.toSorted((a, b) => placeOf(a) - placeOf(b) || oldestFirst(a, b));
};

const stepFrom = <A>(all: ReadonlyArray<A>, here: (a: A) => boolean, by: 1 | -1): A | undefined =>
  all.at((all.findIndex(here) + by + all.length) % all.length);

const channelAt = (at: Here): Place | null => (at.kind === 'channel' ? at.channel : null);
const lostAt = (at: Here): LostPlace | null => (at.kind === 'lost' ? at : null);
const guildAt = (at: Here): Guild | null => (at.kind === 'no-guild' ? null : at.guild);

const titleOf = (at: Here, thread: OpenThread | null): string => {
  const channel = at.kind === 'channel' || at.kind === 'lost' ? at.channel : null;
  const guild = guildAt(at);
  const beside = thread?.seen?.name ?? null;
  const parts = [beside, channel === null ? null : `#${channel.name}`, guild?.name ?? null, words.product];
  return parts.filter((part) => part !== null).join(' · ');
};

/** Writes the open place to the address, the title and the memory of the device. */
const keepUp = (
  at: {
    readonly here: Accessor<Here>;
    readonly wanted: Accessor<GuildRoute | null>;
    readonly guild: Accessor<Guild | null>;
    readonly thread: Accessor<OpenThread | null>;
    readonly platform: Client['platform'];
    readonly router: Router;
    readonly titled: (title: string) => string;
  },
  visit: (guildId: GuildId) => void,
): void => {
  createEffect(() => {
    const place = at.here();
    if (place.kind !== 'channel') return;
    const from = at.router.route();
    const { guild_id: guildId } = place.guild;
    const { channel_id: channelId } = place.channel;
    at.platform.keepsakes.write(`last.${guildId}`, channelId);
    const full = at.wanted();
    at.router.complete(from, full === null || full.channelId === null ? routeTo(guildId, channelId) : full);
  });
  createEffect(() => {
    const id = at.guild()?.guild_id;
    if (id !== undefined) visit(id);
  });
  createEffect(() => {
    document.title = at.titled(titleOf(at.here(), at.thread()));
  });
};

/** The steps from the open place to the ones beside it. */
const stepsIn = (
  at: {
    readonly state: Client['state'];
    readonly guilds: Accessor<ReadonlyArray<Guild>>;
    readonly guild: Accessor<Guild | null>;
    readonly textOf: (guildId: GuildId) => ReadonlyArray<Channel>;
    readonly textChannels: Accessor<ReadonlyArray<Channel>>;
    readonly open: Accessor<ChannelId | null>;
    readonly thread: Accessor<OpenThread | null>;
    readonly goTo: (place: Addressed) => void;
    readonly goToGuild: (guildId: GuildId) => void;
  },
  visited: () => ReadonlyArray<string>,
) => ({
  stepChannel: (by: 1 | -1): void => {
    const to = stepFrom(at.textChannels(), (one) => one.channel_id === at.open(), by);
    if (to !== undefined) at.goTo(to);
  },
  /** Goes to the next channel or followed thread of any guild for which `wanted` is true, in the order of the lists. */
  stepTo: (by: 1 | -1, wanted: (id: ChannelId) => boolean): void => {
    const all = at
      .guilds()
      .flatMap((one) => at.textOf(one.guild_id))
      .flatMap((one) => [one, ...followedThreadsIn(at.state(), one.channel_id)]);
    const ids = all.map(({ channel_id }) => channel_id);
    const id = nextUnread(ids, at.thread()?.id ?? at.open(), by, wanted);
    const to = all.find(({ channel_id }) => channel_id === id);
    if (to !== undefined) at.goTo(to);
  },
  stepGuild: (by: 1 | -1): void => {
    const to = stepFrom(at.guilds(), (one) => one.guild_id === at.guild()?.guild_id, by);
    if (to !== undefined) at.goToGuild(to.guild_id);
  },
  /** Goes to the guild that the user was in `times` guilds before the open one. */
  goBackToGuild: (times: 1 | 2): void => {
    const here = at.guild()?.guild_id;
    const before = visited().filter((id) => id !== here && at.state().guilds[id as GuildId] !== undefined);
    const to = before[times - 1];
    if (to !== undefined) at.goToGuild(to as GuildId);
  },
});

export const whereabouts = (
  { state, platform }: Client,
  router: Router,
  screen: Screen,
  /** Writes the unread messages into the title of the window. */
  titled: (title: string) => string,
) => {
  const guilds = createMemo(() => ordered(Object.values(state().guilds), state().settings.guild_order));
  const channelsOf = (guildId: GuildId | undefined): ReadonlyArray<Channel> =>
    channelSections(state().channels, guildId).flatMap(({ channels }) => channels);
  const textOf = (guildId: GuildId | undefined) => channelsOf(guildId).filter(opens);
  const wanted = createMemo((): GuildRoute | null => {
    const route = router.route();
    return route.kind === 'guild' ? inFull(route, state().channels) : null;
  });
  const visited = recentsIn(platform.keepsakes, 'guilds', VISITED_MAX);
  const last = (guildId: GuildId): string | null => platform.keepsakes.read(`last.${guildId}`);

  /** Never leads from a lost place to another one by itself, because the user may be typing. */
  const placeAfter = (before: Here | undefined): Here => {
    const at = wanted();
    const seen = before?.kind === 'channel' || before?.kind === 'lost' ? before : null;
    const guild = at === null ? guilds()[0] : state().guilds[at.guildId];
    if (guild === undefined) {
      if (at === null) return { kind: 'no-guild' };
      const known = before !== undefined && 'guild' in before && before.guild?.guild_id === at.guildId ? before : null;
      const channel = seen?.channel?.channel_id === at.channelId ? seen?.channel : null;
      return { kind: 'lost', at, channel: channel ?? null, guild: known?.guild ?? null };
    }
    const open = textOf(guild.guild_id);
    if (at?.channelId != null) {
      const channel = state().channels[at.channelId];
      if (channel !== undefined && opens(channel) && channel.guild_id === guild.guild_id)
        return { kind: 'channel', guild, channel };
      return { kind: 'lost', at, guild, channel: seen?.channel?.channel_id === at.channelId ? seen.channel : null };
    }
    const channel = open.find((one) => one.channel_id === last(guild.guild_id)) ?? open[0];
    return channel === undefined ? { kind: 'empty-guild', guild } : { kind: 'channel', guild, channel };
  };
  const here = createMemo(placeAfter, undefined, { equals: sameParts });
  /** The open guild. Null while the user is at a lost guild or has none. */
  const guild = createMemo((): Guild | null => state().guilds[guildAt(here())?.guild_id ?? ('' as GuildId)] ?? null);
  /** The categories of the open guild with their channels. */
  const sections = createMemo(() => channelSections(state().channels, guild()?.guild_id));
  /** The channels of the open guild as the list shows them, without the categories. */
  const channels = createMemo(() => sections().flatMap((section) => section.channels));
  const textChannels = createMemo(() => textOf(guild()?.guild_id));
  /** The open channel. Null while the user is at a lost channel. */
  const channel = createMemo(() => channelAt(here()));
  const channelId = createMemo((): ChannelId | null => channel()?.channel_id ?? null);
  const threadNow = (before: OpenThread | null): OpenThread | null =>
    threadIn(channelId() === null ? null : wanted(), state().channels, before);
  const thread = createMemo(threadNow, null, { equals: sameParts });
  const lost = createMemo(() => lostAt(here()));

  const inFront = (narrow: Pane): Pane | undefined => (screen.narrow() || screen.overlaid() ? narrow : undefined);
  /**
   * Shows a channel of a guild, a thread beside its channel, or one message of either. A message of the open channel leaves
   * the thread beside it open. Conversations have no page yet.
   */
  const goTo = ({ guild_id: guildId, channel_id: id }: Addressed, messageId: MessageId | null = null): void => {
    if (guildId === null) return;
    const open = thread();
    const beside = open !== null && messageId !== null && id === channelId() && !screen.overlaid();
    const to = routeTo(guildId, id, messageId, beside ? { threadId: open.id, messageId: null } : null);
    const full = inFull(to, state().channels);
    const front = router.layers().pane;
    // A thread takes the place of the search, and the members lie over a place until the next one.
    const pane = front === 'members' || (full.thread !== null && front === 'search') ? 'messages' : inFront('messages');
    router.go(full, 'push', pane);
  };
  /** Shows a guild: its channel list on a narrow screen, else the channel that was open there last. */
  const goToGuild = (guildId: GuildId): void => {
    const fromList = screen.narrow() && router.layers().pane === 'channels';
    router.go(
      routeTo(guildId, null),
      fromList ? 'replace' : 'push',
      inFront(screen.narrow() ? 'channels' : 'messages'),
    );
  };
  const listRoute = (): GuildRoute | { readonly kind: 'home' } => {
    const at = guild();
    if (at === null) return { kind: 'home' };
    return routeTo(at.guild_id, channelId());
  };

  keepUp({ here, wanted, guild, thread, platform, router, titled }, (id) => visited.add(id));
  createEffect(() => {
    if (screen.narrow() && guilds().length > 0) router.layList(listRoute());
  });

  return {
    /** True on a narrow screen without the messages. The channel list is then the main part of the page. */
    listAlone: (): boolean => screen.narrow() && here().kind !== 'no-guild' && router.layers().pane === 'channels',
    /** The pane in front. Without a guild, or at a lost one, it is the channel list, with the rail and the user's menu. */
    pane: (): Pane => (guild() === null ? 'channels' : router.layers().pane),
    /** True while the members or the search stand over the messages. */
    paneOver: (): boolean => screen.overlaid() && router.layers().pane !== 'messages',
    guilds,
    guild,
    sections,
    channels,
    channel,
    channelId,
    thread,
    /** The messages that the address names, each with its channel or thread. */
    named: () => namedIn(wanted()),
    lost,
    goTo,
    goToGuild,
    textOf,
    toList: () => router.toList(listRoute()),
    mayInGuild: (permission: Permission): boolean => mayInGuild(state(), guild()?.guild_id, permission),
    ...stepsIn({ state, guilds, guild, textOf, textChannels, open: channelId, thread, goTo, goToGuild }, visited.read),
    /** The text channels of every guild, those of the open one first. */
    destinations: (): ReadonlyArray<{ readonly channel: Channel; readonly guild: Guild }> =>
      guilds()
        .toSorted((a, b) => Number(b === guild()) - Number(a === guild()))
        .flatMap((one) => textOf(one.guild_id).map((each) => ({ channel: each, guild: one }))),
  };
};
export type Whereabouts = ReturnType<typeof whereabouts>;
