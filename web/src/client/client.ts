/** The client without its screens: the session, the connection, the state and the requests of the user. */

import { isLeft } from 'fp-ts/lib/Either.js';
import { type Accessor, createSignal } from 'solid-js';
import type { MessageRef } from '#domain/kernel/address.ts';
import type { ChannelId, GuildId } from '#domain/kernel/ids.ts';
import { millisOf } from '#domain/kernel/instant.ts';
import type { Dispatch } from '#gateway/protocol/dispatches.ts';
import type { ServerFrame } from '#gateway/protocol/frames.ts';
import { MEMBERS_PAGE_MAX } from '#gateway/protocol/limits.ts';
import type { TokensAnswer } from '#gateway/protocol/requests.ts';
import type { Member } from '#gateway/protocol/resources.ts';
import { type Api, api as apiOver, type HistoryStart } from '#web/client/api.ts';
import { detours } from '#web/client/detours.ts';
import { keptOutbox } from '#web/client/kept-outbox.ts';
import { type OutboxActions, outbox } from '#web/client/outbox.ts';
import { type Searcher, searching } from '#web/client/searching.ts';
import { subscriptions } from '#web/client/subscriptions.ts';
import type { Platform } from '#web/platform/platform.ts';
import { connection } from '#web/session/connection.ts';
import type { Phase } from '#web/session/lifecycle.ts';
import { tokens as tokensOver } from '#web/session/tokens.ts';
import type { ClientState, Timeline } from '#web/store/state.ts';
import { store as newStore } from '#web/store/store.ts';

const FIRST_PAGE = 50;
/** Members that the client reads of one guild. The list of a larger guild says that it is not complete. */
const MEMBERS_SHOWN_MAX = 5 * MEMBERS_PAGE_MAX;
const KEPT_OF_UNWATCHED_CHANNEL = 200;
const PERSON = 'person';

/** State of the login. `unreachable`: there may be a session, but the server does not answer. */
export type LoginState = 'unknown' | 'signed-out' | 'signed-in' | 'unreachable';

export type Client = OutboxActions & {
  readonly platform: Platform;
  readonly api: Api;
  readonly state: Accessor<ClientState>;
  readonly phase: Accessor<Phase>;
  readonly signIn: Accessor<LoginState>;
  /** True after the session ended without a log-out here: it expired or was revoked elsewhere. */
  readonly ended: Accessor<boolean>;
  /** Continues the session of an earlier visit, if there is one. */
  readonly begin: () => Promise<void>;
  readonly accept: (answer: TokensAnswer) => void;
  readonly logOut: () => Promise<void>;
  readonly reconnect: () => void;
  readonly openChannel: (channelId: ChannelId) => void;
  /** Loads the page before the oldest known message. Subscribes again when the channel could not be opened. */
  readonly loadOlder: (channelId: ChannelId) => Promise<void>;
  /** Loads the page after the newest message of the detour. */
  readonly loadNewer: (channelId: ChannelId) => Promise<void>;
  /** Brings a message of the open channel into view, with the history around it. */
  readonly seek: (at: MessageRef) => void;
  readonly toPresent: (channelId: ChannelId) => void;
  readonly searching: Searcher;
  readonly loadMembers: (guildId: GuildId) => Promise<void>;
};

/** Names the page before a window. The first page ends where the subscription began; dispatches bring the rest. */
const nextOf = ({ start, until }: Timeline): HistoryStart | null => {
  if (start.kind === 'after') return { side: 'before', at: start.before };
  return until === null ? null : { side: 'until', at: until };
};

