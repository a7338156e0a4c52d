/** Presences of others, and users who type, as the state keeps them. */

import type { ChannelId, UserId } from '#domain/kernel/ids.ts';
import { PRESENCES_LISTED_MAX } from '#gateway/protocol/limits.ts';
import type { Message, Presence } from '#gateway/protocol/resources.ts';
import { keep } from '#web/store/slices/parts.ts';
import type { ClientState, ShownPresence } from '#web/store/state.ts';

type Presences = ClientState['presences'];
type TypingUsers = ClientState['typing'];

/** Takes presences. A user who is offline leaves the state. */
export const withPresences = (known: Presences, told: ReadonlyArray<Presence>): Presences => {
  const next: { [id: UserId]: ShownPresence } = { ...known };
  for (const { user_id: id, ...shown } of told) {
    if (shown.status === 'offline') delete next[id];
    else next[id] = shown;
  }
  return next;
};

/**
 * Takes the presences of a page of members. A snapshot that was not cut off names all users, and is newer than a page
 * on its way.
 */
export const withPagedPresences = (known: Presences, paged: ReadonlyArray<Presence> = []): Presences =>
  Object.keys(known).length < PRESENCES_LISTED_MAX
    ? known
    : withPresences(
        known,
        paged.filter(({ user_id: id }) => known[id] === undefined),
      );

/** Ends the typing of a user in a channel. */
export const withoutTyping = (typing: TypingUsers, channelId: ChannelId, userId: UserId): TypingUsers => {
  if (typing[channelId]?.[userId] === undefined) return typing;
  const others = keep(typing[channelId], (id: UserId) => id !== userId);
  return Object.keys(others).length === 0
    ? keep(typing, (id: ChannelId) => id !== channelId)
    : { ...typing, [channelId]: others };
};

/** Ends the typing of the authors of new messages. */
export const withoutAuthors = (typing: TypingUsers, messages: ReadonlyArray<Message>): TypingUsers =>
  messages.reduce((left, { channel_id, author_id }) => withoutTyping(left, channel_id, author_id), typing);
