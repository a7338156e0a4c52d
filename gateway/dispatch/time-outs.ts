import type { GuildId, UserId } from '#domain/kernel/ids.ts';
import { type Instant, millisOf } from '#domain/kernel/instant.ts';
import { LOOK_AT_TIME_OUTS_EVERY_MAX_MS } from '#gateway/limits/sockets.ts';

/** Ends of time-outs: the clock ends a time-out without an event, and gives its member rights back. */
export type TimeOuts = {
  /** Waits for the end of a member's time-out. A later call for the same member replaces it. */
  readonly expect: (guildId: GuildId, userId: UserId, until: Instant | null) => void;
  readonly stop: () => void;
};

/** @param over is called once a time-out that was expected has passed. */
export const timeOuts = (now: () => Instant, over: (guildId: GuildId, userId: UserId) => void): TimeOuts => {
  const ends = new Map<string, { readonly guildId: GuildId; readonly userId: UserId; readonly at: number }>();
  let timer: NodeJS.Timeout | undefined;

  const look = (): void => {
    const time = millisOf(now());
    const passed = [...ends].filter(([, { at }]) => at <= time);
    for (const [key] of passed) ends.delete(key);
    for (const [, { guildId, userId }] of passed) over(guildId, userId);
    plan();
  };
  /** Plans the next look. A timer cannot wait for months, so it looks now and then. */
  const plan = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (ends.size === 0) return;
    const next = Math.min(...[...ends.values()].map(({ at }) => at));
    const wait = Math.min(Math.max(0, next - millisOf(now())), LOOK_AT_TIME_OUTS_EVERY_MAX_MS);
    timer = setTimeout(look, wait);
    timer.unref();
  };
  return {
    expect: (guildId, userId, until) => {
      const key = `${guildId} ${userId}`;
      const known = ends.get(key)?.at;
      const at = until === null ? undefined : millisOf(until);
      // One that has passed ended before anybody could see it run.
      const next = at === undefined || at <= millisOf(now()) ? undefined : at;
      if (known === next) return;
      if (next === undefined) ends.delete(key);
      else ends.set(key, { guildId, userId, at: next });
      plan();
    },
    stop: () => clearTimeout(timer),
  };
};
