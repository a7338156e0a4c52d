import type { ChannelEvent } from '#domain/channel/events.ts';
import { guildOf, type Home } from '#domain/kernel/home.ts';
import type { ChannelId, MessageId } from '#domain/kernel/ids.ts';
import {
  type OutgoingDispatch,
  ofActor,
  plain,
  silent,
  type Tellings,
  toChannel,
  toDeparted,
  toViewers,
} from '#gateway/dispatch/outgoing.ts';
import { presentTag } from '#gateway/present/tag.ts';
import type { DispatchOf } from '#gateway/protocol/dispatches.ts';
import type { Pin } from '#gateway/protocol/resources.ts';

type Changed = Omit<DispatchOf<'channel_update'>['d'], 'guild_id' | 'channel_id'>;
type Placed = { readonly channelId: ChannelId; readonly home: Home };
/** Tells the members who see a channel what changed in it. */
const updated = ({ channelId, home }: Placed, changed: Changed): ReadonlyArray<OutgoingDispatch> => {
  if (home.kind !== 'guild') return [];
  const d = { guild_id: home.guildId, channel_id: channelId, ...changed };
  return [toViewers(channelId, home.guildId, { t: 'channel_update', d })];
};

const pinned = ({ channelId, home, messageId }: Placed & { readonly messageId: MessageId }, pin: Pin | null) => {
  const d = { message_id: messageId, guild_id: guildOf(home), channel_id: channelId, pinned: pin };
  return toChannel(channelId, guildOf(home), { t: 'message_pin_update', d });
};

/** Dispatches about channels. Channels of conversations are not offered yet, so clients are told nothing of them. */
export const channelTellings: Tellings<ChannelEvent['type']> = {
  // A recheck tells the members who see it, with their permissions: see `RightsChanged`.
  'channel.created': silent,
  'channel.renamed': plain(({ event: { data } }) => updated(data, { name: data.name })),
  'channel.topic-changed': plain(({ event: { data } }) => updated(data, { topic: data.topic })),
  'channel.slow-mode-changed': plain(({ event: { data } }) => updated(data, { slow_mode_secs: data.secs })),
  'channel.tags-set': plain(({ event: { data } }) => updated(data, { tags: data.tags.map(presentTag) })),
  'channel.tag-requirement-set': plain(({ event: { data } }) => updated(data, { tag_required: data.required })),
  // A recheck tells of these events: a channel comes into sight or leaves it, follows a category, or moves.
  'channel.moved': silent,
  'channel.overwrite-set': silent,
  'channel.overwrite-removed': silent,
  'channel.overwrites-replaced': silent,
  'channel.synced': silent,
  'channel.restored': silent,
  'channel.erased': silent,
  'channel.message-pinned': plain(({ event: { data } }) => [
    pinned(data, { user_id: data.by, pinned_at: data.pinnedAt }),
  ]),
  'channel.message-unpinned': plain(({ event: { data } }) => [pinned(data, null)]),
  // `threads.ts` tells the viewers of its parent what a thread is now.
  'channel.thread-begun': silent,
  'channel.thread-archived': silent,
  'channel.post-tagged': silent,
  // The departed are its former viewers, because this event took the channel out of their sight.
  'channel.deleted': ofActor(({ event: { data } }, by) => {
    if (data.home.kind !== 'guild') return [];
    const at = { guild_id: data.home.guildId, channel_id: data.channelId };
    return [
      toDeparted({ t: 'access_lost', d: { ...at, cause: 'channel_deleted', by, reason: null } }),
      toDeparted({ t: 'channel_delete', d: at }),
    ];
  }),
};
