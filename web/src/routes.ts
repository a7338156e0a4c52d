/** The place in the client that the address bar names. */

import { ChannelId, GuildId, MessageId } from '#domain/kernel/ids.ts';

export type Route =
  | { readonly kind: 'home' }
  | GuildRoute
  | { readonly kind: 'invite'; readonly code: string }
  | { readonly kind: 'claim'; readonly secret: string }
  /** An address that names no place. The client says so. */
  | { readonly kind: 'unknown'; readonly path: string };
/** A guild, a channel of it, or a message of that channel. The message is brought into view. */
export type GuildRoute = {
  readonly kind: 'guild';
  readonly guildId: GuildId;
  readonly channelId: ChannelId | null;
  readonly messageId: MessageId | null;
};

export const routeTo = (
  guildId: GuildId,
  channelId: ChannelId | null,
  messageId: MessageId | null = null,
): GuildRoute => ({ kind: 'guild', guildId, channelId, messageId });

const INVITE_CODE = /^[\w-]{1,64}$/;
/** UTF-16 units of an unknown address that the client keeps. */
const UNKNOWN_PATH_MAX = 256;

const guildRouteOf = (parts: ReadonlyArray<string>): GuildRoute | null => {
  const [guildId, channelId, messageId, ...rest] = parts;
  if (rest.length > 0 || !GuildId.is(guildId)) return null;
  if (channelId !== undefined && !ChannelId.is(channelId)) return null;
  if (messageId !== undefined && !MessageId.is(messageId)) return null;
  return routeTo(guildId, channelId ?? null, messageId ?? null);
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
    case 'guild':
      return ['/c', route.guildId, route.channelId, route.messageId].filter((part) => part !== null).join('/');
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
