import { PERMISSIONS, type Permission } from '#domain/permission/bits.ts';

/** A set of permissions: an immutable value of two 32-bit words. A BigInt would be six times slower. */
export type PermissionSet = { readonly low: number; readonly high: number };

const WORD_BITS = 32;

const setOf = (low: number, high: number): PermissionSet => ({ low: low | 0, high: high | 0 });

const bitAt = (place: number): PermissionSet =>
  place < WORD_BITS ? setOf(1 << place, 0) : setOf(0, 1 << (place - WORD_BITS));

const bits: ReadonlyMap<Permission, PermissionSet> = new Map(PERMISSIONS.map((name, place) => [name, bitAt(place)]));

export const NO_PERMISSIONS: PermissionSet = setOf(0, 0);

export const union = (a: PermissionSet, b: PermissionSet): PermissionSet => setOf(a.low | b.low, a.high | b.high);
export const minus = (a: PermissionSet, b: PermissionSet): PermissionSet => setOf(a.low & ~b.low, a.high & ~b.high);
export const intersection = (a: PermissionSet, b: PermissionSet): PermissionSet =>
  setOf(a.low & b.low, a.high & b.high);
export const hasAny = (set: PermissionSet, { low, high }: PermissionSet): boolean =>
  ((set.low & low) | (set.high & high)) !== 0;
export const isEmpty = (set: PermissionSet): boolean => set.low === 0 && set.high === 0;

export const permissionSet = (names: Iterable<Permission>): PermissionSet => {
  let set = NO_PERMISSIONS;
  for (const name of names) set = union(set, bits.get(name) ?? NO_PERMISSIONS);
  return set;
};

export const has = (set: PermissionSet, name: Permission): boolean => {
  const bit = bits.get(name) ?? NO_PERMISSIONS;
  return ((set.low & bit.low) | (set.high & bit.high)) !== 0;
};

/** The names in the order of `PERMISSIONS`, so equal sets have equal lists. */
export const namesIn = (set: PermissionSet): ReadonlyArray<Permission> => PERMISSIONS.filter((name) => has(set, name));

export const ALL_PERMISSIONS: PermissionSet = permissionSet(PERMISSIONS);
