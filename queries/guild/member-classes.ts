/** Classes of members: all members of a class have the same rights, so a query resolves each class once. */
import * as t from 'io-ts';
import { sql } from 'slonik';
import { RoleId, type UserId } from '#domain/kernel/ids.ts';
import { UserColumns } from '#queries/account/user-view.ts';
import { SIGHT_CHANGES_NAMED_MAX } from '#queries/limits.ts';
import type { Sql } from '#queries/ports/read-models.ts';

/** Members with one set of roles. The owner, a member with an own overwrite and one more user stand alone. */
export const MemberClassRow = t.strict({
  role_ids: t.readonlyArray(RoleId),
  members: t.readonlyArray(UserColumns),
  members_count: t.Integer,
});
export type MemberClassRow = t.TypeOf<typeof MemberClassRow>;

/** Selects a JSON list of the classes of a guild. `apart` is a user who stands alone beside the others, or null. */
export const memberClasses = (guildId: Sql, apart: UserId | null): Sql => sql.fragment`(
    WITH
      worn AS MATERIALIZED (
        SELECT member.user_id, coalesce(
          array_agg(member_role.role_id::text ORDER BY member_role.role_id)
            FILTER (WHERE member_role.role_id IS NOT NULL),
          '{}'
        ) AS role_ids
        FROM read.member LEFT JOIN read.member_role USING (guild_id, user_id)
        WHERE member.guild_id = ${guildId}
        GROUP BY member.user_id
      ),
      alone AS MATERIALIZED (
        SELECT user_id FROM read.overwrite WHERE guild_id = ${guildId} AND user_id IS NOT NULL
        UNION SELECT owner_id FROM read.guild WHERE guild_id = ${guildId}
        UNION SELECT ${apart ?? ''}
      ),
      class AS MATERIALIZED (
        SELECT
          worn.role_ids, count(*)::int AS members_count,
          (array_agg(worn.user_id ORDER BY worn.user_id))[1:${SIGHT_CHANGES_NAMED_MAX}] AS named
        FROM worn LEFT JOIN alone ON alone.user_id = worn.user_id
        GROUP BY worn.role_ids, alone.user_id
      )
    SELECT coalesce(json_agg(json_build_object(
      'role_ids', class.role_ids, 'members_count', class.members_count, 'members', (
        SELECT json_agg(json_build_object(
          'user_id', named.user_id, 'username', account.username, 'imported', account.imported
        ) ORDER BY named.user_id)
        FROM unnest(class.named) AS named (user_id) LEFT JOIN read.account ON account.user_id = named.user_id
      )
    ) ORDER BY class.named[1]), '[]') FROM class
  )`;
