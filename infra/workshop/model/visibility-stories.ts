/** Random stories of governance in one guild, told to the model of visibility and to a staged gateway alike. */
import { expect } from 'chai';
import fc from 'fast-check';
import type { OverwriteTarget } from '#domain/channel/events.ts';
import type { DomainEvent } from '#domain/event-catalog.ts';
import { inGuild } from '#domain/kernel/home.ts';
import type { GuildId, RoleId, SessionId, UserId } from '#domain/kernel/ids.ts';
import { instantOf } from '#domain/kernel/instant.ts';
import { channelId, guildId, messageId, sent, sessionId, userId } from '#infra/workshop/scenarios/staged-events.ts';
import type { World } from '#infra/workshop/scenarios/staged-world.ts';
import { toldOnceASecondAgrees } from '#infra/workshop/testkit/agreed-once-a-second.ts';
import { type ReducingClient, reducingClient } from '#infra/workshop/testkit/reducing-client.ts';
import { visibleState } from '#infra/workshop/testkit/visible-state.ts';
import { type Overwritten, RIGHTS, VisibilityModel } from './visibility.ts';

const USERS = [1, 2, 3, 4] as const;
const CHANNELS = [1, 2, 3] as const;
const CATEGORY = 4;
const ROLES = [1, 2] as const;
const FAR = instantOf(Date.UTC(2100, 0, 1));

const EVENTS = [
  ...(['send', 'send', 'send', 'overwrite', 'overwrite', 'overwrite', 'give', 'give', 'take', 'role', 'role'] as const),
  ...(['delete role', 'restore role', 'everyone', 'kick', 'ban', 'join', 'join', 'reinstate'] as const),
  ...(['time out', 'time in', 'sync', 'sync', 'own overwrites', 'delete channel', 'restore channel', 'owner'] as const),
  ...(['order', 'name', 'nickname', 'lockdown'] as const),
] as const;
const CLIENT_STEPS = ['subscribe', 'subscribe', 'settle', 'away', 'back'] as const;
type What = (typeof EVENTS)[number] | (typeof CLIENT_STEPS)[number];
export type StoryStep = readonly [what: What, user: number, channel: number, role: number, pick: number];

const pick = fc.nat(1_000);
const stepOf = (what: fc.Arbitrary<What>) =>
  fc.tuple(what, fc.constantFrom(...USERS), fc.constantFrom(...CHANNELS), fc.constantFrom(...ROLES), pick);
/** Stories of 15 to 40 steps, most of them events, several of which are one batch of the log. */
export const visibilityStories: fc.Arbitrary<ReadonlyArray<StoryStep>> = fc.array(
  stepOf(fc.oneof({ weight: 4, arbitrary: fc.constantFrom<What>(...EVENTS) }, fc.constantFrom<What>(...CLIENT_STEPS))),
  { minLength: 15, maxLength: 40, size: 'max' },
);

const OVERWRITES: ReadonlyArray<Overwritten> = [
  { allow: [], deny: ['view_channel'] },
  { allow: ['view_channel'], deny: [] },
  { allow: [], deny: ['send_messages'] },
  { allow: [], deny: ['read_message_history'] },
  { allow: ['read_message_history'], deny: [] },
  { allow: [], deny: [] },
  { allow: ['send_messages'], deny: ['view_channel'] },
];
const GIVES = [
  [],
  ['view_channel'],
  ['send_messages'],
  ['read_message_history'],
  ['view_channel', 'administrator'],
] as const;
const EVERYONE = [RIGHTS, ['send_messages'], ['view_channel'], ['view_channel', 'read_message_history'], []] as const;

type Viewer = {
  client: ReducingClient | undefined;
  /** State and token that the client left behind when it went away. */
  left: { readonly state: ReturnType<ReducingClient['state']>; readonly token: string } | undefined;
  readonly follows: Set<number>;
  /** Messages that the model gives this user, by channel. */
  readonly due: Map<number, Array<string>>;
  /** Messages of meanwhile in followed channels, while the user is away. */
  missed: Array<readonly [channel: number, id: string]>;
  /** Frames that an earlier client of this user heard. */
  heard: ReadonlyArray<ReducingClient['heard'][number]>;
  /** Channels that the user saw at some time since the last comparison. */
  saw: Set<number>;
};

/** One story in a guild of its own. Worlds are shared, because opening one takes long. */
export class VisibilityStory {
  readonly #here: World;
  readonly #n: number;
  readonly #model = new VisibilityModel();
  readonly #viewers = new Map<number, Viewer>();
  readonly #guild: GuildId;
  #pending: DomainEvent[] = [];
  #messages = 0;

