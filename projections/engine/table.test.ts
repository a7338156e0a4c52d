import { expect } from 'chai';
import type { GuildId, UserId } from '#domain/kernel/ids.ts';
import { keyedStatements } from './keyed-rows.ts';
import {
  amend,
  integer,
  json,
  key,
  logPosition,
  nullable,
  put,
  type RowOf,
  remove,
  removeAll,
  table,
  text,
  truth,
  written,
  writtenByBytes,
} from './table.ts';
import { createTable, unnested } from './table-sql.ts';

type IsExactly<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

const guildId = '01ARZ3NDEKTSV4RRFFQ69G5FAB' as GuildId;
const userId = '01ARZ3NDEKTSV4RRFFQ69G5FAA' as UserId;

const badge = table('badge', {
  guild_id: key(text<GuildId>()),
  emoji: key(writtenByBytes()),
  title: nullable(written()),
  holder: nullable(text<UserId>()),
  worn: integer(),
  shown: truth(),
  colors: json(),
  position: logPosition(),
});
const row = {
  guild_id: guildId,
  emoji: '🏅',
  title: 'first',
  holder: userId,
  worn: 1,
  shown: true,
  colors: '[]',
  position: 3n,
};
const flag = table('flag', { guild_id: key(text<GuildId>()), position: logPosition() });

const sqlOf = ({ sql }: { readonly sql: string }): string => sql.replaceAll(/\s+/g, ' ').trim();

describe('a table of a read model', () => {
  it('gives the type of its rows', () => {
    type Expected = {
      readonly guild_id: GuildId;
      readonly emoji: string;
      readonly title: string | null;
      readonly holder: UserId | null;
      readonly worn: number;
      readonly shown: boolean;
      readonly colors: string;
      readonly position: bigint;
    };
    const same: IsExactly<RowOf<typeof badge>, Expected> = true;
    expect(same).to.equal(true);
  });

  it('gives the statement that creates it', () => {
    expect(sqlOf(createTable(badge))).to.equal(
      'CREATE TABLE "badge" ("guild_id" text COLLATE "C", "emoji" text COLLATE "C", "title" text, ' +
        '"holder" text COLLATE "C", "worn" integer NOT NULL, "shown" boolean NOT NULL, "colors" jsonb NOT NULL, ' +
        '"position" bigint NOT NULL, PRIMARY KEY ("guild_id", "emoji"))',
    );
    expect(sqlOf(createTable(flag))).to.equal(
      'CREATE TABLE "flag" ("guild_id" text COLLATE "C" PRIMARY KEY, "position" bigint NOT NULL)',
    );
  });

  it('quotes text from outside in an array, and no value that the program made', () => {
    const { sql, values } = unnested(
      badge,
      ['guild_id', 'emoji', 'title', 'worn'],
      [{ ...row, title: null }, row],
      'given',
    );
    expect(sql).to.equal(
      'unnest($slonik_1::"text"[], $slonik_2::"text"[], $slonik_3::"text"[], $slonik_4::"int4"[]) AS "given" ' +
        '("guild_id", "emoji", "title", "worn")',
    );
    expect(values).to.deep.equal([`{${guildId},${guildId}}`, ['🏅', '🏅'], [null, 'first'], '{1,1}']);
  });

  it('refuses the name of a column that it does not have', () => {
    expect(() => unnested(badge, ['size'], [row], 'given')).to.throw('table badge has no column size');
  });
});

describe('operations on the rows of a table', () => {
  const id = { guild_id: guildId, emoji: '🏅' };
  const first = (...ops: Parameters<typeof keyedStatements>[1]) => keyedStatements(badge, ops).map(sqlOf);

  it('become one statement for each kind and any number of rows', () => {
    const other = { ...row, emoji: '🎖' };
    const statements = first(
      put(badge, row),
      put(badge, other),
      remove(badge, { ...id, emoji: 'a' }),
      remove(badge, { ...id, emoji: 'b' }),
      amend(badge, { ...id, emoji: 'c' }, { worn: 2 }),
      amend(badge, { ...id, emoji: 'd' }, { worn: 3 }),
      amend(badge, { ...id, emoji: 'e' }, { title: 'new', worn: 3 }),
      removeAll(badge, { guild_id: guildId }, 9n),
    );
    expect(statements.map((statement) => statement.slice(0, statement.indexOf(' "badge"')))).to.deep.equal([
      'DELETE FROM',
      'INSERT INTO',
      'UPDATE',
      'UPDATE',
      'DELETE FROM',
    ]);
  });

  it('end in the last state of a row', () => {
    const valuesOf = (...ops: Parameters<typeof keyedStatements>[1]) =>
      keyedStatements(badge, ops).map(({ sql, values }) => [sql.trim().slice(0, 6), values[2]]);
    expect(valuesOf(put(badge, row), amend(badge, id, { title: 'better' }))).to.deep.equal([['INSERT', ['better']]]);
    expect(valuesOf(amend(badge, id, { title: 'a' }), amend(badge, id, { title: 'b' }))).to.deep.equal([
      ['UPDATE', ['b']],
    ]);
    expect(valuesOf(put(badge, row), remove(badge, id)).map(([verb]) => verb)).to.deep.equal(['DELETE']);
    expect(valuesOf(remove(badge, id), amend(badge, id, { title: 'late' })).map(([verb]) => verb)).to.deep.equal([
      'DELETE',
    ]);
    expect(valuesOf(remove(badge, id), put(badge, row)).map(([verb]) => verb)).to.deep.equal(['INSERT']);
  });

  it('leave a row alone when it has nothing but its key and is put again', () => {
    const lone = table('lone', { guild_id: key(text<GuildId>()) });
    const [statement] = keyedStatements(lone, [put(lone, { guild_id: guildId })]).map(sqlOf);
    expect(statement).to.contain('ON CONFLICT ("guild_id") DO NOTHING');
  });
});
