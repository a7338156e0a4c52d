/**
 * States the rules of a community without the product's own code. The model says how each command must be answered, and
 * which things each user must see afterwards.
 */

export const PEOPLE = [0, 1, 2] as const;
export type Who = (typeof PEOPLE)[number];
export const EMOJI = ['👍', '🌱'] as const;

/** A command whose targets are known. The ids of what it makes come from the server's answer. */
export type Command =
  | { readonly do: 'make-guild'; readonly who: Who; readonly name: string }
  | { readonly do: 'rename-guild'; readonly who: Who; readonly guild: string; readonly name: string }
  | { readonly do: 'delete-guild' | 'leave'; readonly who: Who; readonly guild: string }
  | { readonly do: 'kick'; readonly who: Who; readonly guild: string; readonly whom: Who }
  | {
      readonly do: 'make-channel';
      readonly who: Who;
      readonly guild: string;
      readonly name: string;
      readonly kind: Kind;
    }
  | { readonly do: 'rename-channel'; readonly who: Who; readonly channel: string; readonly name: string }
  | { readonly do: 'delete-channel'; readonly who: Who; readonly channel: string }
  | { readonly do: 'invite'; readonly who: Who; readonly guild: string; readonly uses: number | null }
  | { readonly do: 'accept'; readonly who: Who; readonly invite: string }
  | {
      readonly do: 'say';
      readonly who: Who;
      readonly channel: string;
      readonly text: string;
      readonly reply: string | null;
    }
  | { readonly do: 'edit'; readonly who: Who; readonly message: string; readonly text: string }
  | { readonly do: 'delete'; readonly who: Who; readonly message: string }
  | { readonly do: 'react' | 'unreact'; readonly who: Who; readonly message: string; readonly emoji: string };
export type Kind = 'text' | 'voice' | 'category' | 'forum';

type Guild = { readonly owner: Who; name: string; alive: boolean; readonly members: Set<Who> };
type Channel = { readonly guild: string; readonly kind: Kind; name: string; alive: boolean };
type Message = {
  readonly channel: string;
  readonly author: Who;
  readonly reply: string | null;
  text: string;
  edited: boolean;
  alive: boolean;
  readonly reactions: Map<string, Set<Who>>;
};
/** `barred`: users who were kicked after the invite was made, and who have not come in since. */
type Invite = { readonly guild: string; uses: number | null; readonly barred: Set<Who> };

export type Community = {
  readonly guilds: Map<string, Guild>;
  readonly channels: Map<string, Channel>;
  readonly messages: Map<string, Message>;
  readonly invites: Map<string, Invite>;
};

export const emptyCommunity = (): Community => ({
  guilds: new Map(),
  channels: new Map(),
  messages: new Map(),
  invites: new Map(),
});
export const copyOf = (community: Community): Community => structuredClone(community);
/** Returns the same text for communities that are the same, the order of their messages included. */
export const textOf = (community: Community): string =>
  JSON.stringify(community, (_, value) => (value instanceof Map || value instanceof Set ? [...value] : value));

/**
 * `hidden`: the thing is absent, or the user may not know of it. `refused`: the user knows of it and may not. `ok` says
 * whether anything changed.
 */
export type Verdict =
  | { readonly kind: 'ok'; readonly changed: boolean }
  | { readonly kind: 'hidden' }
  | { readonly kind: 'refused' };

const HIDDEN: Verdict = { kind: 'hidden' };
const REFUSED: Verdict = { kind: 'refused' };
const NOTHING: Verdict = { kind: 'ok', changed: false };
const CHANGED: Verdict = { kind: 'ok', changed: true };

const guildSeen = ({ guilds }: Community, who: Who, id: string): Guild | undefined => {
  const guild = guilds.get(id);
  return guild?.alive === true && guild.members.has(who) ? guild : undefined;
};

type VisibleChannel = { readonly channel: Channel; readonly owner: Who };
const channelSeen = (community: Community, who: Who, id: string): VisibleChannel | undefined => {
  const channel = community.channels.get(id);
  const guild = channel === undefined ? undefined : guildSeen(community, who, channel.guild);
  return channel?.alive === true && guild !== undefined ? { channel, owner: guild.owner } : undefined;
};

