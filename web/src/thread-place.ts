/** The thread in a route: how its place is written in full, and what the client knows of it. */

import type { MessageRef } from '#domain/kernel/address.ts';
import type { ChannelId } from '#domain/kernel/ids.ts';
import { type GuildRoute, routeTo } from '#web/routes.ts';
import type { ClientState, Place } from '#web/store/state.ts';

/** The thread beside the channel. `place` is null while it is looked for, and once it is gone. `seen` is its last form. */
export type OpenThread = { readonly id: ChannelId; readonly place: Place | null; readonly seen: Place | null };

/** Writes the place of a thread in full. An address may name the thread as a channel, or beside another channel. */
export const inFull = (at: GuildRoute, channels: ClientState['channels']): GuildRoute => {
  const named = at.thread ?? (at.channelId === null ? null : { threadId: at.channelId, messageId: at.messageId });
  const parentId = named === null ? undefined : channels[named.threadId]?.thread?.parent_id;
  if (parentId === undefined || (at.thread !== null && parentId === at.channelId)) return at;
  return routeTo(at.guildId, parentId, null, named);
};

/** Answers the thread of a route. It stays with its last form when it disappears, because the user may be typing. */
export const threadIn = (
  at: GuildRoute | null,
  channels: ClientState['channels'],
  before: OpenThread | null,
): OpenThread | null => {
  const id = at?.thread?.threadId;
  if (id === undefined) return null;
  const known = channels[id];
  const place = known?.thread === undefined ? null : known;
  return { id, place, seen: place ?? (before?.id === id ? before.seen : null) };
};

/** The messages that a route names, each with its channel or thread. */
export const namedIn = (at: GuildRoute | null): ReadonlyArray<MessageRef> => {
  if (at === null) return [];
  const { channelId, messageId, thread } = at;
  return [
    ...(channelId === null || messageId === null ? [] : [{ channelId, messageId }]),
    ...(thread?.messageId == null ? [] : [{ channelId: thread.threadId, messageId: thread.messageId }]),
  ];
};
