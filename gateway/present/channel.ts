import type { MadeChannel } from '#commands/commands.ts';
import type * as channel from '#domain/channel/rejections.ts';
import { saysWhy, shared } from '#gateway/present/failures.ts';
import type { Refusals } from '#gateway/present/refusals.ts';
import type { Channel } from '#gateway/protocol/resources.ts';
import type { ChannelView } from '#queries/queries.ts';

/** Presents the facts that most channels lack. They are left out where they say nothing, which keeps snapshots small. */
export const presentExtras = ({ topic, slowModeSecs, synced, place }: Extras) => ({
  ...(topic === null ? {} : { topic }),
  ...(slowModeSecs === 0 ? {} : { slow_mode_secs: slowModeSecs }),
  ...(synced ? { synced } : {}),
  ...(place === 0 ? {} : { place }),
});
type Extras = Pick<ChannelView, 'topic' | 'slowModeSecs' | 'synced' | 'place'>;

export const presentChannel = (view: ChannelView): Channel => ({
  channel_id: view.channelId,
  guild_id: view.guildId,
  name: view.name,
  kind: view.channelKind,
  parent_id: view.parentId,
  created_at: view.createdAt,
  permissions: view.permissions,
  ...presentExtras(view),
});

export const presentChannelMade = (made: MadeChannel & Pick<ChannelView, 'permissions'>): Channel =>
  presentChannel({ ...made, parentId: null, topic: null, slowModeSecs: 0, synced: false, place: 0 });

const nameInvalid = saysWhy('channel_name_invalid', 'name');

export const createChannelRefusals: Refusals<channel.CreateChannelRejection> = {
  GuildUnknown: shared.GuildUnknown,
  MissingPermission: shared.MissingPermission,
  ChannelNameInvalid: nameInvalid,
  TooManyChannels: {
    code: 'too_many_channels',
    explain: ({ max }) => ({ detail: `A guild has at most ${max} channels. Delete one that is no longer needed.` }),
  },
  AttemptReused: shared.AttemptReused,
};

export const changeChannelRefusals: Refusals<channel.ChangeChannelRejection> = {
  ChannelUnknown: shared.ChannelUnknown,
  MissingPermission: shared.MissingPermission,
  ChannelNameInvalid: nameInvalid,
  AttemptReused: shared.AttemptReused,
};