const asOwner = (guild: { readonly owner: Who } | undefined, who: Who, change: () => Verdict): Verdict => {
  if (guild === undefined) return HIDDEN;
  return guild.owner === who ? change() : REFUSED;
};

const renamed = (named: { name: string }, name: string): Verdict => {
  if (named.name === name) return NOTHING;
  named.name = name;
  return CHANGED;
};

type Of<D extends Command['do']> = Extract<Command, { readonly do: D }>;

const invitesTo = ({ invites }: Community, guild: string): ReadonlyArray<Invite> =>
  [...invites.values()].filter((invite) => invite.guild === guild);

const accept = (community: Community, { who, invite: code }: Of<'accept'>): Verdict => {
  const invite = community.invites.get(code);
  const guild = invite === undefined ? undefined : community.guilds.get(invite.guild);
  if (invite === undefined || guild?.alive !== true) return HIDDEN;
  if (guild.members.has(who)) return NOTHING;
  if (invite.barred.has(who)) return REFUSED;
  if (invite.uses === 0) return HIDDEN;
  if (invite.uses !== null) invite.uses -= 1;
  guild.members.add(who);
  for (const { barred } of invitesTo(community, invite.guild)) barred.delete(who);
  return CHANGED;
};

const leave = (community: Community, { who, guild: id }: Of<'leave' | 'delete-guild'>): Verdict => {
  const guild = guildSeen(community, who, id);
  if (guild === undefined) return HIDDEN;
  if (guild.owner === who) return REFUSED;
  guild.members.delete(who);
  return CHANGED;
};

const kick = (community: Community, { who, guild: id, whom }: Of<'kick'>): Verdict =>
  asOwner(guildSeen(community, who, id), who, () => {
    const { members, owner } = community.guilds.get(id) ?? { members: new Set(), owner: who };
    if (whom === owner) return REFUSED;
    if (!members.delete(whom)) return HIDDEN;
    for (const { barred } of invitesTo(community, id)) barred.add(whom);
    return CHANGED;
  });

const say = (community: Community, { who, channel: id, text, reply }: Of<'say'>, made: string): Verdict => {
  const seen = channelSeen(community, who, id);
  if (seen === undefined) return HIDDEN;
  if (seen.channel.kind !== 'text') return REFUSED;
  const answered = reply === null ? undefined : community.messages.get(reply);
  if (reply !== null && (answered?.alive !== true || answered.channel !== id)) return HIDDEN;
  const message = { channel: id, author: who, reply, text, edited: false, alive: true, reactions: new Map() };
  community.messages.set(made, message);
  return CHANGED;
};

/** Changes a message that the user can see. `change` receives the owner of the message's guild too. */
const onMessage = (
  community: Community,
  { who, message: id }: { readonly who: Who; readonly message: string },
  change: (message: Message, owner: Who) => Verdict,
): Verdict => {
  const message = community.messages.get(id);
  const seen = message === undefined ? undefined : channelSeen(community, who, message.channel);
  return message === undefined || seen === undefined ? HIDDEN : change(message, seen.owner);
};

const edit = (community: Community, command: Of<'edit'>): Verdict =>
  onMessage(community, command, (message) => {
    if (!message.alive) return HIDDEN;
    if (message.author !== command.who) return REFUSED;
    if (message.text === command.text) return NOTHING;
    message.text = command.text;
    message.edited = true;
    return CHANGED;
  });

const deleteMessage = (community: Community, command: Of<'delete'>): Verdict =>
  onMessage(community, command, (message, owner) => {
    const may = message.author === command.who || owner === command.who;
    if (!message.alive) return may ? NOTHING : HIDDEN;
    if (!may) return REFUSED;
    message.alive = false;
    return CHANGED;
  });

const react = (community: Community, command: Of<'react' | 'unreact'>): Verdict =>
  onMessage(community, command, (message) => {
    if (!message.alive) return HIDDEN;
    const { who, emoji } = command;
    const by = message.reactions.get(emoji) ?? new Set<Who>();
    const there = by.has(who);
    if (there === (command.do === 'react')) return NOTHING;
    if (there) by.delete(who);
    else by.add(who);
    message.reactions.set(emoji, by);
    return CHANGED;
  });

