/**
 * Gateways without sockets, over one log of memberships and hidden channels. Each is brought forward by itself, and
 * their whispers wait until a story delivers them.
 */
import { BEGINNING, type Position } from '#domain/kernel/event.ts';
import type { GuildId, UserId } from '#domain/kernel/ids.ts';
import { instantOf } from '#domain/kernel/instant.ts';
import { Audience } from '#gateway/dispatch/audience.ts';
import type { AudienceChange } from '#gateway/dispatch/audience-change.ts';
import type { Listener } from '#gateway/dispatch/listener.ts';
import type { Sight } from '#gateway/dispatch/sight.ts';
import { NO_WHISPERS, type Whisper, type Whispers } from '#gateway/ports/whispers.ts';
import type { KnownHours } from '#gateway/presence/presence-memory.ts';
import { type Presences, presences } from '#gateway/presence/presences.ts';
import type { Dispatch } from '#gateway/protocol/dispatches.ts';
import { decodeServerFrame } from '#gateway/protocol/envelope.ts';
import type { PresenceRequest } from '#gateway/protocol/presence.ts';
import type { Presence } from '#gateway/protocol/resources.ts';
import { channelId, guildId, sessionId, userId } from '#infra/workshop/scenarios/staged-events.ts';
import type { ChannelView } from '#queries/queries.ts';

export const GUILDS = [1, 2, 3];
/** Channels of each guild. The first of them is seen by every member, the second may be hidden from one. */
export const channelsOf = (guild: number): ReadonlyArray<number> => [guild * 10, guild * 10 + 1];
const guildOf = (channel: number): number => Math.floor(channel / 10);

/** Truth at one place of the log: who is in which guild, as `user guild`, and what is hidden, as `user channel`. */
export type Truth = { readonly members: ReadonlySet<string>; readonly hidden: ReadonlySet<string> };
type Entry = { readonly change: AudienceChange; readonly after: Truth };

const TALKING = ['view_channel', 'send_messages'] as const;
const channelView = (n: number): ChannelView => ({
  ...{ guildId: guildId(guildOf(n)), channelId: channelId(n), name: `channel-${n}`, channelKind: 'text' },
  ...{
    parentId: null,
    createdAt: instantOf(0),
    topic: null,
    slowModeSecs: 0,
    tags: [],
    tagRequired: false,
    synced: false,
    place: n,
  },
  ...{ isPrivate: false, isLocked: false },
  permissions: TALKING,
});
export const seesChannel = ({ members, hidden }: Truth, user: number, channel: number): boolean =>
  members.has(`${user} ${guildOf(channel)}`) && !hidden.has(`${user} ${channel}`);
const sightIn = (truth: Truth, user: number, guild: number): Sight => ({
  permissions: TALKING,
  roles: [],
  channels: new Map(
    channelsOf(guild)
      .filter((channel) => seesChannel(truth, user, channel))
      .map((channel) => [channelId(channel), channelView(channel)]),
  ),
});

/** Connection of a user, with all that it was told. */
export type StagedListener = Listener & {
  readonly user: number;
  readonly gateway: number;
  /** Presences of the snapshot, and the frames after it. */
  snapshot: ReadonlyArray<Presence>;
  readonly heard: Array<Dispatch>;
};

/** Frames by their bytes, which all listeners of one frame share. */
const frames = new WeakMap<Buffer, Dispatch>();
const frameIn = (bytes: Buffer): Dispatch => {
  const known = frames.get(bytes);
  if (known !== undefined) return known;
  const length = bytes[1] ?? 0;
  const decoded = decodeServerFrame(bytes.toString('utf8', length < 126 ? 2 : length === 126 ? 4 : 10));
  if (decoded._tag === 'Left') throw new Error(decoded.left.message);
  frames.set(bytes, decoded.right as Dispatch);
  return decoded.right as Dispatch;
};

/** Log of all gateways. */
export class StagedLog {
  readonly entries: Array<Entry> = [];
  readonly #gone = new Set<number>();
  #truth: Truth = { members: new Set(), hidden: new Set() };

