import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { isRight } from 'fp-ts/lib/Either.js';
import type { DomainEvent } from '#domain/event-catalog.ts';
import type { Position, Recorded } from '#domain/kernel/event.ts';
import type { GuildId, SessionId, UserId } from '#domain/kernel/ids.ts';
import type { Audience, Hearer } from '#gateway/dispatch/audience.ts';
import { audienceChange } from '#gateway/dispatch/audience-change.ts';
import { frameBytes } from '#gateway/dispatch/frame-bytes.ts';
import type { Address, Outgoing } from '#gateway/dispatch/outgoing.ts';
import { outgoing, personIn } from '#gateway/dispatch/tellings.ts';
import { unreadableAt } from '#gateway/dispatch/unreadable.ts';
import type { ProjectedBatch, ProjectedFeed } from '#gateway/ports/projected-feed.ts';
import { presentGuildWithChannels } from '#gateway/present/guild.ts';
import type { People } from '#gateway/present/people.ts';
import { CLOSE, type CloseCode } from '#gateway/protocol/close-codes.ts';
import type { Dispatch } from '#gateway/protocol/dispatches.ts';
import { encodeServerFrame } from '#gateway/protocol/envelope.ts';
import { backOff, keepTrying } from '#infra/ground/back-off.ts';
import type { Queries } from '#queries/queries.ts';

/** One who is told. Each ends itself when it cannot keep up. */
export type Told = Hearer & {
  /** These very bytes go to others too. */
  readonly share: (frame: Buffer) => void;
  readonly tell: (frame: Buffer) => void;
  readonly close: (why: CloseCode) => void;
  /** The client's own name for what it sent in this attempt, if it was sent over this connection. */
  readonly nonceOf: (commandId: string) => string | undefined;
};

export type FanOutLog = {
  /** The feed broke or the read models are away; it is tried again. */
  readonly stalled: (error: unknown) => void;
  /** An event nobody can read: what it took away is unknown, so everybody goes through the gate again. */
  readonly unreadable: (position: Position, error: unknown) => void;
};

export type FanOut = {
  /** All up to here has been told. */
  readonly position: () => Position;
  /** Calls `then` as soon as all up to `at` has been told, unless what it answers is called before. */
  readonly whenTold: (at: Position, then: () => void) => () => void;
  /** Whoever subscribes now may miss what stands up to here, and hears all that comes after it. */
  readonly telling: () => Position;
  /** Of the last event that told of guilds, channels or members: a snapshot as new as this needs nothing added. */
  readonly directoryPosition: () => Position;
  readonly delivered: () => number;
  /** Runs until `signal` aborts; never rejects. */
  readonly run: (signal: AbortSignal) => Promise<void>;
};

/**
 * Events of one turn of the event loop, those that reach anybody and all: between two turns sockets drain, and other
 * requests have their say. Few of the former, since each may wait in every socket; many that nobody hears cost little.
 */
const HEARD_PER_TURN = 64;
const EVENTS_PER_TURN = 1_000;
const NOBODY: ReadonlySet<never> = new Set<never>();
const PAUSES = { firstMs: 50, longestMs: 2_000 };

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  sleep(ms, undefined, { signal }).catch(() => undefined);

