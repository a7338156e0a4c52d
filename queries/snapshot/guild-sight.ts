import { type Either, left, right } from 'fp-ts/lib/Either.js';
import type { Permission } from '#domain/permission/bits.ts';
import { has, namesIn, type PermissionSet } from '#domain/permission/permission-set.ts';
import type { Gate, GuildFacts } from '#queries/gate.ts';
import { guildView } from '#queries/guild/guild-view.ts';
import type { ChannelView, GuildSight, QueryFailure } from '#queries/queries.ts';
import { unpack } from '#queries/snapshot/packed.ts';

const BROKEN: QueryFailure = {
  kind: 'ReadModelsUnavailable',
  why: 'the channels of a guild are packed in a broken way',
};

/** Names permission sets. Equal sets share one list, because a guild has few sets and many channels. */
const nameLists = (): ((set: PermissionSet) => ReadonlyArray<Permission>) => {
  const bySet = new Map<PermissionSet, ReadonlyArray<Permission>>();
  const byBits = new Map<string, ReadonlyArray<Permission>>();
  return (set) => {
    const known = bySet.get(set);
    if (known !== undefined) return known;
    const bits = `${set.low} ${set.high}`;
    const names = byBits.get(bits) ?? namesIn(set);
    byBits.set(bits, names);
    bySet.set(set, names);
    return names;
  };
};

/**
 * Makes the sight of a guild: the guild, the viewer's permissions, and the channels that the gate lets the viewer see.
 */
export const guildSight = (guild: GuildFacts, packed: string | null, gate: Gate): Either<QueryFailure, GuildSight> => {
  const names = nameLists();
  const guildId = guild.guild_id;
  const channels = unpack(packed, (channelId, parentId, channelKind, createdAt, name): ChannelView | undefined => {
    const set = gate.inChannel(channelId);
    if (!has(set, 'view_channel')) return undefined;
    return { guildId, channelId, name, channelKind, parentId, createdAt, permissions: names(set) };
  });
  if (channels === undefined) return left(BROKEN);
  return right({
    guild: guildView(guild),
    permissions: names(gate.inGuild),
    channels: channels.filter((channel) => channel !== undefined),
  });
};
