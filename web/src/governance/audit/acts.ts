/** Folds the entries of the audit log into acts: all that one attempt of a person changed. No entry is lost. */

import type { AuditEntry } from '#gateway/protocol/governance.ts';

/** An act with its entries, the newest first. `main` is the entry that says the most about it. */
export type AuditAct = {
  readonly id: string;
  readonly main: AuditEntry;
  readonly entries: ReadonlyArray<AuditEntry>;
};

/** Actions that go along with another action, such as the new order after a role was created. */
const GOES_ALONG: ReadonlySet<string> = new Set([
  'guild.roles-ordered',
  'guild.channels-ordered',
  'channel.overwrites-replaced',
  'channel.synced',
  'channel.moved',
  'invite.accepted',
  'message.deleted',
  'message.restored',
]);

const mainOf = (entries: readonly [AuditEntry, ...AuditEntry[]]): AuditEntry =>
  entries.findLast(({ action }) => !GOES_ALONG.has(action)) ?? entries.at(-1) ?? entries[0];

/** Answers the acts in the order of their newest entries. Entries of one act may stand apart, and on several pages. */
export const actsOf = (entries: ReadonlyArray<AuditEntry>): ReadonlyArray<AuditAct> =>
  [...Map.groupBy(entries, ({ act_id }) => act_id)].flatMap(([id, [first, ...rest]]) =>
    first === undefined ? [] : [{ id, entries: [first, ...rest], main: mainOf([first, ...rest]) }],
  );

/** True when all entries of an act are of one kind. Then one sentence with a count says them all. */
export const isUniform = ({ entries, main }: AuditAct): boolean =>
  entries.every(({ action }) => action === main.action);

/** Actions whose undo deletes what they made or brought back. */
const UNDO_DELETES: ReadonlySet<string> = new Set([
  'channel.restored',
  'guild.role-created',
  'guild.role-restored',
  'message.restored',
]);

/** True when the undo of an act deletes things, and puts none back. */
export const isDeletedByUndo = ({ main }: AuditAct): boolean => UNDO_DELETES.has(main.action);

/** Answers the items that changed their place: those outside of the longest run that both orders share. */
export const movedItems = (before: ReadonlyArray<string>, after: ReadonlyArray<string>): ReadonlyArray<string> => {
  const places = new Map(before.map((item, at) => [item, at]));
  const kept = after.filter((item) => places.has(item));
  /** The longest run that ends at each item: its length, and the item before it. */
  const runs: Array<{ readonly length: number; readonly from: number }> = [];
  for (const [at, item] of kept.entries()) {
    let best = { length: 1, from: -1 };
    for (const [earlier, other] of kept.slice(0, at).entries()) {
      const length = (runs[earlier]?.length ?? 0) + 1;
      if ((places.get(other) ?? 0) < (places.get(item) ?? 0) && length > best.length) best = { length, from: earlier };
    }
    runs.push(best);
  }
  const longest = Math.max(0, ...runs.map(({ length }) => length));
  const stays = new Set<string>();
  for (let at = runs.findIndex(({ length }) => length === longest); at >= 0; at = runs[at]?.from ?? -1)
    stays.add(kept[at] ?? '');
  return kept.filter((item) => !stays.has(item));
};