  truthAt(position: Position): Truth {
    return this.entries[Number(position) - 1]?.after ?? { members: new Set(), hidden: new Set() };
  }
  get truth(): Truth {
    return this.#truth;
  }
  get head(): Position {
    return BigInt(this.entries.length);
  }
  join(user: number, guild: number): void {
    if (this.#gone.has(guild) || this.#truth.members.has(`${user} ${guild}`)) return;
    this.#append({ kind: 'MemberCame', guildId: guildId(guild), userId: userId(user) }, (next) =>
      next.members.add(`${user} ${guild}`),
    );
  }
  kick(user: number, guild: number): void {
    if (!this.#truth.members.has(`${user} ${guild}`)) return;
    this.#append({ kind: 'MemberGone', guildId: guildId(guild), userId: userId(user) }, (next) =>
      next.members.delete(`${user} ${guild}`),
    );
  }
  dissolve(guild: number): void {
    if (this.#gone.has(guild)) return;
    this.#gone.add(guild);
    this.#append({ kind: 'GuildGone', guildId: guildId(guild) }, (next) => {
      for (const key of next.members) if (key.endsWith(` ${guild}`)) next.members.delete(key);
    });
  }
  /** Hides a channel from a user, or shows it again. */
  turn(user: number, channel: number): void {
    this.#append({ kind: 'RightsChanged', guildId: guildId(guildOf(channel)), userId: userId(user) }, (next) => {
      if (!next.hidden.delete(`${user} ${channel}`)) next.hidden.add(`${user} ${channel}`);
    });
  }
  #append(
    change: AudienceChange,
    edit: (next: { readonly members: Set<string>; readonly hidden: Set<string> }) => unknown,
  ) {
    const next = { members: new Set(this.#truth.members), hidden: new Set(this.#truth.hidden) };
    edit(next);
    this.#truth = next;
    this.entries.push({ change, after: next });
  }
}

/** Bus of whispers: each waits for the story to deliver it to one gateway. */
export class StagedBus {
  readonly #ears = new Map<string, (whisper: Whisper, process: string) => void>();
  readonly #waiting: Array<{ readonly to: string; readonly from: string; readonly whisper: Whisper }> = [];
  whispered = 0;

  of(name: string): Whispers {
    return {
      tell: (whisper) => {
        this.whispered += 1;
        for (const to of this.#ears.keys()) if (to !== name) this.#waiting.push({ to, from: name, whisper });
      },
      follow: (heard, joined) => {
        this.#ears.set(name, heard);
        joined();
      },
    };
  }
  deliver(most = Number.POSITIVE_INFINITY): void {
    for (let n = 0; n < most; n += 1) {
      const next = this.#waiting.shift();
      if (next === undefined) return;
      this.#ears.get(next.to)?.(next.whisper, next.from);
    }
  }
}

export class StagedGateway {
  readonly audience = new Audience<StagedListener>(BEGINNING);
  readonly presences: Presences<StagedListener>;
  readonly name: number;
  readonly #log: StagedLog;
  position: Position = BEGINNING;
  /** Called for each frame before the listener has it. */
  onFrame: (listener: StagedListener, frame: Dispatch) => void = () => undefined;

  constructor(name: number, log: StagedLog, now: () => number, whispers: Whispers = NO_WHISPERS) {
    this.name = name;
    this.#log = log;
    this.presences = presences({
      audience: this.audience,
      whispers,
      now: () => instantOf(now()),
      graceMs: 10_000,
    });
  }

  connect(user: number, session: number, brought?: PresenceRequest, settings?: KnownHours): StagedListener {
    const heard: Array<Dispatch> = [];
    const take = (bytes: Buffer): void => {
      const frame = frameIn(bytes);
      this.onFrame(listener, frame);
      heard.push(frame);
    };
    const listener: StagedListener = {
      ...{ userId: userId(user), sessionId: sessionId(session), user, gateway: this.name, snapshot: [], heard },
      ...{ share: take, tell: take, close: () => undefined, nonceOf: () => undefined },
    };
    this.audience.add(listener);
    for (const guild of GUILDS) {
      const truth = this.#log.truthAt(this.position);
      if (truth.members.has(`${user} ${guild}`))
        this.audience.enterGuild(listener, guildId(guild), sightIn(truth, user, guild), this.position);
    }
    listener.snapshot = this.presences.came(listener, brought, undefined, settings).presences;
    return listener;
  }
  disconnect(listener: StagedListener): void {
    this.audience.remove(listener);
    this.presences.left(listener);
  }
  subscribe(listener: StagedListener, channel: number): void {
    const truth = this.#log.truthAt(this.position);
    if (!seesChannel(truth, listener.user, channel)) return;
    const to = { channelId: channelId(channel), guildId: guildId(guildOf(channel)), seenAt: this.position };
    this.audience.subscribe(listener, to);
  }

  /** Takes the next change of the log, and answers its rechecks, as the fan-out does. */
  advance(): void {
    const next = this.#log.entries[Number(this.position)];
    if (next === undefined) return;
    this.position += 1n;
    this.audience.begin(this.position);
    const departed = this.audience.apply(next.change);
    this.presences.changed(next.change, departed, this.position);
    if (next.change.kind === 'MemberCame' || next.change.kind === 'RightsChanged') this.#recheck(next.change.guildId);
  }

  #recheck(guild: GuildId): void {
    const number = GUILDS.find((n) => guildId(n) === guild) ?? 0;
    const truth = this.#log.truthAt(this.position);
    for (const listener of [...this.audience.rechecked(guild)]) {
      if (!truth.members.has(`${listener.user} ${number}`)) {
        this.audience.loseGuild(listener, guild);
        continue;
      }
      const isNew = this.audience.sight(listener, guild) === undefined;
      this.audience.see(listener, guild, sightIn(truth, listener.user, number), this.position);
      if (isNew) this.presences.entered(listener, guild);
    }
  }
}

/** Number of the user with this id. */
export const numberOf = (id: UserId): number => {
  for (let n = 1; n < 10_000; n += 1) if (userId(n) === id) return n;
  throw new Error(`nobody has the id ${id}`);
};
