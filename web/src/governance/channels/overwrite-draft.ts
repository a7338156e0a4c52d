/** The overwrites of a channel while they are edited. Equal drafts have equal texts, so a change is found by comparing. */

import type { RoleId } from '#domain/kernel/ids.ts';
import { PERMISSIONS, type Permission } from '#domain/permission/bits.ts';
import type { Overwrite } from '#gateway/protocol/governance.ts';

/** An overwrite does one of three things with a permission. */
export type OverwriteState = 'allow' | 'inherit' | 'deny';
export type OverwriteDraft = ReadonlyArray<Overwrite>;

const ordered = (names: ReadonlyArray<Permission>): Overwrite['allow'] =>
  PERMISSIONS.filter((one) => names.includes(one));

export const stateOf = ({ allow, deny }: Overwrite, permission: Permission): OverwriteState => {
  if (allow.includes(permission)) return 'allow';
  return deny.includes(permission) ? 'deny' : 'inherit';
};

/** Sets what one overwrite does with one permission. */
export const withState = (one: Overwrite, permission: Permission, state: OverwriteState): Overwrite => {
  const without = (names: ReadonlyArray<Permission>) => names.filter((name) => name !== permission);
  return {
    ...one,
    allow: ordered(state === 'allow' ? [...one.allow, permission] : without(one.allow)),
    deny: ordered(state === 'deny' ? [...one.deny, permission] : without(one.deny)),
  };
};

export const emptyOverwrite = (target: Overwrite['target'], id: string): Overwrite => ({
  target,
  id,
  allow: [],
  deny: [],
});

const isEmpty = ({ allow, deny }: Overwrite): boolean => allow.length + deny.length === 0;

export const overwriteOf = (draft: OverwriteDraft, target: Overwrite['target'], id: string): Overwrite =>
  draft.find((one) => one.id === id) ?? emptyOverwrite(target, id);

export const withOverwrite = (draft: OverwriteDraft, one: Overwrite): OverwriteDraft =>
  draft.some(({ id }) => id === one.id) ? draft.map((each) => (each.id === one.id ? one : each)) : [...draft, one];

export const everyoneIdOf = (guildId: string): RoleId => guildId as RoleId;

const same = (a: Overwrite, b: Overwrite): boolean =>
  JSON.stringify([ordered(a.allow), ordered(a.deny)]) === JSON.stringify([ordered(b.allow), ordered(b.deny)]);

/** Overwrites that differ from the stored ones. An empty one stands for an overwrite that is to be removed. */
export const differingOverwrites = (stored: OverwriteDraft, draft: OverwriteDraft): OverwriteDraft => {
  const changed = draft.filter((one) => !same(one, overwriteOf(stored, one.target, one.id)));
  const gone = stored.filter((one) => !draft.some(({ id }) => id === one.id) && !isEmpty(one));
  return [...changed, ...gone.map(({ target, id }) => emptyOverwrite(target, id))];
};
