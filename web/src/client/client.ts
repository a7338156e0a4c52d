/** The client without its screens: the session, the connection, the state and the requests of the user. */

import { isLeft } from 'fp-ts/lib/Either.js';
import { type Accessor, createSignal } from 'solid-js';
import type { MessageRef } from '#domain/kernel/address.ts';
import type { ChannelId, GuildId } from '#domain/kernel/ids.ts';
import { millisOf } from '#domain/kernel/instant.ts';
import type { Dispatch } from '#gateway/protocol/dispatches.ts';
import type { ClientFrame, ServerFrame } from '#gateway/protocol/frames.ts';
import { MEMBERS_PAGE_MAX } from '#gateway/protocol/limits.ts';
import type { TokensAnswer } from '#gateway/protocol/requests.ts';
import type { Member, Presence, Thread } from '#gateway/protocol/resources.ts';
import { type Api, api as apiOver, type HistoryStart } from '#web/client/api.ts';
import { type Detours, detours } from '#web/client/detours.ts';
import { keptOutbox } from '#web/client/kept-outbox.ts';
import { leftBehind } from '#web/client/left-behind.ts';
import { type Login, loginOf } from '#web/client/login.ts';
import { type OutboxActions, outbox } from '#web/client/outbox.ts';
import { type PresenceActions, presence } from '#web/client/presence.ts';
import { quoteAsker } from '#web/client/quotes.ts';
import { type ReadActions, readMarks } from '#web/client/read-marks.ts';
import { type Searcher, searching } from '#web/client/searching.ts';
import { type Subscriptions, subscriptions } from '#web/client/subscriptions.ts';
import type { Platform } from '#web/platform/platform.ts';
import { connection } from '#web/session/connection.ts';
import type { Happening, Phase } from '#web/session/lifecycle.ts';
import { tokens as tokensOver } from '#web/session/tokens.ts';
import type { ClientState, Timeline } from '#web/store/state.ts';
import { store as newStore, type Store } from '#web/store/store.ts';
import type { ConversationPane } from '#web/ui/conversation-pane.ts';

const FIRST_PAGE = 50;
/** Members that the client reads of one guild. The list of a larger guild says that it is not complete. */
const MEMBERS_SHOWN_MAX = 5 * MEMBERS_PAGE_MAX;
const KEPT_OF_UNWATCHED_CHANNEL = 200;

type Hearer = (frame: ServerFrame | Dispatch) => void;

export type Client = OutboxActions &
  PresenceActions &
  ReadActions &
  Login & {
    readonly platform: Platform;
    readonly api: Api;
    readonly state: Accessor<ClientState>;
    readonly phase: Accessor<Phase>;
    /** Leaves the session without a word to the server, so that the user can log in again. Drafts stay. */
    readonly logInAgain: () => void;
    readonly accept: (answer: TokensAnswer) => void;
    readonly logOut: () => Promise<void>;
    readonly reconnect: () => void;
    readonly openChannel: (channelId: ChannelId, pane?: ConversationPane) => void;
    /** Loads the page before the oldest known message. Subscribes again when the channel could not be opened. */
    readonly loadOlder: (channelId: ChannelId) => Promise<void>;
    /** Loads the page after the newest message of the detour. */
    readonly loadNewer: (channelId: ChannelId) => Promise<void>;
    /** Brings a message of the open channel into view, with the history around it. */
    readonly seek: (at: MessageRef) => void;
    readonly toPresent: (channelId: ChannelId) => void;
    /** Reads a message that a reply answers and that no page brought. */
    readonly askQuote: (at: MessageRef) => Promise<void>;
    readonly searching: Searcher;
    /** Calls `hear` with each frame, once the state has taken it. Returns the act that ends this. */
    readonly listen: (hear: Hearer) => () => void;
    readonly loadMembers: (guildId: GuildId) => Promise<void>;
    /** Takes threads that an answer brought. */
    readonly takeThreads: (threads: ReadonlyArray<Thread>) => void;
  };

/** Names the page before a window. The first page ends where the subscription began; dispatches bring the rest. */
const nextOf = ({ start, until }: Timeline): HistoryStart | null => {
  if (start.kind === 'after') return { side: 'before', at: start.before };
  return until === null ? null : { side: 'until', at: until };
};

/** Tells the connection when the network comes or goes, and when the user looks at the page again. */
const watchPlatform = (platform: Platform, tell: (happening: Happening) => void): void => {
  platform.watchOnline(() => tell({ kind: 'network', online: platform.online() }));
  platform.watchShown(() => {
    if (platform.shown()) tell({ kind: 'shown' });
  });
};

