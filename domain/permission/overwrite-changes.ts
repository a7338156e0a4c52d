import type { RoleId, UserId } from '#domain/kernel/ids.ts';
import type { Permission } from '#domain/permission/bits.ts';
import { NO_OVERWRITE, type Overwrite, type Overwrites } from '#domain/permission/overwrite.ts';
import { intersection, minus, namesIn, type PermissionSet, union } from '#domain/permission/permission-set.ts';
import type { OverwriteFacts } from '#domain/permission/question.ts';

type Target = OverwriteFacts['target'];

/** A change of one overwrite: its target, and the permissions whose allow or deny differs. */
export type OverwriteChange = { readonly target: Target; readonly touched: PermissionSet };

export const overwriteOf = ({ roles, members }: Overwrites, target: Target): Overwrite | undefined =>
  target.kind === 'role' ? roles.get(target.roleId) : members.get(target.userId);

/** Sets the overwrite of one target. `undefined` removes it. */
export const withOverwrite = (
  { roles, members }: Overwrites,
  target: Target,
  overwrite: Overwrite | undefined,
): Overwrites => {
  const put = <K>(entries: ReadonlyMap<K, Overwrite>, id: K): ReadonlyMap<K, Overwrite> => {
    const copy = new Map(entries);
    if (overwrite === undefined) copy.delete(id);
    else copy.set(id, overwrite);
    return copy;
  };
  return target.kind === 'role'
    ? { roles: put(roles, target.roleId), members }
    : { roles, members: put(members, target.userId) };
};

const targetsOf = ({ roles, members }: Overwrites): ReadonlyArray<Target> => [
  ...[...roles.keys()].map((roleId: RoleId): Target => ({ kind: 'role', roleId })),
  ...[...members.keys()].map((userId: UserId): Target => ({ kind: 'member', userId })),
];

const inOneOnly = (a: PermissionSet, b: PermissionSet): PermissionSet => minus(union(a, b), intersection(a, b));

const isSame = (a: Overwrite | undefined, b: Overwrite | undefined): boolean =>
  a === b ||
  (a !== undefined &&
    b !== undefined &&
    a.allow.low === b.allow.low &&
    a.allow.high === b.allow.high &&
    a.deny.low === b.deny.low &&
    a.deny.high === b.deny.high);

/** True when both have the same overwrite for the target, or both have none. */
export const agreeOn = (a: Overwrites, b: Overwrites, target: Target): boolean =>
  isSame(overwriteOf(a, target), overwriteOf(b, target));

/** Lists the overwrites that differ, each target once. */
export const overwriteChanges = (before: Overwrites, after: Overwrites): ReadonlyArray<OverwriteChange> =>
  [...targetsOf(before), ...targetsOf(after).filter((target) => overwriteOf(before, target) === undefined)]
    .filter((target) => !agreeOn(before, after, target))
    .map((target) => {
      const was = overwriteOf(before, target) ?? NO_OVERWRITE;
      const is = overwriteOf(after, target) ?? NO_OVERWRITE;
      return { target, touched: union(inOneOnly(was.allow, is.allow), inOneOnly(was.deny, is.deny)) };
    });

/** Facts of all overwrites, as an event carries them. */
export const overwriteFacts = (
  overwrites: Overwrites,
): ReadonlyArray<{
  readonly target: Target;
  readonly allow: ReadonlyArray<Permission>;
  readonly deny: ReadonlyArray<Permission>;
}> =>
  targetsOf(overwrites).map((target) => {
    const { allow, deny } = overwriteOf(overwrites, target) ?? NO_OVERWRITE;
    return { target, allow: namesIn(allow), deny: namesIn(deny) };
  });
