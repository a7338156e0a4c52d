import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js';
import type { OrderChannels, RelistChannel } from '#domain/guild/commands.ts';
import { decideKeepChannelListed } from '#domain/guild/decide.ts';
import type { GuildEvent } from '#domain/guild/events.ts';
import type { GuildState, PresentGuild } from '#domain/guild/state.ts';
import type { ChannelId } from '#domain/kernel/ids.ts';
import type { GuildUnknown, TooManyChannels } from '#domain/kernel/rejection.ts';
import { may } from '#domain/permission/authority.ts';
import type { MissingPermission } from '#domain/permission/rejection.ts';

/** The channels in the order of their display: as they were ordered last, and then those that were listed since. */
export const channelsInOrder = ({ channels, channelOrder }: PresentGuild): ReadonlyArray<ChannelId> => {
  const ordered = channelOrder.filter((id) => channels.has(id));
  const known = new Set(ordered);
  return [...ordered, ...[...channels].filter((id) => !known.has(id))];
};

/** Puts a thing back behind the last thing of `order` that stood before it in `before`. */
export const placedAgain = <Id>(order: ReadonlyArray<Id>, before: ReadonlyArray<Id>, id: Id): ReadonlyArray<Id> => {
  const ahead = new Set(before.slice(0, before.indexOf(id)));
  const place = order.findLastIndex((other) => ahead.has(other)) + 1;
  return [...order.slice(0, place), id, ...order.slice(place)];
};

/**
 * Takes a place again for a channel that came back, where it stood among the others. `before` is the order that it left.
 * It is empty for a channel that never left the list.
 */
export const decideRelistChannel = (
  { channelId, before }: RelistChannel,
  state: GuildState,
): Either<GuildUnknown | TooManyChannels, ReadonlyArray<GuildEvent>> => {
  const listing = decideKeepChannelListed({ channelId }, state);
  if (isLeft(listing) || listing.right.length === 0 || state.kind !== 'Present') return listing;
  const last = [...channelsInOrder({ ...state, channels: new Set([...state.channels, channelId]) })];
  const others = last.filter((id) => id !== channelId);
  const order = before.includes(channelId) ? placedAgain(others, before, channelId) : last;
  if (order.every((id, place) => id === last[place])) return listing;
  return right([...listing.right, { type: 'guild.channels-ordered', data: { guildId: state.guildId, order } }]);
};

/**
 * Orders channels among each other. They share the places that they have, so a channel that is not named keeps its
 * place. So the order of an actor moves no channel that they do not see. Channels that are gone are left out.
 */
export const decideOrderChannels = (
  { order, authority }: OrderChannels,
  state: GuildState,
): Either<GuildUnknown | MissingPermission, ReadonlyArray<GuildEvent>> => {
  if (state.kind !== 'Present') return left({ kind: 'GuildUnknown' });
  if (!may(authority, 'manage_channels')) return left({ kind: 'MissingPermission', permission: 'manage_channels' });
  const before = channelsInOrder(state);
  const named = [...new Set(order)].filter((id) => state.channels.has(id));
  const isNamed = new Set(named);
  const next = named.values();
  const after = before.map((id) => (isNamed.has(id) ? (next.next().value ?? id) : id));
  if (after.every((id, place) => id === before[place])) return right([]);
  return right([{ type: 'guild.channels-ordered', data: { guildId: state.guildId, order: after } }]);
};
