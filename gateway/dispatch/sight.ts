import type { ChannelId } from '#domain/kernel/ids.ts';
import type { Permission } from '#domain/permission/bits.ts';
import type { ChannelView, GuildSight, RoleView } from '#queries/queries.ts';

/**
 * Sight of a guild: the rights of one viewer there, and the channels that the viewer sees. The channels stand in the
 * order of their display. Members with the same rights share one sight.
 */
export type Sight = {
  readonly permissions: ReadonlyArray<Permission>;
  readonly roles: ReadonlyArray<RoleView>;
  readonly channels: ReadonlyMap<ChannelId, ChannelView>;
};

/** Makes sights without one channel. Listeners that share a sight share the shorter one too. */
export const sightsWithout = (channelId: ChannelId): ((sight: Sight) => Sight) => {
  const made = new Map<Sight, Sight>();
  return (sight) => {
    const channels = new Map([...sight.channels].filter(([id]) => id !== channelId));
    const shorter = made.get(sight) ?? { ...sight, channels };
    made.set(sight, shorter);
    return shorter;
  };
};

const made = new WeakMap<GuildSight['channels'], Sight>();

/** Makes the sight of an answer of the gate. Answers that share their channels and roles share it. */
export const sightOf = ({ permissions, roles, channels }: GuildSight): Sight => {
  const known = made.get(channels);
  if (known?.roles === roles && known.permissions === permissions) return known;
  const sight = { permissions, roles, channels: new Map(channels.map((channel) => [channel.channelId, channel])) };
  made.set(channels, sight);
  return sight;
};
