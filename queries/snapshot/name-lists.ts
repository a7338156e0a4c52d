import type { Permission } from '#domain/permission/bits.ts';
import { namesIn, type PermissionSet } from '#domain/permission/permission-set.ts';

/** Makes a namer of permission sets. Equal sets share one list, because a guild has few sets and many channels. */
export const nameLists = (): ((set: PermissionSet) => ReadonlyArray<Permission>) => {
  const lists = new Map<string, ReadonlyArray<Permission>>();
  return (set) => {
    const bits = `${set.low} ${set.high}`;
    const known = lists.get(bits) ?? namesIn(set);
    lists.set(bits, known);
    return known;
  };
};
