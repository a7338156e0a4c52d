import { type Either, isLeft, right } from 'fp-ts/lib/Either.js';
import type { RoleFields } from '#domain/guild/commands.ts';
import type { GuildRoleChanged } from '#domain/guild/events.ts';
import type { RoleColorInvalid, RoleNameInvalid } from '#domain/guild/rejections.ts';
import { RoleColor, RoleName } from '#domain/guild/values.ts';
import { readText } from '#domain/kernel/text.ts';
import type { Permission } from '#domain/permission/bits.ts';
import { namesIn, permissionSet } from '#domain/permission/permission-set.ts';

/** Fields of a role that a client gave. A field that is undefined was not given. */
export type GivenRole = {
  readonly name?: string | undefined;
  readonly color?: string | null | undefined;
  readonly hoist?: boolean | undefined;
  readonly mentionable?: boolean | undefined;
  readonly permissions?: ReadonlyArray<Permission> | undefined;
};

const readName = readText(RoleName, (why): RoleNameInvalid => ({ kind: 'RoleNameInvalid', why }));
const readColor = readText(RoleColor, (why): RoleColorInvalid => ({ kind: 'RoleColorInvalid', why }));

/** Reads the fields that were given, and leaves out the others. */
export const readRole = (given: GivenRole): Either<RoleNameInvalid | RoleColorInvalid, Partial<RoleFields>> => {
  const { hoist, mentionable, permissions } = given;
  const name = given.name === undefined ? right(undefined) : readName(given.name);
  if (isLeft(name)) return name;
  const color = typeof given.color === 'string' ? readColor(given.color) : right(given.color);
  if (isLeft(color)) return color;
  return right({
    ...(name.right === undefined ? {} : { name: name.right }),
    ...(color.right === undefined ? {} : { color: color.right }),
    ...(hoist === undefined ? {} : { hoist }),
    ...(mentionable === undefined ? {} : { mentionable }),
    ...(permissions === undefined ? {} : { permissions: permissionSet(permissions) }),
  });
};

/** The fields as facts of an event, which names the permissions in their own order. */
export const roleFacts = ({ permissions, ...look }: Partial<RoleFields>): Partial<GuildRoleChanged['data']> => ({
  ...look,
  ...(permissions === undefined ? {} : { permissions: namesIn(permissions) }),
});
