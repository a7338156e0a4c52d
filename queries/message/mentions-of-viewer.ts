/** Parts of statements about the mentions of one viewer. Every question that counts or lists mentions uses them. */
import { sql } from 'slonik';
import type { UserId } from '#domain/kernel/ids.ts';
import type { Sql } from '#queries/ports/read-models.ts';

/**
 * Selects `guild_id, targets` for each guild of the viewer. The targets are the viewer, the roles that the viewer has
 * now, and the guild itself, which stands for everyone. A deleted role is no target until it is restored.
 */
export const mentionTargets = (viewer: UserId): Sql => sql.fragment`
  SELECT member.guild_id, ARRAY[member.user_id, member.guild_id] || ARRAY(
    SELECT member_role.role_id FROM read.member_role JOIN read.role USING (guild_id, role_id)
    WHERE member_role.guild_id = member.guild_id AND member_role.user_id = member.user_id AND NOT role.deleted
  ) AS targets
  FROM read.member WHERE member.user_id = ${viewer}`;

/**
 * Selects `guild_id, targets` as `mentionTargets` does, from a table `since` with the flags `everyone` and `roles` of
 * each guild. Mentions of everyone or of roles that the viewer suppresses there do not count.
 */
export const countedTargets = (viewer: UserId): Sql => sql.fragment`
  SELECT guild_id, ARRAY[${viewer}] || ARRAY(SELECT guild_id WHERE NOT since.everyone) || ARRAY(
    SELECT member_role.role_id FROM read.member_role JOIN read.role USING (guild_id, role_id)
    WHERE member_role.guild_id = since.guild_id AND member_role.user_id = ${viewer} AND NOT role.deleted
      AND NOT since.roles
  ) AS targets
  FROM since`;

/** Names of the values that a count of mentions needs, as columns of the statement around it. */
export type MentionPlace = {
  readonly channelId: Sql;
  /** The targets of the guild, from `mentionTargets`. */
  readonly targets: Sql;
  /** The position after which mentions count. */
  readonly after: Sql;
};

/**
 * Selects `sent_position, sent_at` for each message by others that mentions the viewer in one channel after a position.
 * A message that mentions the viewer twice comes once. It decides no visibility.
 */
export const mentionsAfter = (viewer: UserId, { channelId, targets, after }: MentionPlace): Sql => sql.fragment`
  SELECT DISTINCT mention.sent_position, mention.sent_at FROM read.mention
  WHERE mention.stands AND mention.channel_id = ${channelId} AND mention.target_id = ANY(${targets})
    AND mention.sent_position > ${after} AND mention.author_id <> ${viewer}`;
