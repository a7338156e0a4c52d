import { ignoring } from '#domain/event-catalog.ts';
import { isErased } from '#domain/kernel/erasable.ts';
import { partsOf } from '#domain/kernel/stream.ts';
import { mentionsIn } from '#domain/message/mentions.ts';
import { readModel } from '#projections/engine/projector.ts';
import type { IndexOp } from '#projections/ports/message-index.ts';
import { lastOf } from '#projections/search-index/last-of.ts';
import { SEARCH_INDEX } from '#projections/search-index/model.ts';
import { saidIn } from '#projections/search-index/said.ts';

export const searchIndex = readModel<IndexOp, IndexOp>({
  name: SEARCH_INDEX,
  version: 3,
  on: {
    'message.sent': ({ event: { data }, position }) =>
      // An erased message has no words to find. Conversations are not searched yet.
      isErased(data.content) || data.home.kind !== 'guild'
        ? []
        : [
            {
              op: 'put',
              messageId: data.messageId,
              channelId: data.channelId,
              guildId: data.home.guildId,
              authorId: data.authorId,
              sentAtMs: Date.parse(data.sentAt),
              sentPosition: position,
              ...saidIn(data.content, mentionsIn(data.mentions).users),
            },
          ],
    'message.edited': ({ event: { data } }) =>
      isErased(data.content)
        ? [{ op: 'remove', messageId: data.messageId }]
        : [{ op: 'amend', messageId: data.messageId, ...saidIn(data.content, mentionsIn(data.mentions).users) }],
    'message.deleted': ({ event: { data } }) => [{ op: 'remove', messageId: data.messageId }],
    // It stands in the order of its restoration, because no event knows the position at which it was sent.
    'message.restored': ({ event: { data }, position }) =>
      isErased(data.content) || data.home.kind !== 'guild'
        ? []
        : [
            {
              op: 'put',
              messageId: data.messageId,
              channelId: data.channelId,
              guildId: data.home.guildId,
              authorId: data.authorId,
              sentAtMs: Date.parse(data.sentAt),
              sentPosition: position,
              ...saidIn(data.content, mentionsIn(data.mentions).users),
            },
          ],
    // A deleted channel is outside of every search and may be restored. An erased one is gone.
    'channel.erased': ({ event: { data }, position }) => [
      { op: 'remove-channel', channelId: data.channelId, before: position },
    ],
    'guild.deleted': ({ event: { data }, position }) => [
      { op: 'remove-guild', guildId: data.guildId, before: position },
    ],

    // The index holds no reactions.
    ...ignoring('message', 'reaction-added', 'reaction-removed'),
    // The index holds ids only. Names and rights are asked for when a search is answered.
    ...ignoring('channel', 'thread-begun', 'thread-archived', 'tags-set', 'tag-requirement-set', 'post-tagged'),
    ...ignoring('channel', 'created', 'renamed', 'deleted'),
    ...ignoring('guild', 'created', 'renamed', 'channel-listed', 'channel-unlisted'),
    ...ignoring('guild', 'member-joined', 'member-left', 'member-kicked'),
    ...ignoring('invite', 'created', 'accepted'),
    ...ignoring(
      'account',
      'username-claimed',
      'username-released',
      'registered',
      'imported',
      'server-ownership-claimed',
      'guild-acquired',
      'guild-relinquished',
    ),
    ...ignoring(
      'guild',
      'role-created',
      'role-changed',
      'role-deleted',
      'role-restored',
      'roles-ordered',
      'channels-ordered',
    ),
    ...ignoring('guild', 'owner-changed', 'lockdown-begun', 'lockdown-ended'),
    ...ignoring(
      'guild',
      'member-banned',
      'member-unbanned',
      'member-reinstated',
      'member-timed-out',
      'member-time-out-ended',
    ),
    ...ignoring('guild', 'member-role-given', 'member-role-taken', 'member-nickname-changed'),
    ...ignoring(
      'channel',
      'topic-changed',
      'slow-mode-changed',
      'moved',
      'overwrite-set',
      'overwrite-removed',
      'overwrites-replaced',
    ),
    ...ignoring('channel', 'synced', 'restored', 'message-pinned', 'message-unpinned'),
    ...ignoring('invite', 'revoked'),
    ...ignoring('session', 'started', 'refreshed', 'revoked'),
  },
  parked: ({ stream }) => {
    const parts = partsOf(stream);
    return parts?.kind === 'message' ? [{ op: 'remove', messageId: parts.messageId }] : [];
  },
  changes: lastOf,
});