/**
 * Does the command to the community, and returns how it must be answered. `made` is the id of the thing that it makes,
 * if any.
 */
export const perform = (community: Community, command: Command, made: string): Verdict => {
  const { guilds, channels, invites } = community;
  const { who } = command;
  switch (command.do) {
    case 'make-guild':
      guilds.set(made, { owner: who, name: command.name, alive: true, members: new Set([who]) });
      return CHANGED;
    case 'rename-guild': {
      const guild = guildSeen(community, who, command.guild);
      return asOwner(guild, who, () => (guild === undefined ? HIDDEN : renamed(guild, command.name)));
    }
    case 'delete-guild': {
      const guild = guildSeen(community, who, command.guild);
      return asOwner(guild, who, () => {
        if (guild !== undefined) guild.alive = false;
        return CHANGED;
      });
    }
    case 'leave':
      return leave(community, command);
    case 'kick':
      return kick(community, command);
    case 'make-channel':
      return asOwner(guildSeen(community, who, command.guild), who, () => {
        channels.set(made, { guild: command.guild, kind: command.kind, name: command.name, alive: true });
        return CHANGED;
      });
    case 'rename-channel': {
      const seen = channelSeen(community, who, command.channel);
      return asOwner(seen, who, () => (seen === undefined ? HIDDEN : renamed(seen.channel, command.name)));
    }
    case 'delete-channel': {
      const seen = channelSeen(community, who, command.channel);
      return asOwner(seen, who, () => {
        if (seen !== undefined) seen.channel.alive = false;
        return CHANGED;
      });
    }
    case 'invite':
      if (guildSeen(community, who, command.guild) === undefined) return HIDDEN;
      invites.set(made, { guild: command.guild, uses: command.uses, barred: new Set() });
      return CHANGED;
    case 'accept':
      return accept(community, command);
    case 'say':
      return say(community, command, made);
    case 'edit':
      return edit(community, command);
    case 'delete':
      return deleteMessage(community, command);
    case 'react':
    case 'unreact':
      return react(community, command);
  }
};

export type SeenMessage = {
  readonly id: string;
  readonly author: Who;
  readonly text: string;
  readonly edited: boolean;
  readonly reply: string | null;
  readonly reactions: ReadonlyArray<string>;
};
export type SeenChannel = {
  readonly name: string;
  readonly kind: Kind;
  readonly messages: ReadonlyArray<SeenMessage>;
};
export type SeenGuild = {
  readonly name: string;
  readonly members: ReadonlyArray<Who>;
  readonly channels: Readonly<Record<string, SeenChannel>>;
};
/** Guilds and channels by their ids; messages from the oldest to the newest. */
export type Seen = Readonly<Record<string, SeenGuild>>;

const reactionsSeen = (reactions: Message['reactions'], who: Who): ReadonlyArray<string> =>
  [...reactions]
    .filter(([, by]) => by.size > 0)
    .map(([emoji, by]) => `${emoji} ${by.size}${by.has(who) ? ' me' : ''}`)
    .sort();

const messagesSeen = ({ messages }: Community, who: Who, channel: string): ReadonlyArray<SeenMessage> =>
  [...messages]
    .filter(([, message]) => message.channel === channel && message.alive)
    .map(([id, { author, text, edited, reply, reactions }]) => ({
      id,
      author,
      text,
      edited,
      reply,
      reactions: reactionsSeen(reactions, who),
    }));

/** Everything that this user sees. */
export const seenBy = (community: Community, who: Who): Seen => {
  const seen: Record<string, SeenGuild> = {};
  for (const [id, { alive, name, members }] of community.guilds) {
    if (!alive || !members.has(who)) continue;
    const channels: Record<string, SeenChannel> = {};
    for (const [channelId, channel] of community.channels) {
      if (channel.guild !== id || !channel.alive) continue;
      const messages = messagesSeen(community, who, channelId);
      channels[channelId] = { name: channel.name, kind: channel.kind, messages };
    }
    seen[id] = { name, members: [...members].sort(), channels };
  }
  return seen;
};
