import type { Instant } from '#domain/kernel/instant.ts';
import type { GateViewer } from '#queries/gate.ts';
import type { GuildSight, MemberRightsView } from '#queries/queries.ts';
import { type GuildSnapshot, guildView } from '#queries/snapshot/guild-snapshot.ts';

/**
 * Makes the sight of a guild: the guild, its roles, and the channels that the gate lets the viewer see. Viewers with
 * one gate share the list of channels.
 */
export const guildSight = (
  guild: GuildSnapshot,
  viewer: Omit<GateViewer, 'member'> & { readonly member: MemberRightsView; readonly at: Instant },
): GuildSight => ({
  guild: guildView(guild, viewer.at),
  roles: guild.roles,
  member: viewer.member,
  ...guild.sights(guild.gate(viewer)),
});
