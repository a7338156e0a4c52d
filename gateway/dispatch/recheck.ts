/**
 * A recheck computes again what the listeners of one guild see. It follows an event that changed their rights or made
 * them members. The memory of guilds answers at once. Only a guild that it does not know is asked for, beside the
 * fan-out, and then only the guild's dispatches to these listeners wait.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { isLeft } from 'fp-ts/lib/Either.js';
import type { Position } from '#domain/kernel/event.ts';
import type { GuildId, RoleId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import type { Audience } from '#gateway/dispatch/audience.ts';
import { type Delivery, plainDelivery } from '#gateway/dispatch/delivery.ts';
import type { GuildMemory, MemberSight } from '#gateway/dispatch/guild-memory.ts';
import type { Listener } from '#gateway/dispatch/listener.ts';
import type { Address } from '#gateway/dispatch/outgoing.ts';
import type { Sight } from '#gateway/dispatch/sight.ts';
import { endedChannels, type SharedGuild, sightChange, wholeGuild } from '#gateway/dispatch/sight-change.ts';
import { oncePerPair } from '#gateway/dispatch/sight-pairs.ts';
import { RELEASED_PER_TURN_MAX, WITHHELD_MAX } from '#gateway/limits/sockets.ts';
import { presentMemberRights } from '#gateway/present/role.ts';
import { CLOSE } from '#gateway/protocol/close-codes.ts';
import type { MemberRightsView, Queries } from '#queries/queries.ts';

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

/** Answers what a member has who has a role again, because it was restored. Undefined for all others. */
const regained = (before: Sight, now: Sight, member: MemberRightsView) => {
  if (before.roles === now.roles) return undefined;
  const former = new Set(before.roles.map(({ roleId }) => roleId));
  return member.roleIds.some((id) => !former.has(id)) ? presentMemberRights(member) : undefined;
};

export const rechecks = <L extends Listener>(deps: {
  readonly audience: Audience<L>;
  readonly memory: GuildMemory;
  readonly guildFacts: Queries['guildFacts'];
  readonly now: () => Instant;
  readonly persist: <A>(attempt: () => Promise<A>, signal: AbortSignal) => Promise<A>;
  readonly delivered: () => void;
  /** Is told of each listener that was told a whole guild. */
  readonly entered: (listener: L, guildId: GuildId) => void;
  /** Resolves once everything up to a position was told, or when `signal` aborts. */
  readonly told: (at: Position, signal: AbortSignal) => Promise<void>;
  /** Is told of each listener whose sight was computed, with the sight before it. A time-out may end the new one. */
  readonly seen: (
    listener: L,
    guildId: GuildId,
    before: Sight | undefined,
    sight: Sight,
    roles: ReadonlyArray<RoleId>,
  ) => void;
}): Rechecks => {
  const { audience, memory } = deps;
  const withheld = new Map<GuildId, Array<Withheld>>();
  const running = new Map<GuildId, Promise<void>>();

  const give = (deliver: Delivery, listener: L): void => {
    deliver(listener);
    deps.delivered();
  };

  /** Makes the deliveries between two sights once for all listeners with these two. */
  const changesBetween = oncePerPair((before: Sight, now: Sight, shared: SharedGuild) =>
    sightChange(before, now, shared).map(plainDelivery),
  );

  /**
   * Sends a listener the change of its sight and then the withheld dispatches. It has no await, so nothing comes
   * between.
   */
  const release = (listener: L, { sight, member }: MemberSight, shared: SharedGuild): void => {
    const { guildId } = shared.guild;
    const from = audience.recheckedFrom(listener, guildId);
    const before = audience.sight(listener, guildId);
    const ended = audience.see(listener, guildId, sight, memory.told);
    if (before === undefined) {
      for (const dispatch of wholeGuild(shared.guild, sight, member)) give(plainDelivery(dispatch), listener);
      deps.entered(listener, guildId);
    } else {
      for (const deliver of changesBetween(before, sight, shared)) give(deliver, listener);
      const rights = regained(before, sight, member);
      if (rights !== undefined)
        give(
          plainDelivery({ t: 'member_update', d: { guild_id: guildId, user_id: listener.userId, rights } }),
          listener,
        );
      const unseen = ended.filter((id) => !before.channels.has(id));
      for (const dispatch of endedChannels(shared, unseen)) give(plainDelivery(dispatch), listener);
    }
    for (const { position, to, deliver } of withheld.get(guildId) ?? []) {
      if (from !== undefined && position > from && audience.wasMissedBy(listener, to, position))
        give(deliver, listener);
    }
    deps.seen(listener, guildId, before, sight, member.roleIds);
  };

  /** Answers waiting listeners from the memory, at most those of one turn. Answers how many it took out of the wait. */
  const settle = (guildId: GuildId): number => {
    const guild = memory.guild(guildId);
    if (guild === undefined) return 0;
    const shared: SharedGuild = { guild, isThere: (id) => memory.hasChannel(guildId, id) };
    const at = deps.now();
    let settled = 0;
    for (const listener of [...audience.rechecked(guildId)]) {
      if (settled >= RELEASED_PER_TURN_MAX) break;
      if (!audience.isAnsweredBy(listener, guildId, memory.told)) continue;
      const answer = memory.ask(guildId, listener.userId, at);
      if (answer.kind === 'unknown') continue;
      settled += 1;
      if (answer.kind === 'seen') release(listener, answer, shared);
      // An event that is not told yet removed the listener. That event will tell it.
      else audience.loseGuild(listener, guildId);
    }
    return settled;
  };

  /** Reads the guild for all waiting listeners with one question. The memory holds the answer afterwards. */
  const read = async (guildId: GuildId, signal: AbortSignal): Promise<void> => {
    const users = new Set([...audience.rechecked(guildId)].map((listener) => listener.userId));
    memory.reading(guildId);
    try {
      const { facts, through } = await deps.persist(async () => {
        const answer = await deps.guildFacts({ guildId, users: [...users] })();
        if (isLeft(answer)) throw new Error(`The read models do not answer: ${answer.left.why}`);
        return answer.right;
      }, signal);
      memory.read(guildId, facts, through);
      const members = new Set(facts?.members.map(({ userId }) => userId));
      for (const listener of [...audience.rechecked(guildId)]) {
        if (!users.has(listener.userId) || members.has(listener.userId)) continue;
        if (audience.isAnsweredBy(listener, guildId, through)) audience.loseGuild(listener, guildId);
      }
      await deps.told(through, signal);
    } finally {
      memory.unread(guildId);
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
    if (earliest === undefined) withheld.delete(guildId);
    else {
      const since = earliest;
      withheld.set(
        guildId,
        list.filter(({ position }) => position > since),
      );
    }
  };

  const run = async (guildId: GuildId, signal: AbortSignal): Promise<void> => {
    try {
      while (!signal.aborted && audience.rechecked(guildId).size > 0) {
        if (settle(guildId) > 0) await nextTurn();
        else await read(guildId, signal);
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
      if (audience.rechecked(guildId).size === 0) return;
      // Listeners that the memory knows do not wait for those that are being read.
      settle(guildId);
      trim(guildId);
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
