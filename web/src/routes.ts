/** The place in the client that the address bar names. */

import { ChannelId, GuildId, MessageId } from '#domain/kernel/ids.ts';

export type Route =
  | { readonly kind: 'home' }
  | GuildRoute
  | { readonly kind: 'invite'; readonly code: string }
  | { readonly kind: 'claim'; readonly secret: string }
  /** An address that names no place. The client says so. */
  | { readonly kind: 'unknown'; readonly path: string };
/**
 * A guild, a channel of it, or a message of that channel, and the thread that stands beside the channel. The messages are
 * brought into view. A thread also has the address of a channel, which the client writes in full once it knows the parent.
 */
export type GuildRoute = {
  readonly kind: 'guild';
  readonly guildId: GuildId;
  readonly channelId: ChannelId | null;
  readonly messageId: MessageId | null;
  readonly thread: ThreadRoute | null;
};
/** A thread, or a message of it. */
export type ThreadRoute = { readonly threadId: ChannelId; readonly messageId: MessageId | null };

export const routeTo = (
  guildId: GuildId,
  channelId: ChannelId | null,
  messageId: MessageId | null = null,
  thread: ThreadRoute | null = null,
): GuildRoute => ({ kind: 'guild', guildId, channelId, messageId, thread });
/** A route without its messages, which are no place of their own. */
export const placeOf = (route: Route): Route => {
  if (route.kind !== 'guild') return route;
  const { guildId, channelId, thread } = route;
  return routeTo(guildId, channelId, null, thread && { ...thread, messageId: null });
};
/** The channel of a route, without the thread beside it. */
export const withoutThread = (route: Route): Route =>
  route.kind === 'guild' && route.thread !== null ? { ...route, thread: null } : route;

const INVITE_CODE = /^[\w-]{1,64}$/;
/** UTF-16 units of an unknown address that the client keeps. */
const UNKNOWN_PATH_MAX = 256;

/** Stands in an address between a channel and a thread. It is no id. */
const THREAD = 't';

/** Reads a channel or a thread, and a message of it. Undefined for anything else. */
const partIn = (parts: ReadonlyArray<string>) => {
  const [channelId, messageId, ...rest] = parts;
  if (rest.length > 0 || !ChannelId.is(channelId)) return undefined;
  if (messageId !== undefined && !MessageId.is(messageId)) return undefined;
  return { channelId, messageId: messageId ?? null };
};

const guildRouteOf = (parts: ReadonlyArray<string>): GuildRoute | null => {
  const [guildId, ...rest] = parts;
  if (!GuildId.is(guildId)) return null;
  if (rest.length === 0) return routeTo(guildId, null);
  const at = rest.indexOf(THREAD);
  const channel = partIn(at === -1 ? rest : rest.slice(0, at));
  const thread = at === -1 ? null : partIn(rest.slice(at + 1));
  if (channel === undefined || thread === undefined) return null;
  const beside = thread && { threadId: thread.channelId, messageId: thread.messageId };
  return routeTo(guildId, channel.channelId, channel.messageId, beside);
};

/** Reads a route from an address. Any address may come, because people write and cut addresses by hand. */
export const routeOf = (path: string, hash: string): Route => {
  const [first, ...rest] = path.split('/').filter((part) => part !== '');
  const [second = ''] = rest;
  if (first === undefined) return { kind: 'home' };
  if (first === 'claim' && rest.length === 0) return { kind: 'claim', secret: hash.replace(/^#/, '').slice(0, 128) };
  if (first === 'invite' && rest.length === 1 && INVITE_CODE.test(second)) return { kind: 'invite', code: second };
  const guild = first === 'c' ? guildRouteOf(rest) : null;
  return guild ?? { kind: 'unknown', path: path.slice(0, UNKNOWN_PATH_MAX) };
};

export const pathOf = (route: Route): string => {
  switch (route.kind) {
    case 'home':
      return '/';
    case 'guild': {
      const { guildId, channelId, messageId, thread } = route;
      const beside = thread === null ? [] : [THREAD, thread.threadId, thread.messageId];
      return ['/c', guildId, channelId, messageId, ...beside].filter((part) => part !== null).join('/');
    }
    case 'invite':
      return `/invite/${route.code}`;
    case 'claim':
      return `/claim#${route.secret}`;
    case 'unknown':
      return route.path;
  }
};

/** Finds the invite code in a pasted text: a whole link, or the code alone. Null when it finds none. */
export const inviteCodeIn = (pasted: string): string | null => {
  const code = pasted.trim().replace(/\/+$/, '').split('/').at(-1) ?? '';
  return INVITE_CODE.test(code) ? code : null;
};
