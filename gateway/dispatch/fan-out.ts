import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { isLeft } from 'fp-ts/lib/Either.js';
import type { DomainEvent } from '#domain/event-catalog.ts';
import type { Position, RecordedEvent } from '#domain/kernel/event.ts';
import type { GuildId, UserId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import type { Audience } from '#gateway/dispatch/audience.ts';
import { type AudienceChange, audienceChange } from '#gateway/dispatch/audience-change.ts';
import { deliveryOf } from '#gateway/dispatch/delivery.ts';
import { changedWords, forwardedIn, forwardsTold, withForward } from '#gateway/dispatch/forwards.ts';
import { GuildMemory } from '#gateway/dispatch/guild-memory.ts';
import { found, lineIn, lineTold } from '#gateway/dispatch/lines.ts';
import type { Listener } from '#gateway/dispatch/listener.ts';
import type { OutgoingDispatch } from '#gateway/dispatch/outgoing.ts';
import { rechecks } from '#gateway/dispatch/recheck.ts';
import { memberIn, outgoing, personIn } from '#gateway/dispatch/tellings.ts';
import type { ThreadTelling } from '#gateway/dispatch/threads.ts';
import { timeOuts } from '#gateway/dispatch/time-outs.ts';
import type { UnreadTelling } from '#gateway/dispatch/unread.ts';
import { unreadableAt } from '#gateway/dispatch/unreadable.ts';
import type { ProjectedBatch, ProjectedFeed } from '#gateway/ports/projected-feed.ts';
import type { People } from '#gateway/present/people.ts';
import { CLOSE } from '#gateway/protocol/close-codes.ts';
import { backOff, keepTrying } from '#infra/ground/back-off.ts';
import type { MemberRightsView, Queries } from '#queries/queries.ts';

export type FanOutLog = {
  /** Logs that the feed broke or the read models are away. The fan-out tries again. */
  readonly stalled: (error: unknown) => void;
  /** Logs an event that cannot be read. It may have taken a right away, so every connection is closed. */
  readonly unreadable: (position: Position, error: unknown) => void;
};

export type FanOut = {
  /** Position up to which everything was told. */
  readonly position: () => Position;
  /** Calls `then` once everything up to `at` was told. The answer cancels the call. */
  readonly whenTold: (at: Position, then: () => void) => () => void;
  readonly delivered: () => number;
  /** Takes what the snapshot of a listener says about its user, as of `through`. */
  readonly meet: (guildId: GuildId, userId: UserId, member: MemberRightsView, through: Position) => void;
  /** Number of guilds whose listeners wait until the guild is read. */
  readonly rechecks: () => number;
  /** Runs until `signal` aborts. It never rejects. */
  readonly run: (signal: AbortSignal) => Promise<void>;
};

/** Watch of who is in which guild, in the order of the log. */
export type MembershipWatch<L> = {
  /** A change of the audience took effect. `departed` are the listeners that it removed. */
  readonly changed: (change: AudienceChange, departed: ReadonlySet<L>, at: Position) => void;
  /** A listener came into a guild, and was told the whole guild. */
  readonly entered: (listener: L, guildId: GuildId) => void;
};

/**
 * Events of one turn of the event loop: at most `HEARD_PER_TURN` that reach a listener, and `EVENTS_PER_TURN` in all.
 * Between two turns sockets drain and other requests run. An event without a listener costs little, so many of them
 * fit.
 */
const HEARD_PER_TURN = 64;
const EVENTS_PER_TURN = 1_000;
const NOBODY: ReadonlySet<never> = new Set<never>();
const PAUSES = { firstMs: 50, longestMs: 2_000 };

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  sleep(ms, undefined, { signal }).catch(() => undefined);

export const fanOut = <L extends Listener>(deps: {
  readonly feed: ProjectedFeed;
  readonly audience: Audience<L>;
  readonly people: People;
  readonly queries: Pick<
    Queries,
    'guildFacts' | 'memberViews' | 'systemLine' | 'lineAboutThread' | 'forwardNow' | 'forwardsFrom'
  >;
  readonly unread: Pick<UnreadTelling<L>, 'heard' | 'seen'>;
  readonly threads: Pick<ThreadTelling, 'heard'>;
  readonly now: () => Instant;
  readonly log: FanOutLog;
  readonly memberships: MembershipWatch<L>;
}): FanOut => {
  const { audience, people } = deps;
  let position = deps.feed.position();
  let delivered = 0;
  let running = new AbortController().signal;
  const memory = new GuildMemory(position);
  const waiting = new Set<{ readonly at: Position; readonly then: () => void }>();

  const reach = (at: Position): void => {
    position = at;
    for (const one of waiting) {
      if (one.at > at) continue;
      waiting.delete(one);
      one.then();
    }
  };

  /** Repeats an attempt until it succeeds. Later events wait, because no event may be left out or overtaken. */
  const persist = <A>(attempt: () => A | Promise<A>, signal: AbortSignal): Promise<A> =>
    keepTrying(attempt, { pauses: backOff(PAUSES), pause, signal, failed: deps.log.stalled });

  /** Calls `then` once everything up to `at` was told. The answer cancels the call. */
  const whenTold = (at: Position, then: () => void): (() => void) => {
    const one = { at, then };
    if (at <= position) then();
    else waiting.add(one);
    return () => waiting.delete(one);
  };

  const rechecking = rechecks<L>({
    audience,
    memory,
    guildFacts: deps.queries.guildFacts,
    now: deps.now,
    told: (at, signal) =>
      new Promise((resolve) => {
        const over = (): void => {
          forget();
          signal.removeEventListener('abort', over);
          resolve();
        };
        let forget = (): void => undefined;
        signal.addEventListener('abort', over, { once: true });
        forget = whenTold(at, over);
      }),
    persist,
    entered: deps.memberships.entered,
    delivered: () => {
      delivered += 1;
    },
    seen: (listener, guildId, before, sight, roles) => {
      ends.expect(guildId, listener.userId, memory.timedOutUntil(guildId, listener.userId));
      deps.unread.seen(listener, guildId, before, sight, roles);
    },
  });
  const ends = timeOuts(deps.now, (guildId, userId) => {
    audience.apply({ kind: 'RightsChanged', guildId, userId });
    rechecking.start(guildId, running);
  });

  /** Answers a member as dispatches show them. Undefined for a user who is no member any more. */
  const memberOf = async ({ guildId, userId }: { readonly guildId: GuildId; readonly userId: UserId }) => {
    const answer = await deps.queries.memberViews({ guildId, users: [userId] })();
    if (isLeft(answer)) throw new Error(`The read models are away: ${answer.left.why}`);
    return answer.right[0];
  };

  const tellOne = (
    { to, dispatch }: OutgoingDispatch,
    departed: ReadonlySet<L>,
    recorded: RecordedEvent<DomainEvent>,
  ): void => {
    if (to.kind === 'channel') audience.withhold(to.channelId, recorded.position);
    const deliver = deliveryOf(recorded, dispatch);
    for (const listener of to.kind === 'departed' ? departed : audience.at(to)) {
      deliver(listener);
      delivered += 1;
    }
    if ('guildId' in to && to.guildId !== null)
      rechecking.withhold(to.guildId, { position: recorded.position, to, deliver });
  };

  const tell = async (recorded: RecordedEvent<DomainEvent>, signal: AbortSignal): Promise<void> => {
    const { event } = recorded;
    audience.begin(recorded.position);
    people.learn(event);
    const about = personIn(recorded);
    const person = about === undefined ? undefined : await persist(() => people.person(about), signal);
    const shown = memberIn(event);
    // A guild without listeners needs no member to be shown.
    const isHeard = shown !== undefined && audience.hasGuild(shown.guildId);
    const member = isHeard ? await persist(() => memberOf(shown), signal) : undefined;
    const changed = lineIn(recorded);
    const line =
      changed !== undefined && audience.hasGuild(changed.guildId)
        ? await persist(() => lineTold(deps.queries, changed), signal)
        : undefined;
    const forwarded = forwardedIn(recorded);
    const forward =
      forwarded === undefined ? undefined : await persist(() => found(deps.queries.forwardNow(forwarded)), signal);
    const words = changedWords(recorded);
    const forwards = words === undefined ? [] : await persist(() => forwardsTold(deps.queries, words), signal);
    memory.fold(recorded);
    const change = audienceChange(event);
    const departed = change === undefined ? NOBODY : new Set(audience.apply(change));
    if (change !== undefined) deps.memberships.changed(change, departed, recorded.position);
    if (change?.kind === 'SessionGone') for (const listener of departed) listener.close(CLOSE.sessionRevoked);
    for (const what of outgoing(recorded, person, member)) tellOne(withForward(what, forward), departed, recorded);
    for (const what of forwards) tellOne(what, departed, recorded);
    if (line !== undefined) tellOne(line, departed, recorded);
    if (change !== undefined && 'guildId' in change && change.guildId !== null) {
      rechecking.start(change.guildId, signal);
      if (!audience.hasGuild(change.guildId)) memory.forget(change.guildId);
    }
    deps.unread.heard(recorded);
    deps.threads.heard(recorded);
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
    if (batch.through > audience.currentPosition()) audience.begin(batch.through);
    memory.toldUpTo(batch.through);
  };

  const follow = async (signal: AbortSignal): Promise<void> => {
    try {
      for await (const batch of deps.feed.follow(position, signal)) await tellBatch(batch, signal);
    } catch (error) {
      const unreadable = unreadableAt(error);
      if (unreadable === undefined) throw error;
      deps.log.unreadable(unreadable, error);
      for (const listener of [...audience.all()]) listener.close(CLOSE.serverFault);
      audience.begin(unreadable);
      reach(unreadable);
    }
  };

  return {
    position: () => position,
    whenTold,
    delivered: () => delivered,
    rechecks: rechecking.count,
    meet: (guildId, userId, member, through) => {
      memory.meet(guildId, userId, member, through);
      ends.expect(guildId, userId, member.timedOutUntil);
    },
    run: async (signal) => {
      running = signal;
      while (!signal.aborted) {
        await persist(() => follow(signal), signal).catch(() => undefined);
      }
      ends.stop();
      await rechecking.over();
    },
  };
};
