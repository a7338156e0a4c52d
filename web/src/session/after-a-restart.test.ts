import { expect } from 'chai';
import { CLOSE } from '#gateway/protocol/close-codes.ts';
import { type Happening, next, type Phase } from '#web/session/lifecycle.ts';

const CLIENTS = 8_000;
/** Clients that wait for their snapshot at a time. The gateway refuses more. */
const ROOM = 1_000;
const STEP_MS = 10;
const SECOND_MS = 1_000;

/** Random numbers that are the same in every run. */
const chances = (seed: number) => (): number => {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
  return seed / 2 ** 32;
};

type One = { phase: Phase; due: number };
type Story = {
  /** Attempts to connect in each second after the restart. */
  readonly arrivals: ReadonlyArray<number>;
  /** Milliseconds from the moment the server listens again until the last client has tried. */
  readonly lastTryMs: number;
  readonly allLiveMs: number;
};

/**
 * Restarts a server that all clients are connected to. It is away for `awayMs`, and then greets so many clients a
 * second.
 */
const restart = (awayMs: number, greetedASecond: number): Story => {
  const chance = chances(7);
  const clients = Array.from(
    { length: CLIENTS },
    (): One => ({ phase: { kind: 'live' }, due: Number.POSITIVE_INFINITY }),
  );
  const tell = (one: One, happening: Happening, now: number): void => {
    const { phase, effects } = next(one.phase, happening);
    one.phase = phase;
    const wait = effects.find((effect) => effect.kind === 'wait');
    one.due = wait === undefined ? Number.POSITIVE_INFINITY : now + wait.ms;
  };
  const closed = (now: number, code = 1006): Happening => ({
    kind: 'closed',
    code,
    now,
    chance: chance(),
    hidden: false,
  });
  for (const one of clients) tell(one, closed(0, CLOSE.restarting.code), 0);
  const arrivals: number[] = [];
  const untried = new Set(clients);
  let lastTryMs = 0;
  let greeting: ReadonlyArray<One> = [];
  let live = 0;
  for (let now = 0; live < CLIENTS; now += STEP_MS) {
    for (const one of clients) {
      if (one.due > now) continue;
      tell(one, { kind: 'wait-over' }, now);
      const second = Math.floor(now / SECOND_MS);
      arrivals[second] = (arrivals[second] ?? 0) + 1;
      if (now >= awayMs && untried.delete(one)) lastTryMs = now - awayMs;
      if (now < awayMs || greeting.length >= ROOM) tell(one, closed(now), now);
      else greeting = [...greeting, one];
    }
    const greeted = greeting.slice(0, (greetedASecond * STEP_MS) / SECOND_MS);
    greeting = greeting.slice(greeted.length);
    for (const one of greeted) {
      tell(one, { kind: 'hello' }, now);
      tell(one, { kind: 'caught-up' }, now);
      live += 1;
    }
    if (live === CLIENTS) return { arrivals, lastTryMs, allLiveMs: now - awayMs };
  }
  throw new Error('no client was there');
};

describe('8,000 clients after a restart of the server', () => {
  for (const awayMs of [2_000, 6_000, 20_000]) {
    it(`come back within five seconds of its return, when it was away for ${awayMs / SECOND_MS} s`, () => {
      const { lastTryMs } = restart(awayMs, 8_000);
      expect(lastTryMs).to.be.at.most(5_000);
    });

    it(`arrive spread over time, and are greeted as fast as the server can, after ${awayMs / SECOND_MS} s`, () => {
      const greetedASecond = 500;
      const { arrivals, allLiveMs } = restart(awayMs, greetedASecond);
      const back = arrivals.slice(Math.ceil(awayMs / SECOND_MS));
      // The first pauses are short, because most restarts are. Only later ones spread the clients.
      expect(Math.max(...back.slice(awayMs < 4_000 ? 3 : 0))).to.be.at.most(CLIENTS / 2);
      expect(allLiveMs).to.be.at.most(1.25 * (CLIENTS / greetedASecond) * SECOND_MS + 5_000);
    });
  }
});
