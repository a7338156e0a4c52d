import type { GuildFacts } from '#queries/gate.ts';
import type { GuildView } from '#queries/queries.ts';

export const guildView = (guild: GuildFacts): GuildView => ({
  guildId: guild.guild_id,
  name: guild.name,
  ownerId: guild.owner_id,
  createdAt: guild.created_at,
});
