import * as t from 'io-ts';
import { sql } from 'slonik';
import { ERASED, type Erasable } from '#domain/kernel/erasable.ts';
import { UserId } from '#domain/kernel/ids.ts';
import type { UserView } from '#queries/queries.ts';

/** Columns of a user, joined to the rows that name the user. A missing account reads as an erased one. */
export const UserColumns = t.strict({
  user_id: UserId,
  username: t.union([t.string, t.null]),
  imported: t.union([t.boolean, t.null]),
});
export type UserColumns = t.TypeOf<typeof UserColumns>;

export const erasedWhenNull = (text: string | null): Erasable<string> => text ?? ERASED;

export const userView = (row: UserColumns): UserView => ({
  userId: row.user_id,
  username: erasedWhenNull(row.username),
  imported: row.imported ?? false,
});

export const userColumns = sql.fragment`account.username, account.imported`;
