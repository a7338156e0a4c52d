import type { UserId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import { namesIn } from '#domain/permission/permission-set.ts';
import type { GuildSeen } from '#queries/gate.ts';
import type { GuildView } from '#queries/queries.ts';
import { inGuildAtLarge } from '#queries/visibility.ts';

export const guildView = (guild: GuildSeen, asker: { readonly userId: UserId; readonly at: Instant }): GuildView => ({
  guildId: guild.guild_id,
  name: guild.name,
  ownerId: guild.owner_id,
  createdAt: guild.created_at,
  permissions: namesIn(inGuildAtLarge(guild, asker)),
});