/** Asks for restored messages with those around them, one after the other. */
const restoredLoader = (store: Store, api: Pick<Api, 'history'>) => {
  const running = new Set<ChannelId>();
  return async (channelId: ChannelId): Promise<void> => {
    if (running.has(channelId)) return;
    running.add(channelId);
    for (;;) {
      const [id] = store.current().timelines[channelId]?.restored ?? [];
      if (id === undefined) break;
      const page = await api.history(channelId, { side: 'around', at: id });
      const d = { channel_id: channelId, message_id: id, page: isLeft(page) ? null : page.right };
      store.tell({ t: 'restored.loaded', d });
    }
    running.delete(channelId);
  };
};

/** Loads the pages of the windows. One request a window runs at a time. */
const historyLoader = (store: Store, api: Pick<Api, 'newKey' | 'history'>) => {
  const load = async (channelId: ChannelId, limit?: number): Promise<void> => {
    const timeline = store.current().timelines[channelId];
    if (timeline === undefined || timeline.loading !== null || timeline.start.kind === 'beginning') return;
    const at = { channel_id: channelId, request: api.newKey() };
    store.tell({ t: 'history.asked', d: at });
    const page = await api.history(channelId, nextOf(timeline), limit);
    if (isLeft(page)) store.tell({ t: 'history.failed', d: { ...at, trouble: page.left } });
    else store.tell({ t: 'history.loaded', d: { ...at, page: page.right } });
  };
  const loadUnloaded = (): void => {
    for (const [id, timeline] of Object.entries(store.current().timelines)) {
      if (timeline.start.kind !== 'unloaded' || timeline.trouble !== null) continue;
      void load(id as ChannelId, FIRST_PAGE);
    }
  };
  return { load, loadUnloaded };
};

/** The ways to other places of a channel. */
const waysIn = (detour: Detours): Pick<Client, 'loadNewer' | 'seek' | 'toPresent'> => ({
  loadNewer: (channelId) => detour.load(channelId, 'newer'),
  seek: detour.seek,
  toPresent: detour.leave,
});

/** Knows the channel that each pane shows. A channel that no pane shows any more is cut to its newest messages. */
const openChannels = (store: Store, listening: Pick<Subscriptions, 'want'>) => {
  let open: { readonly [P in ConversationPane]?: ChannelId } = {};
  return {
    open: (channelId: ChannelId, pane: ConversationPane = 'messages'): void => {
      const left = open[pane];
      open = { ...open, [pane]: channelId };
      const kept = Object.values(open);
      if (left !== undefined && !kept.includes(left)) {
        store.tell({ t: 'history.trimmed', d: { channel_id: left, keep: KEPT_OF_UNWATCHED_CHANNEL } });
      }
      // The channel of the other pane stays among the wanted ones, however many threads are opened beside it.
      const { channels } = store.current();
      for (const id of kept) if (id !== channelId && channels[id] !== undefined) listening.want(id);
      listening.want(channelId);
    },
    forget: (): void => {
      open = {};
    },
  };
};

