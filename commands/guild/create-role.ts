import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { authorityInGuild } from '#commands/authority.ts';
import type { Capabilities } from '#commands/capabilities.ts';
import type { Commands, MadeRole } from '#commands/commands.ts';
import { changeGuild } from '#commands/guild/change-guild.ts';
import { readRole, roleFacts } from '#commands/guild/read-role.ts';
import { originOf } from '#commands/machine/origin.ts';
import type { RoleFields } from '#domain/guild/commands.ts';
import { decideCreateRole } from '#domain/guild/role-decide.ts';
import type { PresentGuild } from '#domain/guild/state.ts';
import type { RoleName } from '#domain/guild/values.ts';
import type { RoleId } from '#domain/kernel/ids.ts';
import { NO_PERMISSIONS, namesIn } from '#domain/permission/permission-set.ts';

/** A role that gives nothing and looks like none. The client gives the name always. */
const PLAIN: RoleFields = {
  name: '' as RoleName,
  color: null,
  hoist: false,
  mentionable: false,
  permissions: NO_PERMISSIONS,
};

const madeRole = ({ guildId, roles, deletedRoles }: PresentGuild, roleId: RoleId): MadeRole => {
  const role = roles.get(roleId) ?? deletedRoles.get(roleId);
  if (role === undefined) throw new Error('a role that was just made is not there');
  const { name, color, hoist, mentionable, permissions, rank } = role;
  return { guildId, roleId, name, color, hoist, mentionable, permissions: namesIn(permissions), rank };
};

/** Creates a role. Its id follows from the attempt, so a retry answers the same role as it is now. */
export const createRole =
  (can: Capabilities): Commands['createRole'] =>
  (intent) => {
    const { guildId, actor } = intent;
    const origin = originOf(intent);
    // The same key in another guild is an attempt of its own.
    const roleId = can.ids.entityId(origin.command, `${origin.actor} ${guildId}`, 'RoleId');
    return pipe(
      TE.fromEither(readRole(intent)),
      TE.map((given): RoleFields => ({ ...PLAIN, ...given })),
      TE.flatMap((fields) =>
        changeGuild(can)(
          { actor, guildId, origin },
          { type: 'guild.role-created', facts: { roleId, ...roleFacts(fields) } },
          (authority, state) => decideCreateRole({ roleId, fields, authority }, state),
        ),
      ),
      TE.bindTo('done'),
      // The answer shows the role, so the retry of a user who is no member any more gets none.
      TE.bindW('here', () => authorityInGuild(can.folds)(actor, guildId, can.clock.now())),
      TE.map(({ done, here }) => ({ position: done.position, value: madeRole(here.guild, roleId) })),
    );
  };