  constructor(here: World, n: number) {
    this.#here = here;
    this.#n = n;
    this.#guild = guildId(n);
  }

  #user = (n: number): UserId => userId(this.#n * 10 + n);
  #session = (n: number): SessionId => sessionId(this.#n * 10 + n);
  #channel = (n: number) => channelId(this.#n * 10 + n);
  #role = (n: number): RoleId => `0F${String(this.#n * 10 + n).padStart(24, '0')}` as RoleId;
  #look = (n: number, permissions: ReadonlyArray<string>) => ({
    roleId: this.#role(n),
    ...{ name: `role ${n}`, color: null, hoist: false, mentionable: false },
    permissions: permissions as never,
  });

  async begin(): Promise<void> {
    const guild = this.#guild;
    const home = inGuild(guild);
    const model = this.#model;
    const events: DomainEvent[] = [
      {
        type: 'guild.created',
        data: { guildId: guild, name: 'home', ownerId: this.#user(1), everyone: [...RIGHTS] },
      },
    ];
    for (const n of [...CHANNELS, CATEGORY]) {
      model.channels.set(n, { overwrites: new Map(), syncedWith: null, deleted: false });
      const kind = n === CATEGORY ? 'category' : 'text';
      events.push(
        { type: 'channel.created', data: { channelId: this.#channel(n), home, parentId: null, name: `c${n}`, kind } },
        { type: 'guild.channel-listed', data: { guildId: guild, channelId: this.#channel(n) } },
      );
    }
    for (const n of ROLES) {
      model.roles.set(n, { gives: [], deleted: false });
      events.push({ type: 'guild.role-created', data: { guildId: guild, ...this.#look(n, []) } });
    }
    events.push(this.#rolesOrdered());
    for (const n of [2, 3]) {
      model.members.set(n, { roles: new Set(), timedOut: false });
      events.push(this.#joined(n));
    }
    this.#here.append(events);
    for (const n of USERS) {
      const client = await this.#connect(n);
      const due = new Map<number, Array<string>>([...CHANNELS].map((c) => [c, []]));
      const viewer: Viewer = {
        client,
        left: undefined,
        follows: new Set(),
        due,
        missed: [],
        heard: [],
        saw: new Set(),
      };
      this.#viewers.set(n, viewer);
      for (const c of model.seenBy(n)) if (c !== CATEGORY) await this.#subscribe(n, c);
    }
    // The first change of rights makes the gateway read the guild. Later ones are brought forward by the events.
    this.#write(this.#rolesOrdered());
    await this.#settle();
  }

  async #connect(n: number): Promise<ReducingClient> {
    const client = await reducingClient(this.#here.url);
    client.say({ t: 'identify', d: { access_token: this.#here.accessToken(this.#user(n), this.#session(n)) } });
    await client.hears('ready');
    return client;
  }

  #rolesOrdered(): DomainEvent {
    const order = [...this.#model.roles].flatMap(([n, { deleted }]) => (deleted ? [] : [this.#role(n)]));
    return { type: 'guild.roles-ordered', data: { guildId: this.#guild, order } };
  }
  #joined(n: number): DomainEvent {
    const via = { kind: 'invite', inviteId: '0N000000000000000000000001' } as never;
    return {
      type: 'guild.member-joined',
      data: { guildId: this.#guild, userId: this.#user(n), via, joinedAt: instantOf(0) },
    };
  }

  /**
   * Adds an event to the next batch, and brings the model forward. A user who no longer sees a channel follows it no
   * more.
   */
  #write(...events: ReadonlyArray<DomainEvent>): void {
    this.#pending.push(...events);
    for (const [user, viewer] of this.#viewers) {
      for (const channel of this.#model.seenBy(user)) viewer.saw.add(channel);
      if (viewer.client === undefined) continue;
      for (const channel of [...viewer.follows]) if (!this.#model.sees(user, channel)) viewer.follows.delete(channel);
    }
  }

  #flush(): void {
    if (this.#pending.length > 0) this.#here.append(this.#pending);
    this.#pending = [];
  }

  /** Resolves when all clients have heard what was written, and compares them with the model. */
  async #settle(): Promise<void> {
    this.#flush();
    const { gateway, log } = this.#here;
    const behind = () => gateway.metrics().position < BigInt(log.length) || gateway.metrics().rechecks > 0;
    while (behind()) await new Promise((resolve) => setImmediate(resolve));
    for (const [user, viewer] of this.#viewers) if (viewer.client !== undefined) await this.#compare(user, viewer);
  }

  async #heardAll(client: ReducingClient): Promise<void> {
    const acks = client.heard.filter(({ t }) => t === 'heartbeat_ack').length;
    client.say({ t: 'heartbeat', d: {} });
    let seen = 0;
    await client.hears('heartbeat_ack', () => {
      seen += 1;
      return seen > acks;
    });
  }

  async #compare(user: number, viewer: Viewer): Promise<void> {
    const { client } = viewer;
    if (client === undefined) return;
    await this.#heardAll(client);
    const frames = [...viewer.heard, ...client.heard];
    for (const channel of CHANNELS) {
      const told = frames.flatMap((frame) =>
        frame.t === 'message_create' && frame.d.message.channel_id === this.#channel(channel)
          ? [frame.d.message.message_id]
          : [],
      );
      expect([...new Set(told)], `messages of channel ${channel} to user ${user}`).to.deep.equal(
        viewer.due.get(channel),
      );
    }
    const state = client.state();
    const isMember = this.#model.members.has(user);
    expect(state.guilds[this.#guild] !== undefined, `user ${user} is a member`).to.equal(isMember);
    for (const channel of [...CHANNELS, CATEGORY]) {
      const id = this.#channel(channel);
      const shown = state.channels[id];
      expect(shown !== undefined, `user ${user} is shown channel ${channel}`).to.equal(this.#model.sees(user, channel));
      for (const right of RIGHTS) {
        expect(shown?.permissions.includes(right) === true, right).to.equal(this.#model.may(user, channel, right));
      }
      if (shown !== undefined) {
        const signs = { private: shown.private ?? false, locked: shown.locked ?? false };
        expect(signs, `signs of channel ${channel} for user ${user}`).to.deep.equal({
          private: !this.#model.mayEveryone(channel, 'view_channel'),
          locked: channel !== CATEGORY && !this.#model.mayEveryone(channel, 'send_messages'),
        });
      }
      const isCounted = this.#model.may(user, channel, 'read_message_history');
      expect(state.unread[id] === undefined || isCounted, `user ${user} counts in channel ${channel}`).to.equal(true);
      if (viewer.saw.has(channel)) continue;
      // A channel that the user never saw is in no frame.
      expect(JSON.stringify(frames), `user ${user} hears of channel ${channel}`).not.to.contain(id);
    }
  }

  async #subscribe(user: number, channel: number): Promise<void> {
    const viewer = this.#viewers.get(user);
    if (viewer?.client === undefined) return;
    const { client } = viewer;
    const ref = crypto.randomUUID();
    client.say({ t: 'subscribe', d: { channel_id: this.#channel(channel), ref } });
    if (this.#model.sees(user, channel)) {
      await client.hears('subscribed', (d) => d.ref === ref);
      viewer.follows.add(channel);
      viewer.saw.add(channel);
    } else await client.hears('error', (d) => d.ref === ref);
  }

  async #away(user: number): Promise<void> {
    const viewer = this.#viewers.get(user);
    if (viewer?.client === undefined || user === 1) return;
    const { client } = viewer;
    await this.#heardAll(client);
    client.ws.terminate();
    await client.ended;
    viewer.heard = [...viewer.heard, ...client.heard];
    viewer.left = { state: client.state(), token: client.resumeToken() };
    viewer.client = undefined;
  }

  async #back(user: number): Promise<void> {
    const viewer = this.#viewers.get(user);
    if (viewer?.left === undefined || viewer.client !== undefined) return;
    const client = await reducingClient(this.#here.url, { before: viewer.left.state });
    const access_token = this.#here.accessToken(this.#user(user), this.#session(user));
    client.say({ t: 'resume', d: { access_token, resume_token: viewer.left.token } });
    viewer.client = client;
    await client.hears('replayed');
    for (const channel of [...viewer.follows]) if (!this.#model.sees(user, channel)) viewer.follows.delete(channel);
    for (const [channel, id] of viewer.missed) if (viewer.follows.has(channel)) viewer.due.get(channel)?.push(id);
    viewer.missed = [];
    await this.#compare(user, viewer);
  }

  #send(channel: number): void {
    if (this.#model.channels.get(channel)?.deleted !== false) return;
    this.#messages += 1;
    const id = this.#n * 1_000 + this.#messages;
    for (const viewer of this.#viewers.values()) {
      if (!viewer.follows.has(channel)) continue;
      if (viewer.client === undefined) viewer.missed.push([channel, messageId(id)]);
      else viewer.due.get(channel)?.push(messageId(id));
    }
    this.#write(sent(id, { guild: this.#guild, channel: this.#channel(channel), authorId: this.#user(1) }));
  }

  #leaves(user: number): boolean {
    if (user === this.#model.owner || user === 1) return false;
    return this.#model.members.delete(user);
  }

  #target(user: number, role: number, at: number): readonly [string, OverwriteTarget] {
    const kinds = [
      ['everyone', { kind: 'role', roleId: this.#guild as string as RoleId }],
      [`role ${role}`, { kind: 'role', roleId: this.#role(role) }],
      [`user ${user}`, { kind: 'member', userId: this.#user(user) }],
    ] as const;
    return kinds[at % kinds.length] ?? kinds[0];
  }

  /** Gives a channel the overwrites that count in it, as every edit of a synced channel does first. */
  #materialised(channel: number): ReadonlyArray<DomainEvent> {
    const one = this.#model.channels.get(channel);
    if (one === undefined || one.deleted || one.syncedWith === null) return [];
    one.overwrites = new Map(this.#model.channels.get(one.syncedWith)?.overwrites);
    one.syncedWith = null;
    const targets = USERS.flatMap((user) =>
      ROLES.flatMap((role) => [0, 1, 2].map((at) => this.#target(user, role, at))),
    );
    const overwrites = [...new Map(targets)].flatMap(([name, target]) => {
      const overwrite = one.overwrites.get(name);
      return overwrite === undefined ? [] : [{ target, ...overwrite }];
    });
    return [
      {
        type: 'channel.overwrites-replaced',
        data: { channelId: this.#channel(channel), home: inGuild(this.#guild), overwrites },
      },
    ];
  }

  async take([what, user, at, role, number]: StoryStep): Promise<void> {
    const model = this.#model;
    const guild = { guildId: this.#guild };
    const ofMember = { ...guild, userId: this.#user(user) };
    const target = number % 4 === 0 ? CATEGORY : at;
    const placed = (n: number) => ({ channelId: this.#channel(n), home: inGuild(this.#guild) });
    const member = model.members.get(user);
    const one = model.roles.get(role);
    switch (what) {
      case 'send':
        return this.#send(at);
      case 'settle':
        return this.#settle();
      case 'subscribe':
        await this.#settle();
        return this.#subscribe(user, at);
      case 'away':
        await this.#settle();
        return this.#away(user);
      case 'back':
        await this.#settle();
        return this.#back(user);
      case 'overwrite': {
        const channel = model.channels.get(target);
        const overwrite = OVERWRITES[number % OVERWRITES.length];
        if (channel === undefined || overwrite === undefined || channel.deleted) return;
        const first = this.#materialised(target);
        const [name, to] = this.#target(user, role, number);
        channel.overwrites.set(name, overwrite);
        const data = { ...placed(target), target: to, allow: [...overwrite.allow], deny: [...overwrite.deny] };
        return this.#write(...first, { type: 'channel.overwrite-set', data });
      }
      case 'own overwrites': {
        const events = this.#materialised(at);
        return events.length === 0 ? undefined : this.#write(...events);
      }
      case 'sync': {
        const channel = model.channels.get(at);
        if (channel === undefined || channel.deleted) return;
        channel.syncedWith = CATEGORY;
        channel.overwrites = new Map();
        return this.#write({ type: 'channel.synced', data: { ...placed(at), categoryId: this.#channel(CATEGORY) } });
      }
      case 'give':
      case 'take': {
        if (member === undefined || one === undefined || one.deleted) return;
        if (what === 'give') member.roles.add(role);
        else member.roles.delete(role);
        const data = { ...ofMember, roleId: this.#role(role) };
        return this.#write(
          what === 'give' ? { type: 'guild.member-role-given', data } : { type: 'guild.member-role-taken', data },
        );
      }
      case 'role': {
        if (one === undefined || one.deleted) return;
        one.gives = GIVES[number % GIVES.length] ?? [];
        return this.#write({ type: 'guild.role-changed', data: { ...guild, ...this.#look(role, one.gives) } });
      }
      case 'delete role':
      case 'restore role': {
        if (one === undefined || one.deleted === (what === 'delete role')) return;
        one.deleted = !one.deleted;
        const data = { ...guild, roleId: this.#role(role) };
        const made: DomainEvent = one.deleted
          ? { type: 'guild.role-deleted', data: { ...data, reason: null } }
          : { type: 'guild.role-restored', data };
        return this.#write(made, this.#rolesOrdered());
      }
      case 'everyone': {
        model.everyone = EVERYONE[number % EVERYONE.length] ?? [];
        const look = { name: 'everyone', color: null, hoist: false, mentionable: false };
        const data = { ...guild, roleId: this.#guild as string as RoleId, ...look, permissions: [...model.everyone] };
        return this.#write({ type: 'guild.role-changed', data });
      }
      case 'kick':
        if (!this.#leaves(user)) return;
        return this.#write({ type: 'guild.member-kicked', data: { ...ofMember, by: this.#user(1), reason: null } });
      case 'ban':
        if (user === model.owner || user === 1 || model.banned.has(user)) return;
        model.banned.add(user);
        return this.#write({
          type: 'guild.member-banned',
          data: { ...ofMember, wasMember: this.#leaves(user), reason: null },
        });
      case 'join': {
        if (member !== undefined) return;
        const unbanned: ReadonlyArray<DomainEvent> = model.banned.delete(user)
          ? [{ type: 'guild.member-unbanned', data: ofMember }]
          : [];
        model.members.set(user, { roles: new Set(), timedOut: false });
        return this.#write(...unbanned, this.#joined(user));
      }
      case 'reinstate': {
        if (member !== undefined) return;
        model.banned.delete(user);
        model.members.set(user, { roles: new Set([role]), timedOut: false });
        const data = { ...ofMember, roleIds: [this.#role(role)], nickname: null, joinedAt: instantOf(0) };
        return this.#write({ type: 'guild.member-reinstated', data });
      }
      case 'time out':
        if (member === undefined) return;
        model.timedOut.add(user);
        return this.#write({ type: 'guild.member-timed-out', data: { ...ofMember, until: FAR, reason: null } });
      case 'time in':
        if (member === undefined || !model.timedOut.delete(user)) return;
        return this.#write({ type: 'guild.member-time-out-ended', data: ofMember });
      case 'delete channel':
      case 'restore channel': {
        const channel = model.channels.get(at);
        if (channel === undefined || channel.deleted === (what === 'delete channel')) return;
        channel.deleted = !channel.deleted;
        const listing = { ...guild, channelId: this.#channel(at) };
        return channel.deleted
          ? this.#write(
              { type: 'channel.deleted', data: { ...placed(at), reason: null } },
              { type: 'guild.channel-unlisted', data: listing },
            )
          : this.#write(
              { type: 'channel.restored', data: placed(at) },
              { type: 'guild.channel-listed', data: listing },
            );
      }
      case 'owner': {
        if (member === undefined || user === model.owner) return;
        const data = { ...guild, ownerId: this.#user(user), formerOwnerId: this.#user(model.owner) };
        model.owner = user;
        return this.#write({ type: 'guild.owner-changed', data });
      }
      case 'order': {
        const order = [3, 1, 2, CATEGORY].map((n) => this.#channel(((n + number) % 4) + 1));
        return this.#write({ type: 'guild.channels-ordered', data: { ...guild, order } });
      }
      case 'name':
        if (model.channels.get(at)?.deleted !== false) return;
        return this.#write({ type: 'channel.renamed', data: { ...placed(at), name: `name ${number}` } });
      case 'nickname':
        if (member === undefined) return;
        return this.#write({
          type: 'guild.member-nickname-changed',
          data: { ...ofMember, nickname: `nick ${number}` },
        });
      case 'lockdown':
        return this.#write({
          type: 'guild.lockdown-begun',
          data: { ...guild, until: null, newcomersSince: null, reason: null },
        });
    }
  }

  /** Compares each client with the model and with a fresh client, and closes all of them. */
  async end(): Promise<void> {
    await this.#settle();
    for (const user of USERS) await this.#back(user);
    for (const [user, { client }] of this.#viewers) {
      if (client === undefined) continue;
      const fresh = await this.#connect(user);
      await toldOnceASecondAgrees(client, fresh);
      const [kept, now] = [visibleState(client.state()), visibleState(fresh.state())];
      expect({ ...kept, messages: {} }, `user ${user}`).to.deep.equal({ ...now, messages: {} });
      fresh.close();
      await fresh.ended;
    }
  }

  close(): void {
    for (const { client } of this.#viewers.values()) client?.ws.terminate();
  }
}