export const client = (platform: Platform): Client => {
  const [phase, setPhase] = createSignal<Phase>({ kind: 'signed-out' });
  const texts = leftBehind(platform);
  const kept = keptOutbox(platform.windowKeepsakes);
  const store = newStore(platform.now, platform.later, kept.keep);
  let clockAhead = 0;
  /** True while the user logs out here. The server then closes the connection as after any revocation. */
  let leaving = false;

  const tokens = tokensOver(platform, {
    renewed: () => link.reauthenticate(),
    over: (end) => link.tell({ kind: 'session-over', end }),
  });
  const serverNow = () => platform.now() + clockAhead;
  const api = apiOver(platform, tokens, serverNow);

  const send = (frame: ClientFrame) => link.send(frame);
  const live = (): boolean => phase().kind === 'live';
  const out = outbox(platform, store, kept, { api, serverNow, live, send });

  const { load, loadUnloaded } = historyLoader(store, api);
  const loadRestored = restoredLoader(store, api);
  const detour = detours(store, api);
  const finding = searching(store, api, platform);
  const seen = presence(platform, store, send);
  const marks = readMarks(platform, store, api);
  const hearers = new Set<Hearer>();
  const listening = subscriptions(send);
  const opening = openChannels(store, listening);
  const visible = (channelId: ChannelId): boolean => store.current().channels[channelId] !== undefined;

  const forgetPerson = (): void => {
    api.forgetPosition();
    detour.forget();
    finding.clear();
    marks.forget();
    out.forget();
    store.tell({ t: 'session.ended', d: {} });
  };
  /** True when another user logged in from another window. Windows share the cookie, so a renewal takes that session. */
  const takenOverBy = (userId: string): boolean => (store.current().me?.user_id ?? userId) !== userId;

  const received = (frame: ServerFrame | Dispatch): void => {
    if (frame.t === 'error' && out.goesAgain(frame.d)) return;
    if (frame.t === 'ready' && takenOverBy(frame.d.user.user_id)) forgetPerson();
    store.tell(frame);
    seen.received(frame);
    for (const hear of hearers) hear(frame);
    switch (frame.t) {
      case 'ready':
      case 'resumed': {
        clockAhead = millisOf(frame.d.server_time) - platform.now();
        if (texts.belongTo(frame.d.user.user_id)) tokens.leaveMark();
        out.restore();
        listening.gone(visible);
        const resumed = frame.t === 'ready' ? [] : frame.d.subscriptions;
        listening.connected(resumed.map(({ channel_id }) => channel_id));
        if (frame.t === 'resumed') loadUnloaded();
        return;
      }
      case 'subscribed':
        loadUnloaded();
        detour.listening(frame.d.channel_id);
        return;
      case 'message_restore':
        void loadRestored(frame.d.channel_id);
        return;
      case 'message_replace':
        void loadRestored(frame.d.message.channel_id);
        return;
      case 'channel_delete':
      case 'guild_delete':
        listening.gone(visible);
        return;
      case 'error': {
        const channel = store.current().channels[frame.d.ref as ChannelId];
        if (channel === undefined) return;
        const { channel_id } = channel;
        listening.refused(channel_id);
        store.tell({ t: 'subscribe.refused', d: { channel_id, trouble: frame.d } });
        return;
      }
    }
  };

  const link = connection(platform, tokens, {
    phaseChanged: (next) => {
      setPhase(next);
      out.deliver(next.kind === 'live');
    },
    received,
    presence: seen.brought,
    lost: () => {
      listening.lost();
      store.tell({ t: 'connection.lost', d: {} });
    },
    sessionEnded: (end) => {
      listening.forgetAll();
      opening.forget();
      forgetPerson();
      left(leaving ? 'logged-out' : end);
    },
  });

  const { login, entered, left } = loginOf(platform, tokens, texts, () => {
    link.tell({ kind: 'signed-in' });
    if (!platform.online()) link.tell({ kind: 'network', online: false });
  });
  watchPlatform(platform, link.tell);

  return {
    ...out.actions,
    ...seen.actions,
    ...marks.actions,
    platform,
    api,
    state: store.state,
    phase,
    ...login,
    logInAgain: () => {
      link.tell({ kind: 'session-over', end: 'expired' });
      left(null);
    },
    accept: (answer) => {
      seen.loggedIn();
      tokens.accept(answer);
      entered();
    },
    logOut: async () => {
      leaving = true;
      await api.logOut();
      link.tell({ kind: 'signed-out' });
      leaving = false;
    },
    reconnect: () => link.tell({ kind: 'reconnect-asked' }),
    openChannel: opening.open,
    loadOlder: async (channelId) => {
      if (store.current().timelines[channelId]?.detour?.seen != null) return detour.load(channelId, 'older');
      // A window needs a subscription. The answer to a new subscription fills the window.
      if (listening.asked(channelId)) await load(channelId);
      else listening.want(channelId);
    },
    ...waysIn(detour),
    askQuote: quoteAsker(store, api),
    searching: finding,
    listen: (hear) => {
      hearers.add(hear);
      return () => void hearers.delete(hear);
    },
    takeThreads: (threads) => {
      for (const thread of threads) store.tell({ t: 'thread_update', d: { thread } });
    },
    loadMembers: async (guildId) => {
      if ((store.current().rosters[guildId]?.loading ?? null) !== null) return;
      const request = api.newKey();
      store.tell({ t: 'members.asked', d: { guild_id: guildId, request } });
      const members: Member[] = [];
      const presences: Presence[] = [];
      let after: Member['user']['user_id'] | null = null;
      do {
        const page = await api.members(guildId, after);
        if (isLeft(page))
          return store.tell({ t: 'members.failed', d: { guild_id: guildId, request, trouble: page.left } });
        members.push(...page.right.members);
        presences.push(...(page.right.presences ?? []));
        after = page.right.next_after;
      } while (after !== null && members.length < MEMBERS_SHOWN_MAX);
      const d = { guild_id: guildId, request, members, presences, complete: after === null };
      store.tell({ t: 'members.loaded', d });
    },
  };
};
