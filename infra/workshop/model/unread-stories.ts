/**
 * Random stories of reading in one guild, told to a staged gateway and to a brute-force count alike. Each channel has a
 * thread, which counts for its followers. Each user has two devices, of which one goes away and comes back.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { expect } from 'chai';
import fc from 'fast-check';
import type { DomainEvent } from '#domain/event-catalog.ts';
import { inGuild } from '#domain/kernel/home.ts';
import type { ChannelId, GuildId, InviteId, RoleId, UserId } from '#domain/kernel/ids.ts';
import { type Instant, instantOf, plusMillis } from '#domain/kernel/instant.ts';
import { type Mentions, NO_MENTIONS } from '#domain/message/mentions.ts';
import type { Unread } from '#gateway/protocol/resources.ts';
import { channelId, guildId, messageId, sent, sessionId, userId } from '#infra/workshop/scenarios/staged-events.ts';
import type { World } from '#infra/workshop/scenarios/staged-world.ts';
import * as ruled from '#infra/workshop/testkit/governance-events.ts';
import { type ReducingClient, reducingClient } from '#infra/workshop/testkit/reducing-client.ts';

const USERS = [1, 2, 3] as const;
const CHANNELS = [1, 2] as const;
/** The threads of the channels, in their order. */
const THREADS = [3, 4] as const;
const PLACES = [...CHANNELS, ...THREADS] as const;
const isThread = (place: number): boolean => place > CHANNELS.length;
/** The channel whose viewers see a place. */
const seenWith = (place: number): number => (isThread(place) ? place - CHANNELS.length : place);
const STEPS = [
  ...(['send', 'send', 'send', 'many', 'delete', 'restore', 'read', 'read', 'read', 'unread'] as const),
  ...(['hide', 'show', 'blind', 'kick', 'join', 'away', 'back', 'settle', 'ahead'] as const),
  ...(['follow', 'follow', 'unfollow', 'endThread', 'restoreThread'] as const),
  ...(['call', 'call', 'call', 'callMany', 'uncall', 'recall', 'give', 'take', 'endRole', 'restoreRole'] as const),
] as const;
type What = (typeof STEPS)[number];
export type UnreadStep = readonly [what: What, user: number, place: number, pick: number];

const COUNTED_MAX = 100;
/** Newest messages among which unread ones are counted. */
const AMONG = 200;
/** Messages of one step that sends many, so that a number reaches its end. */
const MANY = 40;
const SURELY_MS = 20_000;

export const unreadStories: fc.Arbitrary<ReadonlyArray<UnreadStep>> = fc.array(
  fc.tuple(fc.constantFrom<What>(...STEPS), fc.constantFrom(...USERS), fc.constantFrom(...PLACES), fc.nat(1_000)),
  { minLength: 10, maxLength: 40, size: 'max' },
);

type Said = {
  readonly n: number;
  readonly author: number;
  readonly at: Instant;
  /** Mentions at sending, of which those count that the message has now. */
  readonly called: Mentions;
  mentions: Mentions;
  deleted: boolean;
};
/** Choice of a user about a thread, as the personal store keeps it. */
type Choice = { readonly follows: boolean; readonly at: Instant };
type Rights = 'all' | 'no history' | 'none';

/** One story in a guild of its own. */
export class UnreadStory {
  readonly #here: World;
  readonly #n: number;
  readonly #guild: GuildId;
  readonly #said = new Map<number, Said[]>(PLACES.map((place) => [place, []]));
  /** Markers: the index of the message that was read last, or -1 for none. */
  readonly #markers = new Map<string, number>();
  /** Choices about threads, by the user and the thread. */
  readonly #choices = new Map<string, Choice>();
  readonly #endedThreads = new Set<number>();
  readonly #joinedAt = new Map<number, Instant>([[1, instantOf(0)]]);
  readonly #rights = new Map<number, Rights>(CHANNELS.map((channel) => [channel, 'all']));
  readonly #devices = new Map<number, ReducingClient[]>();
  readonly #left = new Map<number, { readonly state: ReturnType<ReducingClient['state']>; readonly token: string }>();
  readonly #cook: RoleId;
  /** Users who have the role, also while the role is deleted. */
  readonly #cooks = new Set<number>();
  #hasRole = true;
  #messages = 0;

  constructor(here: World, n: number) {
    this.#here = here;
    this.#n = n;
    this.#guild = guildId(n);
    this.#cook = ruled.role(n);
  }