export const fanOut = <H extends Told>(deps: {
  readonly feed: ProjectedFeed;
  readonly audience: Audience<H>;
  readonly people: People;
  readonly snapshot: Queries['snapshot'];
  readonly log: FanOutLog;
}): FanOut => {
  const { audience, people } = deps;
  let position = deps.feed.position();
  let telling = position;
  let directoryPosition = position;
  let delivered = 0;
  const waiting = new Set<{ readonly at: Position; readonly then: () => void }>();

  const reach = (at: Position): void => {
    position = at;
    for (const one of waiting) {
      if (one.at > at) continue;
      waiting.delete(one);
      one.then();
    }
  };

  const hearers = (to: Address, departed: ReadonlySet<H>): ReadonlySet<H> => {
    switch (to.kind) {
      case 'channel':
        return audience.ofChannel(to.channelId);
      case 'guild':
        return audience.ofGuild(to.guildId);
      case 'user':
        return audience.ofUser(to.userId);
      case 'departed':
        return departed;
    }
  };

  /** The session that sent a message gets copies with its own name for it; everybody else shares one. */
  const tellSenders = (to: ReadonlySet<H>, { metadata }: Recorded<DomainEvent>, dispatch: Dispatch): ReadonlySet<H> => {
    // Metadata is plain strings in the log; a text that is no session's id finds nobody.
    const session = metadata.session as SessionId | undefined;
    if (dispatch.t !== 'message_create' || session === undefined) return NOBODY;
    const senders = audience.ofSession(session);
    for (const hearer of senders) {
      if (!to.has(hearer)) continue;
      const nonce = hearer.nonceOf(metadata.causation) ?? metadata.causation;
      hearer.tell(frameBytes(encodeServerFrame({ t: 'message_create', d: { ...dispatch.d, nonce } })));
      delivered += 1;
    }
    return senders;
  };

  const tellAll = (to: ReadonlySet<H>, recorded: Recorded<DomainEvent>, dispatch: Dispatch): void => {
    if (to.size === 0) return;
    const senders = tellSenders(to, recorded, dispatch);
    let frame: Buffer | undefined;
    for (const hearer of to) {
      if (senders.size > 0 && senders.has(hearer)) continue;
      frame ??= frameBytes(encodeServerFrame(dispatch));
      hearer.share(frame);
      delivered += 1;
    }
  };

  const tellGuild = async (userId: UserId, guildId: GuildId, recorded: Recorded<DomainEvent>): Promise<void> => {
    const [hearer] = audience.ofUser(userId);
    if (hearer === undefined) return;
    const answer = await deps.snapshot({ viewer: hearer, atLeast: undefined })();
    if (!isRight(answer)) throw new Error(`The guild of a new member cannot be shown: ${answer.left.kind}`);
    const view = answer.right.value.guilds.find((guild) => guild.guildId === guildId);
    // Gone again meanwhile: that will be told in its turn.
    if (view === undefined) return;
    tellAll(audience.ofUser(userId), recorded, { t: 'guild_create', d: presentGuildWithChannels(view) });
  };

  const tellOne = async (
    what: Outgoing,
    departed: ReadonlySet<H>,
    recorded: Recorded<DomainEvent>,
    signal: AbortSignal,
  ): Promise<void> => {
    if (what.kind === 'dispatch' && what.to.kind === 'channel') {
      audience.withhold(what.to.channelId, recorded.position);
    } else {
      directoryPosition = recorded.position;
    }
    if (what.kind === 'dispatch') tellAll(hearers(what.to, departed), recorded, what.dispatch);
    else await persist(() => tellGuild(what.userId, what.guildId, recorded), signal);
  };

  /** Again and again, since nothing may be left out and nothing may overtake: behind it everything waits. */
  const persist = <A>(attempt: () => A | Promise<A>, signal: AbortSignal): Promise<A> =>
    keepTrying(attempt, { pauses: backOff(PAUSES), pause, signal, failed: deps.log.stalled });

  const tell = async (recorded: Recorded<DomainEvent>, signal: AbortSignal): Promise<void> => {
    const { event } = recorded;
    telling = recorded.position;
    people.learn(event);
    const about = personIn(event);
    const person = about === undefined ? undefined : await persist(() => people.person(about), signal);
    const change = audienceChange(event);
    const departed = change === undefined ? NOBODY : new Set(audience.apply(change));
    if (change?.kind === 'SessionGone') for (const hearer of departed) hearer.close(CLOSE.sessionRevoked);
    for (const what of outgoing(recorded, person)) await tellOne(what, departed, recorded, signal);
    reach(recorded.position);
  };

  const tellBatch = async (batch: ProjectedBatch, signal: AbortSignal): Promise<void> => {
    let events = 0;
    let heard = 0;
    for (const recorded of batch.events) {
      if (heard === HEARD_PER_TURN || events === EVENTS_PER_TURN) {
        events = 0;
        heard = 0;
        await nextTurn();
      }
      const before = delivered;
      await tell(recorded, signal);
      events += 1;
      if (delivered > before) heard += 1;
    }
    if (batch.through > position) reach(batch.through);
    if (batch.through > telling) telling = batch.through;
  };

  const follow = async (signal: AbortSignal): Promise<void> => {
    try {
      for await (const batch of deps.feed.follow(position, signal)) await tellBatch(batch, signal);
    } catch (error) {
      const unreadable = unreadableAt(error);
      if (unreadable === undefined) throw error;
      deps.log.unreadable(unreadable, error);
      for (const hearer of audience.all()) hearer.close(CLOSE.serverFault);
      reach(unreadable);
      telling = unreadable;
    }
  };

  return {
    position: () => position,
    whenTold: (at, then) => {
      const one = { at, then };
      if (at <= position) then();
      else waiting.add(one);
      return () => waiting.delete(one);
    },
    telling: () => telling,
    directoryPosition: () => directoryPosition,
    delivered: () => delivered,
    run: async (signal) => {
      while (!signal.aborted) {
        await persist(() => follow(signal), signal).catch(() => undefined);
      }
    },
  };
};
