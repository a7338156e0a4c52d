/**
 * A recheck asks the visibility gate again about the listeners of one guild. It follows an event that changed their
 * rights or made them members. It runs beside the fan-out, and only the guild's dispatches to these listeners wait.
 */
import { isLeft } from 'fp-ts/lib/Either.js';
import type { Position } from '#domain/kernel/event.ts';
import type { GuildId, UserId } from '#domain/kernel/ids.ts';
import type { Audience } from '#gateway/dispatch/audience.ts';
import { type Delivery, plainDelivery } from '#gateway/dispatch/delivery.ts';
import type { Listener } from '#gateway/dispatch/listener.ts';
import type { Address } from '#gateway/dispatch/outgoing.ts';
import { dispatchesBetween, type Sight, sightOf } from '#gateway/dispatch/sight.ts';
import { WITHHELD_MAX } from '#gateway/limits/sockets.ts';
import { CLOSE } from '#gateway/protocol/close-codes.ts';
import type { GuildSight, Queries } from '#queries/queries.ts';

type Withheld = { readonly position: Position; readonly to: Address; readonly deliver: Delivery };

export type Rechecks = {
  /** Keeps a dispatch for the rechecked listeners of the guild. */
  readonly withhold: (guildId: GuildId, withheld: Withheld) => void;
  /** Starts a recheck of a guild, unless one runs or no listener waits for one. */
  readonly start: (guildId: GuildId, signal: AbortSignal) => void;
  /** Guilds with a recheck that runs. */
  readonly count: () => number;
  /** Resolves when no recheck runs. */
  readonly over: () => Promise<void>;
};

export const rechecks = <L extends Listener>(deps: {
  readonly audience: Audience<L>;
  readonly guildSights: Queries['guildSights'];
  readonly persist: <A>(attempt: () => Promise<A>, signal: AbortSignal) => Promise<A>;
  readonly delivered: () => void;
}): Rechecks => {
  const { audience } = deps;
  const withheld = new Map<GuildId, Array<Withheld>>();
  const running = new Map<GuildId, Promise<void>>();

  const ask = async (guildId: GuildId, viewers: ReadonlyArray<UserId>) => {
    const answer = await deps.guildSights({ guildId, viewers })();
    if (isLeft(answer)) throw new Error(`The gate does not answer: ${answer.left.why}`);
    return answer.right;
  };

  const give = (deliver: Delivery, listener: L): void => {
    deliver(listener);
    deps.delivered();
  };

  /**
   * Sends a listener the change of its sight and then the withheld dispatches. It has no await, so nothing comes
   * between.
   */
  const release = (listener: L, view: GuildSight, sight: Sight, through: Position): void => {
    const { guildId } = view.guild;
    const from = audience.recheckedFrom(listener, guildId);
    const before = audience.sight(listener, guildId);
    const ended = audience.see(listener, guildId, sight, through);
    for (const dispatch of dispatchesBetween(before, sight, view, ended)) give(plainDelivery(dispatch), listener);
    for (const { position, to, deliver } of withheld.get(guildId) ?? []) {
      if (from !== undefined && position > from && audience.wasMissedBy(listener, to, position))
        give(deliver, listener);
    }
  };

  /** Asks the gate once for all waiting listeners. An answer that an event has made old meanwhile is dropped. */
  const round = async (guildId: GuildId, signal: AbortSignal): Promise<void> => {
    const asked = new Set([...audience.rechecked(guildId)].map((listener) => listener.userId));
    const { sights, through } = await deps.persist(() => ask(guildId, [...asked]), signal);
    if (through < audience.changedAt(guildId)) return;
    const views = new Map(
      sights.flatMap(({ viewers, sight }) => {
        const seen = { view: sight, sight: sightOf(sight) };
        return viewers.map((userId) => [userId, seen] as const);
      }),
    );
    for (const listener of [...audience.rechecked(guildId)]) {
      // A listener that began to wait after this question was asked is in the next round.
      if (!asked.has(listener.userId) || !audience.isAnsweredBy(listener, guildId, through)) continue;
      const seen = views.get(listener.userId);
      if (seen !== undefined) release(listener, seen.view, seen.sight, through);
      // An event that is not told yet removed the listener. That event will tell it.
      else audience.loseGuild(listener, guildId);
    }
  };

  /** Forgets dispatches that no waiting listener has missed. */
  const trim = (guildId: GuildId): void => {
    let earliest: Position | undefined;
    for (const listener of audience.rechecked(guildId)) {
      const from = audience.recheckedFrom(listener, guildId);
      if (from !== undefined && (earliest === undefined || from < earliest)) earliest = from;
    }
    const list = withheld.get(guildId);
    if (list === undefined) return;
    withheld.set(
      guildId,
      list.filter(({ position }) => earliest !== undefined && position > earliest),
    );
  };

  const run = async (guildId: GuildId, signal: AbortSignal): Promise<void> => {
    try {
      while (!signal.aborted && audience.rechecked(guildId).size > 0) {
        await round(guildId, signal);
        trim(guildId);
      }
    } finally {
      // No turn passes since the last look at the waiting listeners, so no start is lost.
      running.delete(guildId);
      withheld.delete(guildId);
    }
  };

  return {
    withhold: (guildId, one) => {
      const waiting = audience.rechecked(guildId);
      if (waiting.size === 0) return;
      const list = withheld.get(guildId) ?? [];
      withheld.set(guildId, list);
      list.push(one);
      if (list.length <= WITHHELD_MAX) return;
      for (const listener of [...waiting]) listener.close(CLOSE.overloaded);
      // No listener waits any more, and a later one has missed none of these.
      withheld.delete(guildId);
    },
    start: (guildId, signal) => {
      if (running.has(guildId) || audience.rechecked(guildId).size === 0) return;
      running.set(
        guildId,
        run(guildId, signal).catch(() => undefined),
      );
    },
    count: () => running.size,
    over: async () => {
      await Promise.all(running.values());
    },
  };
};
