import { expect } from 'chai';
import fc from 'fast-check';
import { instantOf } from '#domain/kernel/instant.ts';
import { DAY_MS, MINUTE_MS } from '#domain/kernel/units.ts';
import type { KnownHours } from '#gateway/presence/presence-memory.ts';
import type { Dispatch } from '#gateway/protocol/dispatches.ts';
import type { PresenceRequest } from '#gateway/protocol/presence.ts';
import { inQuietHours } from '#gateway/protocol/quiet-hours.ts';
import { channelId, userId } from '#infra/workshop/scenarios/staged-events.ts';
import {
  channelsOf,
  GUILDS,
  numberOf,
  StagedBus,
  StagedGateway,
  type StagedListener,
  StagedLog,
  seesChannel,
  type Truth,
} from '#infra/workshop/scenarios/staged-gateways.ts';
import { testSeed } from '#infra/workshop/testkit/test-environment.ts';
import { withPresences } from '#web/store/presences.ts';

const seed = testSeed() ?? Math.floor(Math.random() * 0x7fffffff);
const STORIES = 400;
const USERS = [1, 2, 3, 4];
const CHANNELS = GUILDS.flatMap(channelsOf);
const START = Date.UTC(2026, 0, 5, 12);
const GRACE_MS = 10_000;

type Step = readonly [what: (typeof WHATS)[number], a: number, b: number, c: number];
const WHATS = [
  ...(['connect', 'connect', 'disconnect', 'join', 'join', 'kick', 'dissolve', 'turn', 'choose', 'choose'] as const),
  ...([
    'away',
    'settle',
    'subscribe',
    'subscribe',
    'type',
    'type',
    'tick',
    'tick',
    'deliver',
    'advance',
    'advance',
    'rest',
  ] as const),
];
const step = fc.tuple(fc.constantFrom(...WHATS), fc.nat(11), fc.nat(11), fc.nat(11));
const pick = <A>(list: ReadonlyArray<A>, n: number): A | undefined => list[n % Math.max(1, list.length)];

const isShared = (a: Truth, one: number, b: Truth, other: number): boolean =>
  GUILDS.some((guild) => a.members.has(`${one} ${guild}`) && b.members.has(`${other} ${guild}`));

