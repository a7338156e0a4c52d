/**
 * Tells listeners of presences: once a second, and each listener in at most one frame, however many users changed. All
 * listeners know the presences as of the last telling, so a snapshot and the frames after it leave no gap.
 */
import type { GuildId, UserId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import type { Audience } from '#gateway/dispatch/audience.ts';
import { plainDelivery } from '#gateway/dispatch/delivery.ts';
import type { Listener } from '#gateway/dispatch/listener.ts';
import { put } from '#gateway/dispatch/sets-by-key.ts';
import { type ShownPresence, samePresence } from '#gateway/presence/choice.ts';
import { PresenceMemory } from '#gateway/presence/presence-memory.ts';
import { PRESENCES_LISTED_MAX } from '#gateway/protocol/limits.ts';
import type { Presence } from '#gateway/protocol/resources.ts';

/** Users whose presence listeners must learn anew because of their guilds, not because the users changed. */
type OwedUsers = { readonly name: number; readonly users: ReadonlySet<UserId> };
type Owed<L> = Map<L, Set<OwedUsers>>;
/** Listeners that learn the same. `true` stands for a user with whom they share a guild. */
type ListenerGroup<L> = { readonly users: ReadonlyMap<UserId, boolean>; readonly listeners: Array<L> };

export class PresenceTelling<L extends Listener> {
  readonly memory: PresenceMemory;
  readonly #audience: Audience<L>;
  readonly #told = new Map<UserId, ShownPresence>();
  readonly #changed = new Set<UserId>();
  readonly #chosen = new Set<UserId>();
  #here = new Set<UserId>();
  #came = new Map<GuildId, Set<UserId>>();
  #owed: Owed<L> = new Map();
  #owedNames = 0;

  constructor(audience: Audience<L>, graceMs: number) {
    this.#audience = audience;
    this.memory = new PresenceMemory(graceMs, {
      shown: (user) => this.#changed.add(user),
      chosen: (user) => this.#chosen.add(user),
      here: (user) => this.#here.add(user),
      came: (user, guild) => put(this.#came, guild, user),
      // The listeners that stay forget the user, unless they share another guild.
      parted: (user, guild) => this.#owe(this.#audience.everyoneIn(guild), [user]),
    });
  }

  /** Notes that a listener came into a guild after its snapshot, so that it learns of the users there. */
  entered(listener: L, guild: GuildId): void {
    this.#owe([listener], this.memory.usersIn(guild));
  }

  /**
   * Notes that listeners lost a guild, so that they forget users with whom they share no other one. It comes before the
   * memory hears of the loss.
   */
  lost(listeners: Iterable<L>, guild: GuildId): void {
    this.#owe(listeners, this.memory.usersIn(guild));
  }

  /** Lists the presences for the snapshot of a listener: those who share a guild with it and are not offline. */
  listed(listener: L): ReadonlyArray<Presence> {
    const list: Array<Presence> = [];
    const seen = new Set<UserId>();
    for (const guild of this.#audience.guildsOf(listener)) {
      for (const user of this.memory.usersIn(guild)) {
        if (list.length >= PRESENCES_LISTED_MAX) return list;
        const shown = this.#told.get(user);
        if (shown === undefined || seen.has(user)) continue;
        seen.add(user);
        list.push({ user_id: user, ...shown });
      }
    }
    return list;
  }

  /** Lists the presences of those users who are not offline. The caller has found that the reader may see them. */
  of(users: ReadonlyArray<UserId>): ReadonlyArray<Presence> {
    return users.flatMap((user) => {
      const shown = this.#told.get(user);
      return shown === undefined ? [] : [{ user_id: user, ...shown }];
    });
  }

  /** Takes the users whose facts the other processes need. */
  takeHere(): ReadonlyArray<UserId> {
    const here = [...this.#here];
    this.#here = new Set();
    return here;
  }

  /** Tells what changed since the last time. Answers how many frames it handed to listeners. */
  tell(now: Instant): number {
    this.memory.tick(now);
    const changed = [...this.#changed];
    this.#changed.clear();
    const news = this.#news(changed);
    const owed = this.#owed;
    this.#owed = new Map();
    this.memory.sweep(changed);
    const listeners = new Set<L>(owed.keys());
    for (const guild of news.keys()) for (const listener of this.#audience.everyoneIn(guild)) listeners.add(listener);
    const frames = this.#tellEach(listeners, news, owed);
    return frames + this.#tellChoices();
  }

  /** Finds the users of each guild whose presence is new to its listeners. */
  #news(changed: ReadonlyArray<UserId>): ReadonlyMap<GuildId, ReadonlySet<UserId>> {
    const news = new Map<GuildId, Set<UserId>>();
    for (const user of changed) {
      const shown = this.memory.shown(user);
      if (samePresence(shown, this.#told.get(user))) continue;
      if (shown === undefined) this.#told.delete(user);
      else this.#told.set(user, shown);
      for (const guild of this.memory.guildsOf(user)) put(news, guild, user);
    }
    for (const [guild, users] of this.#came) {
      for (const user of users) {
        if (this.#told.has(user) && this.memory.guildsOf(user).has(guild)) put(news, guild, user);
      }
    }
    this.#came = new Map();
    return news;
  }

  /** Makes a frame once for all listeners that learn the same, and hands it to them. */
  #tellEach(listeners: Iterable<L>, news: ReadonlyMap<GuildId, ReadonlySet<UserId>>, owed: Owed<L>): number {
    const groups = new Map<string, ListenerGroup<L>>();
    for (const listener of listeners) {
      const all = this.#audience.guildsOf(listener).toSorted();
      const guilds = all.filter((guild) => news.has(guild));
      const own = [...(owed.get(listener) ?? [])];
      // The guilds of a listener decide with whom it shares one.
      const key = `${guilds.join()} ${own.map(({ name }) => name).join()} ${own.length === 0 ? '' : all.join()}`;
      const known = groups.get(key);
      if (known !== undefined) {
        known.listeners.push(listener);
        continue;
      }
      const users = new Map<UserId, boolean>();
      for (const some of own) for (const user of some.users) users.set(user, this.#shareOne(all, user));
      for (const guild of guilds) for (const user of news.get(guild) ?? []) users.set(user, true);
      groups.set(key, { users, listeners: [listener] });
    }
    let frames = 0;
    for (const group of groups.values()) frames += this.#tellGroup(group);
    return frames;
  }

  #tellGroup({ users, listeners }: ListenerGroup<L>): number {
    if (users.size === 0) return 0;
    const all = [...users];
    const presences = all.slice(0, PRESENCES_LISTED_MAX).map(([user, share]): Presence => {
      const shown = share ? this.#told.get(user) : undefined;
      return { user_id: user, ...(shown ?? { status: 'offline' }) };
    });
    const deliver = plainDelivery({ t: 'presence_update', d: { presences } });
    for (const listener of listeners) deliver(listener);
    // The others come with the next telling.
    const rest = new Set(all.slice(PRESENCES_LISTED_MAX).map(([user]) => user));
    if (rest.size > 0) this.#put(listeners, rest);
    return listeners.length;
  }

  #tellChoices(): number {
    let frames = 0;
    for (const user of this.#chosen) {
      const deliver = plainDelivery({ t: 'presence_choice', d: this.memory.choice(user).choice });
      for (const listener of this.#audience.ofUser(user)) {
        deliver(listener);
        frames += 1;
      }
    }
    this.#chosen.clear();
    return frames;
  }

  #shareOne(guilds: ReadonlyArray<GuildId>, user: UserId): boolean {
    const shared = this.memory.guildsOf(user);
    return guilds.some((guild) => shared.has(guild));
  }

  #owe(listeners: Iterable<L>, users: Iterable<UserId>): void {
    const told = new Set([...users].filter((user) => this.#told.has(user)));
    if (told.size > 0) this.#put(listeners, told);
  }

  #put(listeners: Iterable<L>, users: ReadonlySet<UserId>): void {
    this.#owedNames += 1;
    const owed = { name: this.#owedNames, users };
    for (const listener of listeners) put(this.#owed, listener, owed);
  }
}