  #user(n: number): UserId {
    return userId(this.#n * 10 + n);
  }
  #channel(n: number): ChannelId {
    return channelId(this.#n * 10 + n);
  }
  #append(events: ReadonlyArray<DomainEvent>): void {
    this.#here.append(events);
  }

  async begin(): Promise<void> {
    const home = inGuild(this.#guild);
    const everyone = ['view_channel', 'send_messages', 'read_message_history'] as const;
    this.#append([
      ...USERS.map(
        (n): DomainEvent => ({
          type: 'account.registered',
          data: { userId: this.#user(n), username: `p${n}`, via: 'open' },
        }),
      ),
      {
        type: 'guild.created',
        data: { guildId: this.#guild, name: 'home', ownerId: this.#user(1), everyone: [...everyone] },
      },
      ruled.roleCreated(this.#guild, this.#cook),
      ...CHANNELS.flatMap(
        (n): ReadonlyArray<DomainEvent> => [
          {
            type: 'channel.created',
            data: { channelId: this.#channel(n), home, parentId: null, name: `c${n}`, kind: 'text' },
          },
          { type: 'guild.channel-listed', data: { guildId: this.#guild, channelId: this.#channel(n) } },
        ],
      ),
    ]);
    this.#append(
      THREADS.map(
        (n): DomainEvent => ({
          type: 'channel.thread-begun',
          data: {
            ...{ channelId: this.#channel(n), home, parentId: this.#channel(seenWith(n)), rootId: null },
            ...{ name: `t${n}`, by: this.#user(1), archiveAfterMins: 1_440, begunAt: instantOf(0) },
          },
        }),
      ),
    );
    for (const n of [2, 3]) this.#join(n);
    for (const n of USERS) this.#devices.set(n, [await this.#connect(n), await this.#connect(n)]);
  }

  async #connect(n: number): Promise<ReducingClient> {
    const one = await reducingClient(this.#here.url);
    const access_token = this.#here.accessToken(this.#user(n), sessionId(this.#n * 10 + n));
    one.say({ t: 'identify', d: { access_token } });
    await one.hears('ready');
    return one;
  }

  #join(n: number): void {
    const via = { kind: 'invite', inviteId: '0N000000000000000000000001' as InviteId } as const;
    const joinedAt = instantOf(0);
    this.#append([
      { type: 'guild.member-joined', data: { guildId: this.#guild, userId: this.#user(n), via, joinedAt } },
    ]);
    this.#joinedAt.set(n, this.#here.now());
  }

  /** The mentions that a number stands for: a user, or two, the role, everyone, here, or some of these at once. */
  #callOf(pick: number): Mentions {
    const [one, two] = [USERS[pick % 3] ?? 1, USERS[(pick + 1) % 3] ?? 2];
    const some: ReadonlyArray<Partial<Mentions>> = [
      { users: [this.#user(one)] },
      { users: [this.#user(one), this.#user(two)] },
      { roles: [this.#cook] },
      { users: [this.#user(one)], roles: [this.#cook], everyone: true },
      { everyone: true },
      { here: true },
    ];
    return { ...NO_MENTIONS, ...some[pick % some.length] };
  }

  #send(author: number, channel: number, times: number, mentions: Mentions = NO_MENTIONS): void {
    const said = this.#said.get(channel) ?? [];
    for (let k = 0; k < times; k += 1) {
      this.#messages += 1;
      const n = this.#n * 10_000 + this.#messages;
      const at = plusMillis(this.#here.now(), 1);
      said.push({ n, author, at, called: mentions, mentions, deleted: false });
      const place = { guild: this.#guild, channel: this.#channel(channel), authorId: this.#user(author), sentAt: at };
      this.#append([sent(n, { ...place, mentions })]);
      if (isThread(channel)) this.#tookPart(author, channel, at, mentions);
    }
  }

  #choose(user: number, thread: number, choice: Choice): void {
    this.#choices.set(`${user} ${thread}`, choice);
    this.#here.chooseThread(this.#user(user), { channelId: this.#channel(thread), ...choice });
  }

  /** Lets the author follow a thread, and the users whom the message names unless they chose before. */
  #tookPart(author: number, thread: number, at: Instant, { users }: Mentions): void {
    const known = this.#choices.get(`${author} ${thread}`);
    if (known === undefined || known.at < at) this.#choose(author, thread, { follows: true, at });
    for (const user of USERS) {
      if (user === author || !users.includes(this.#user(user)) || this.#choices.has(`${user} ${thread}`)) continue;
      this.#choose(user, thread, { follows: true, at: plusMillis(at, -1) });
    }
  }

  #placeOf({ n }: Said, channel: number) {
    return { messageId: messageId(n), channelId: this.#channel(channel), home: inGuild(this.#guild) };
  }

  /** Edits a message, with these mentions among its new words. */
  #edit(one: Said, channel: number, mentions: Mentions): void {
    one.mentions = mentions;
    const data = { ...this.#placeOf(one, channel), content: 'new words', editedAt: instantOf(0), mentions };
    this.#append([{ type: 'message.edited', data }]);
  }

  #change(one: Said, channel: number, type: 'message.deleted' | 'message.restored'): void {
    const at = this.#placeOf(one, channel);
    const by = this.#user(1);
    if (type === 'message.deleted')
      this.#append([{ type, data: { ...at, by, deletedAt: instantOf(0), authorId: null, reason: null } }]);
    else
      this.#append([{ type, data: { ...at, by, content: 'again', editedAt: null, mentions: one.mentions } as never }]);
  }

  #mark(user: number, channel: number, index: number): void {
    this.#markers.set(`${user} ${channel}`, index);
    const message = this.#said.get(channel)?.[index];
    this.#here.mark(this.#user(user), this.#channel(channel), message === undefined ? null : messageId(message.n));
  }

  #give(channel: number, rights: Rights): void {
    this.#rights.set(channel, rights);
    const deny = { all: [], 'no history': ['read_message_history'], none: ['view_channel'] } as const;
    const target = { kind: 'role', roleId: this.#guild as string as RoleId } as const;
    const overwrites = [{ target, allow: [], deny: [...deny[rights]] }];
    const data = { channelId: this.#channel(channel), home: inGuild(this.#guild), overwrites };
    this.#append([{ type: 'channel.overwrites-replaced', data }]);
  }

  #setRole(user: number, has: boolean): void {
    if (!this.#joinedAt.has(user) || this.#cooks.has(user) === has) return;
    if (has) this.#cooks.add(user);
    else this.#cooks.delete(user);
    this.#append([(has ? ruled.roleGiven : ruled.roleTaken)(this.#guild, this.#user(user), this.#cook)]);
  }

  async #away(user: number): Promise<void> {
    const devices = this.#devices.get(user) ?? [];
    const one = devices[1];
    if (one === undefined) return;
    one.ws.terminate();
    await one.ended;
    this.#left.set(user, { state: one.state(), token: one.resumeToken() });
    devices.pop();
  }

  async #back(user: number): Promise<void> {
    const left = this.#left.get(user);
    if (left === undefined) return;
    this.#left.delete(user);
    this.#here.catchUp();
    const one = await reducingClient(this.#here.url, { before: left.state });
    const access_token = this.#here.accessToken(this.#user(user), sessionId(this.#n * 10 + user));
    one.say({ t: 'resume', d: { access_token, resume_token: left.token } });
    await one.hears('replayed');
    this.#devices.get(user)?.push(one);
  }

  /** True for a message that called this user when it was sent, and has not lost that by an edit. */
  #calls({ called, mentions }: Said, user: number): boolean {
    const both = (is: (one: Mentions) => boolean): boolean => is(called) && is(mentions);
    return (
      both(({ users }) => users.includes(this.#user(user))) ||
      both(({ everyone, here }) => everyone || here) ||
      (this.#hasRole && this.#cooks.has(user) && both(({ roles }) => roles.includes(this.#cook)))
    );
  }

  /** True for a place whose messages count for a user. */
  #isRead(user: number, place: number): boolean {
    if (!this.#joinedAt.has(user) || (user !== 1 && this.#rights.get(seenWith(place)) !== 'all')) return false;
    if (!isThread(place)) return true;
    return this.#choices.get(`${user} ${place}`)?.follows === true && !this.#endedThreads.has(place);
  }

  #followed(user: number): { readonly [id: string]: true } {
    const threads = THREADS.filter((thread) => this.#isRead(user, thread));
    return Object.fromEntries(threads.map((thread) => [this.#channel(thread), true]));
  }

  #expected(user: number): { readonly [id: string]: Unread } {
    const joinedAt = this.#joinedAt.get(user);
    if (joinedAt === undefined) return {};
    const entries = PLACES.flatMap((channel) => {
      if (!this.#isRead(user, channel)) return [];
      const choice = this.#choices.get(`${user} ${channel}`);
      const from = choice !== undefined && choice.at > joinedAt ? choice.at : joinedAt;
      const marker = this.#markers.get(`${user} ${channel}`);
      const said = this.#said.get(channel) ?? [];
      const counted = said
        .map((one, index) => ({ ...one, index }))
        .filter(({ deleted }) => !deleted)
        .slice(-AMONG)
        .filter(({ author, at, index }) => author !== user && (marker === undefined ? at > from : index > marker));
      if (counted.length === 0) return [];
      const last = marker === undefined ? undefined : said[marker];
      const channel_id = this.#channel(channel);
      const last_read_message_id = last === undefined ? null : messageId(last.n);
      const calls = counted.filter((one) => this.#calls(one, user));
      const [unread = 0, mentions = 0] = [counted, calls].map(({ length }) => Math.min(length, COUNTED_MAX));
      return [[channel_id, { channel_id, last_read_message_id, unread, mentions }]];
    });
    return Object.fromEntries(entries);
  }

  /** Waits until each device shows what the count says. The numbers come a moment after the messages. */
  async #settle(): Promise<void> {
    this.#here.catchUp();
    for (const [user, devices] of this.#devices) {
      for (const [n, device] of devices.entries()) {
        const expected = { unread: this.#expected(user), followed: this.#followed(user) };
        const shown = () => ({ unread: { ...device.state().unread }, followed: { ...device.state().followed } });
        const agrees = (): boolean => isDeepStrictEqual(shown(), expected);
        for (const until = performance.now() + SURELY_MS; !agrees() && performance.now() < until; ) await pause(5);
        expect(shown(), `user ${user}, device ${n}`).to.deep.equal(expected);
      }
    }
  }

  async take([what, user, channel, pick]: UnreadStep): Promise<void> {
    const said = this.#said.get(channel) ?? [];
    const at = said.length === 0 ? -1 : pick % said.length;
    const one = said[at];
    switch (what) {
      case 'send':
        return this.#send(user, channel, 1);
      case 'many':
        return this.#send(user, channel, MANY);
      case 'call':
        return this.#send(user, channel, 1, this.#callOf(pick));
      case 'callMany':
        return this.#send(user, channel, MANY, this.#callOf(pick));
      case 'uncall':
        return one?.deleted === false ? this.#edit(one, channel, NO_MENTIONS) : undefined;
      case 'recall':
        // An edit may bring a mention back, and may add one that counts for no user.
        return one?.deleted === false ? this.#edit(one, channel, this.#callOf(pick)) : undefined;
      case 'give':
      case 'take':
        return this.#setRole(user, what === 'give');
      case 'endRole':
      case 'restoreRole': {
        if (this.#hasRole === (what === 'restoreRole')) return;
        this.#hasRole = !this.#hasRole;
        return this.#append([(this.#hasRole ? ruled.roleRestored : ruled.roleDeleted)(this.#guild, this.#cook)]);
      }
      case 'delete':
      case 'restore': {
        if (one === undefined || one.deleted === (what === 'delete')) return;
        one.deleted = what === 'delete';
        return this.#change(one, channel, what === 'delete' ? 'message.deleted' : 'message.restored');
      }
      case 'read':
        // The store keeps a marker that is further.
        return one && this.#mark(user, channel, Math.max(at, this.#markers.get(`${user} ${channel}`) ?? -1));
      case 'unread':
        return one && this.#mark(user, channel, at - 1);
      case 'hide':
        return this.#give(seenWith(channel), 'none');
      case 'blind':
        return this.#give(seenWith(channel), 'no history');
      case 'show':
        return this.#give(seenWith(channel), 'all');
      case 'follow':
      case 'unfollow': {
        const follows = what === 'follow';
        if (!isThread(channel) || (this.#choices.get(`${user} ${channel}`)?.follows ?? !follows) === follows) return;
        return this.#choose(user, channel, { follows, at: this.#here.now() });
      }
      case 'endThread':
      case 'restoreThread': {
        const ends = what === 'endThread';
        if (!isThread(channel) || this.#endedThreads.has(channel) === ends) return;
        if (ends) this.#endedThreads.add(channel);
        else this.#endedThreads.delete(channel);
        const placed = { channelId: this.#channel(channel), home: inGuild(this.#guild) };
        return this.#append([
          ends
            ? { type: 'channel.deleted', data: { ...placed, reason: null } }
            : { type: 'channel.restored', data: placed },
        ]);
      }
      case 'kick': {
        if (user === 1 || !this.#joinedAt.delete(user)) return;
        this.#cooks.delete(user);
        const data = { guildId: this.#guild, userId: this.#user(user), by: this.#user(1), reason: null };
        return this.#append([{ type: 'guild.member-kicked', data }]);
      }
      case 'join':
        return this.#joinedAt.has(user) ? undefined : this.#join(user);
      case 'away':
        return this.#away(user);
      case 'back':
        return this.#back(user);
      case 'ahead':
        return this.#here.holdFeed();
      case 'settle':
        return this.#settle();
    }
  }

  async end(): Promise<void> {
    for (const user of USERS) await this.#back(user);
    await this.#settle();
  }

  close(): void {
    for (const devices of this.#devices.values()) for (const one of devices) one.close();
  }
}