/** One community on two gateways, with all that it must know to judge each frame. */
class Story {
  #time = START;
  readonly log = new StagedLog();
  readonly bus = new StagedBus();
  readonly gateways = [1, 2].map(
    (name) => new StagedGateway(name, this.log, () => this.#time, this.bus.of(`gateway-${name}`)),
  );
  #open: ReadonlyArray<StagedListener> = [];
  readonly #away = new Map<StagedListener, boolean>();
  readonly #choices = new Map<number, PresenceRequest & { readonly gateway: number }>();
  readonly #settings = new Map<number, KnownHours>();
  #sessions = 0;
  readonly faults: Array<string> = [];
  judged = 0;
  typed = 0;
  /** Presences at rest that quiet hours made. */
  quietened = 0;
  /** Typing that is being told at this moment. */
  #typing: { readonly user: number; readonly channel: number } | undefined;
  #typingHeard = new Set<StagedListener>();
  readonly #lastTyped = new Map<string, number>();

  constructor() {
    for (const gateway of this.gateways) gateway.onFrame = (listener, frame) => this.#judge(listener, frame);
    for (const [user, guild] of [
      [1, 1],
      [2, 1],
      [2, 2],
      [3, 2],
    ] as const)
      this.log.join(user, guild);
    for (const gateway of this.gateways) while (gateway.position < this.log.head) gateway.advance();
    for (const [at, user] of [1, 2, 2, 3].entries()) this.#connect(user, this.gateways[at % 2]);
    for (const one of this.#open) for (const channel of [10, 20]) this.#of(one).subscribe(one, channel);
  }

  take([what, a, b, c]: Step): void {
    this.#time += 100;
    const listener = pick(this.#open, a);
    const [user, guild, channel] = [pick(USERS, a) ?? 1, pick(GUILDS, b) ?? 1, pick(CHANNELS, b) ?? 10];
    const gateway = pick(this.gateways, c);
    if (what === 'connect' && this.#open.length < 8) this.#connect(user, gateway);
    else if (what === 'disconnect' && listener !== undefined) this.#disconnect(listener);
    else if (what === 'join') this.log.join(user, guild);
    else if (what === 'kick') this.log.kick(user, guild);
    else if (what === 'dissolve' && c === 0) this.log.dissolve(guild);
    else if (what === 'turn') this.log.turn(user, channel);
    else if (what === 'choose' && listener !== undefined) this.#choose(listener, b, c);
    else if (what === 'away' && listener !== undefined) this.#goAway(listener, b % 2 === 0);
    else if (what === 'settle') this.#settle(user, b, c);
    else if (what === 'subscribe' && listener !== undefined) this.#of(listener).subscribe(listener, channel);
    else if (what === 'type' && listener !== undefined) this.#type(listener, channel);
    else if (what === 'tick') gateway?.presences.tell();
    else if (what === 'deliver') this.bus.deliver(a);
    else if (what === 'advance') gateway?.advance();
    else if (what === 'rest') this.rest();
  }

  /** Lets everything arrive, and compares what each client knows with the truth. */
  rest(): void {
    // A minute that ends with the rest prolongs it, because its changes are told a moment later.
    const end = (this.#time + 2 * GRACE_MS) % MINUTE_MS;
    const seconds = (end < GRACE_MS ? 3 : 2) * (GRACE_MS / 1_000);
    for (let second = 0; second < seconds; second += 1) {
      for (const gateway of this.gateways) {
        while (gateway.position < this.log.head) gateway.advance();
        this.bus.deliver();
        gateway.presences.tell();
        this.bus.deliver();
      }
      this.#time += 1_000;
    }
    for (const user of USERS) if (this.#connections(user).length === 0) this.#choices.delete(user);
    for (const listener of this.#open) {
      const known = this.#knownTo(listener);
      const expected = Object.fromEntries(
        USERS.flatMap((user) => {
          const shown = isShared(this.log.truth, listener.user, this.log.truth, user) ? this.#shown(user) : undefined;
          return shown === undefined ? [] : [[user, shown]];
        }),
      );
      if (JSON.stringify(known) !== JSON.stringify(expected))
        this.faults.push(`${listener.user} knows ${JSON.stringify(known)}, not ${JSON.stringify(expected)}`);
    }
  }

  #of = ({ gateway }: StagedListener): StagedGateway => this.gateways[gateway - 1] ?? expect.fail('no gateway');
  #connections = (user: number) => this.#open.filter((one) => one.user === user);

  #connect(user: number, gateway = this.gateways[0]): void {
    this.#sessions += 1;
    const listener = gateway?.connect(user, this.#sessions, undefined, this.#settings.get(user));
    if (listener === undefined) return;
    this.#open = [...this.#open, listener];
    for (const entry of listener.snapshot) this.#judgeShared(listener, numberOf(entry.user_id));
  }
  #disconnect(listener: StagedListener): void {
    this.#of(listener).disconnect(listener);
    this.#away.delete(listener);
    this.#open = this.#open.filter((one) => one !== listener);
  }
  #choose(listener: StagedListener, b: number, c: number): void {
    const status = pick(['online', 'idle', 'dnd', 'invisible', 'invisible'] as const, b) ?? 'online';
    const until = pick([null, instantOf(this.#time + 1_000), instantOf(this.#time + 3_600_000)], c) ?? null;
    const wish = { status, custom_status: c % 2 === 0 ? null : { text: `status ${c}`, until } };
    expect(this.#of(listener).presences.set(listener, { ...wish, away: this.#away.get(listener) ?? false })).to.equal(
      true,
    );
    this.#choices.set(listener.user, { ...wish, gateway: listener.gateway });
  }
  /** Changes the quiet hours of a user, which begin or end within minutes. Every gateway hears of it. */
  #settle(user: number, b: number, c: number): void {
    const minute = Math.floor((this.#time % DAY_MS) / MINUTE_MS);
    const from = minute + (b % 3) - 1;
    const hours = { from, until: from + 1 + (c % 2), days: [1, 2, 3, 4, 5, 6, 7], time_zone: 'UTC', dnd: c % 3 > 0 };
    const revision = (this.#settings.get(user)?.revision ?? 0) + 1;
    const settings = { quiet_hours: c === 5 ? null : hours, revision };
    this.#settings.set(user, settings);
    for (const gateway of this.gateways) gateway.presences.settled(userId(user), settings);
  }
  #goAway(listener: StagedListener, away: boolean): void {
    this.#away.set(listener, away);
    // A client repeats the choice that it knows of. Here it knows the newest one.
    const chosen = this.#choices.get(listener.user);
    if (chosen === undefined || chosen.gateway !== listener.gateway) {
      this.#away.delete(listener);
      return;
    }
    const { gateway: _, ...wish } = chosen;
    this.#of(listener).presences.set(listener, { ...wish, away });
  }
  #type(listener: StagedListener, channel: number): void {
    const gateway = this.#of(listener);
    const truth = this.log.truthAt(gateway.position);
    const key = `${listener.sessionId} ${channel}`;
    const may = seesChannel(truth, listener.user, channel);
    const isEarly = this.#time - (this.#lastTyped.get(key) ?? 0) < 8_000;
    this.#typing = { user: listener.user, channel };
    this.#typingHeard = new Set();
    gateway.presences.typingStarted(listener, channelId(channel));
    if (may && !isEarly) this.#lastTyped.set(key, this.#time);
    const due = this.#open.filter(
      (one) =>
        may &&
        !isEarly &&
        one.gateway === listener.gateway &&
        one.user !== listener.user &&
        gateway.audience.isSubscribed(one, channelId(channel)) &&
        seesChannel(truth, one.user, channel),
    );
    for (const one of due) if (!this.#typingHeard.has(one)) this.faults.push(`${one.user} missed typing in ${channel}`);
    if (this.#typingHeard.size > due.length) this.faults.push(`typing in ${channel} was told to too many`);
    this.#typing = undefined;
  }

  #judge(listener: StagedListener, frame: Dispatch): void {
    this.judged += 1;
    if (frame.t === 'typing_start') {
      this.typed += 1;
      this.#typingHeard.add(listener);
      const truth = this.log.truthAt(this.#of(listener).position);
      const channel = CHANNELS.find((n) => channelId(n) === frame.d.channel_id) ?? 0;
      if (!seesChannel(truth, listener.user, channel))
        this.faults.push(`${listener.user} heard of typing in ${channel}`);
      if (numberOf(frame.d.user_id) === listener.user) this.faults.push(`${listener.user} heard of their own typing`);
      if (this.#typing !== undefined && this.#typing.channel !== channel) this.faults.push('typing of another channel');
    } else if (frame.t === 'presence_update') {
      for (const entry of frame.d.presences) this.#judgePresence(listener, numberOf(entry.user_id), entry.status);
    } else if (frame.t === 'presence_choice') {
      if (this.#connections(listener.user).length === 0) this.faults.push('a choice was told to a stranger');
    } else this.faults.push(`${frame.t} is no frame of presences`);
  }

  #judgePresence(listener: StagedListener, user: number, status: string): void {
    if (status === 'offline') return;
    this.#judgeShared(listener, user);
    const chosen = this.#choices.get(user);
    // The other gateway may not have heard of the choice.
    if (chosen?.status === 'invisible' && chosen.gateway === listener.gateway)
      this.faults.push(`${listener.user} heard of ${user}, who is invisible`);
  }
  /**
   * A presence is told only to a user who shares a guild. A gateway may know of a join from a whisper before its own
   * log brings it, so the guilds of the other user count as of any place from here to the head.
   */
  #judgeShared(listener: StagedListener, user: number): void {
    const { position } = this.#of(listener);
    const own = this.log.truthAt(position);
    for (let at = position; at <= this.log.head; at += 1n)
      if (isShared(own, listener.user, this.log.truthAt(at), user)) return;
    this.faults.push(`${listener.user} heard of ${user}, with whom they share no guild`);
  }

  #knownTo(listener: StagedListener) {
    const all = listener.heard.reduce(
      (known, frame) => (frame.t === 'presence_update' ? withPresences(known, frame.d.presences) : known),
      withPresences({}, listener.snapshot),
    );
    return Object.fromEntries(
      Object.entries(all)
        .map(([id, shown]) => [numberOf(id as never), shown] as const)
        .toSorted(([a], [b]) => a - b),
    );
  }
  #shown(user: number) {
    const connections = this.#connections(user);
    const { status, custom_status: custom } = this.#choices.get(user) ?? { status: 'online', custom_status: null };
    if (connections.length === 0 || status === 'invisible') return undefined;
    const isAway = status === 'online' && connections.every((one) => this.#away.get(one) === true);
    const lasts = custom != null && (custom.until === null || custom.until > instantOf(this.#time));
    const hours = this.#settings.get(user)?.quiet_hours ?? null;
    const isQuiet = hours?.dnd === true && inQuietHours(hours, this.#time);
    if (isQuiet && status !== 'dnd') this.quietened += 1;
    const awake = isAway ? 'idle' : status;
    return { status: isQuiet ? 'dnd' : awake, ...(lasts ? { custom_status: custom } : {}) };
  }
}

describe(`presence and typing on two gateways (FILAMENT_TEST_SEED=${seed})`, function () {
  this.timeout(120_000);

  it('are told to no user who may not know, and at rest each client knows all that it may', () => {
    let judged = 0;
    let typed = 0;
    let quietened = 0;
    fc.assert(
      fc.property(fc.array(step, { minLength: 20, maxLength: 150 }), (steps) => {
        const story = new Story();
        for (const one of steps) story.take(one);
        story.rest();
        judged += story.judged;
        typed += story.typed;
        quietened += story.quietened;
        expect(story.faults.join('\n')).to.equal('');
      }),
      { seed, numRuns: STORIES },
    );
    expect(judged).to.be.greaterThan(STORIES);
    expect(typed).to.be.greaterThan(STORIES / 10);
    expect(quietened).to.be.greaterThan(STORIES / 10);
  });
});
