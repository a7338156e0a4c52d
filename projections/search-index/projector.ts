import { isErased } from '#domain/kernel/erasable.ts';
import type { MessageId } from '#domain/kernel/ids.ts';
import { type Projector, readModel } from '#projections/engine/projector.ts';
import type { IndexOp } from '#projections/ports/message-index.ts';
import { lastOf } from '#projections/search-index/last-of.ts';
import { SEARCH_INDEX } from '#projections/search-index/model.ts';
import { saidIn } from '#projections/search-index/said.ts';

/** What comes before a message's id in the name of its stream. */
const MESSAGE_STREAM = 'message-';

const projector: Projector<IndexOp, IndexOp> = {
  name: SEARCH_INDEX,
  version: 1,
  on: {
    'message.sent': ({ event: { data }, position }) =>
      // What was erased has no words to be found by, and conversations are not searched.
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
              ...saidIn(data.content),
            },
          ],
    'message.edited': ({ event: { data } }) =>
      isErased(data.content)
        ? [{ op: 'remove', messageId: data.messageId }]
        : [{ op: 'amend', messageId: data.messageId, ...saidIn(data.content) }],
    'message.deleted': ({ event: { data } }) => [{ op: 'remove', messageId: data.messageId }],
    'channel.deleted': ({ event: { data }, position }) => [
      { op: 'remove-channel', channelId: data.channelId, before: position },
    ],
    'guild.deleted': ({ event: { data }, position }) => [
      { op: 'remove-guild', guildId: data.guildId, before: position },
    ],

    // Nobody searches by reactions.
    'message.reaction-added': 'ignored',
    'message.reaction-removed': 'ignored',
    // Names and rights are asked for when a search is answered; here are only ids.
    'channel.created': 'ignored',
    'channel.renamed': 'ignored',
    'guild.created': 'ignored',
    'guild.renamed': 'ignored',
    'guild.channel-listed': 'ignored',
    'guild.channel-unlisted': 'ignored',
    'guild.member-joined': 'ignored',
    'guild.member-left': 'ignored',
    'guild.member-kicked': 'ignored',
    'invite.created': 'ignored',
    'invite.accepted': 'ignored',
    'account.registered': 'ignored',
    'account.imported': 'ignored',
    'account.username-claimed': 'ignored',
    'account.username-released': 'ignored',
    'account.server-ownership-claimed': 'ignored',
    'account.guild-acquired': 'ignored',
    'account.guild-relinquished': 'ignored',
    'session.started': 'ignored',
    'session.refreshed': 'ignored',
    'session.revoked': 'ignored',
  },
  parked: ({ stream }) =>
    stream.startsWith(MESSAGE_STREAM)
      ? [{ op: 'remove', messageId: stream.slice(MESSAGE_STREAM.length) as MessageId }]
      : [],
  changes: lastOf,
};

export const searchIndex = readModel(projector);