export const client = (platform: Platform): Client => {
  const [signIn, setSignIn] = createSignal<LoginState>('unknown');
  const [ended, setEnded] = createSignal(false);
  const [phase, setPhase] = createSignal<Phase>({ kind: 'signed-out' });
  const kept = keptOutbox(platform.windowKeepsakes);
  const store = newStore(platform.now, platform.later, kept.keep);
  let clockAhead = 0;
  let open: ChannelId | null = null;

  const tokens = tokensOver(platform, {
    renewed: () => link.reauthenticate(),
    over: () => link.tell({ kind: 'signed-out' }),
  });
  const serverNow = () => platform.now() + clockAhead;
  const api = apiOver(platform, tokens, serverNow);

  const out = outbox(platform, store, kept, {
    api,
    serverNow,
    live: () => phase().kind === 'live',
    send: (frame) => link.send(frame),
  });

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

  const detour = detours(store, api);
  const finding = searching(store, api, platform);
  const listening = subscriptions((frame) => link.send(frame));
  const visible = (channelId: ChannelId): boolean => store.current().channels[channelId] !== undefined;

  const forgetPerson = (): void => {
    api.forgetPosition();
    detour.forget();
    finding.clear();
    out.forget();
    store.tell({ t: 'session.ended', d: {} });
  };
  /** True when another user logged in from another window. Windows share the cookie, so a renewal takes that session. */
  const takenOverBy = (userId: string): boolean => (store.current().me?.user_id ?? userId) !== userId;

  /** Clears the texts that an earlier user left on this device, so that the next user does not find them. */
  const belongTo = (userId: string): void => {
    const before = platform.keepsakes.read(PERSON);
    if (before === userId) return;
    if (before !== null) {
      platform.keepsakes.clear();
      platform.windowKeepsakes.clear();
    }
    platform.keepsakes.write(PERSON, userId);
    tokens.leaveMark();
  };

  const received = (frame: ServerFrame | Dispatch): void => {
    if (frame.t === 'error' && out.goesAgain(frame.d)) return;
    if (frame.t === 'ready' && takenOverBy(frame.d.user.user_id)) forgetPerson();
    store.tell(frame);
    switch (frame.t) {
      case 'ready':
      case 'resumed': {
        clockAhead = millisOf(frame.d.server_time) - platform.now();
        belongTo(frame.d.user.user_id);
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
    lost: () => {
      listening.lost();
      store.tell({ t: 'connection.lost', d: {} });
    },
    sessionEnded: () => {
      tokens.forget();
      listening.forgetAll();
      open = null;
      forgetPerson();
      setEnded(true);
      setSignIn('signed-out');
    },
  });

  const signedIn = (): void => {
    setEnded(false);
    setSignIn('signed-in');
    link.tell({ kind: 'signed-in' });
    if (!platform.online()) link.tell({ kind: 'network', online: false });
  };
  platform.watchOnline(() => link.tell({ kind: 'network', online: platform.online() }));

  return {
    ...out.actions,
    platform,
    api,
    state: store.state,
    phase,
    signIn,
    ended,
    begin: async () => {
      if (!tokens.mayHaveSession()) {
        setSignIn('signed-out');
        return;
      }
      const outcome = await tokens.renew();
      if (outcome === 'renewed') return signedIn();
      if (outcome === 'forgotten') return;
      if (outcome === 'refused') tokens.forget();
      setSignIn(outcome === 'refused' ? 'signed-out' : 'unreachable');
    },
    accept: (answer) => {
      tokens.accept(answer);
      signedIn();
    },
    logOut: async () => {
      await api.logOut();
      platform.keepsakes.clear();
      platform.windowKeepsakes.clear();
      link.tell({ kind: 'signed-out' });
      setEnded(false);
    },
    reconnect: () => link.tell({ kind: 'reconnect-asked' }),
    openChannel: (channelId) => {
      if (open !== null && open !== channelId) {
        store.tell({ t: 'history.trimmed', d: { channel_id: open, keep: KEPT_OF_UNWATCHED_CHANNEL } });
      }
      open = channelId;
      listening.want(channelId);
    },
    loadOlder: async (channelId) => {
      if (store.current().timelines[channelId]?.detour?.seen != null) return detour.load(channelId, 'older');
      // A window needs a subscription. The answer to a new subscription fills the window.
      if (listening.asked(channelId)) await load(channelId);
      else listening.want(channelId);
    },
    loadNewer: (channelId) => detour.load(channelId, 'newer'),
    seek: detour.seek,
    toPresent: detour.leave,
    searching: finding,
    loadMembers: async (guildId) => {
      if ((store.current().rosters[guildId]?.loading ?? null) !== null) return;
      const request = api.newKey();
      store.tell({ t: 'members.asked', d: { guild_id: guildId, request } });
      const members: Member[] = [];
      let after: Member['user']['user_id'] | null = null;
      do {
        const page = await api.members(guildId, after);
        if (isLeft(page))
          return store.tell({ t: 'members.failed', d: { guild_id: guildId, request, trouble: page.left } });
        members.push(...page.right.members);
        after = page.right.next_after;
      } while (after !== null && members.length < MEMBERS_SHOWN_MAX);
      store.tell({ t: 'members.loaded', d: { guild_id: guildId, request, members, complete: after === null } });
    },
  };
};
