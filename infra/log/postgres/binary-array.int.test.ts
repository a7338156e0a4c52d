import { expect } from 'chai';
import * as fc from 'fast-check';
import { Client } from 'pg';
import { anyCharacter } from '#infra/workshop/testkit/any-text.ts';
import { type FreshDatabase, freshDatabase } from '#infra/workshop/testkit/fresh-database.ts';
import { int2Array, int4Array, int8Array, jsonArray, textArray, uuidArray } from './binary-array.ts';

describe('arrays in binary form', () => {
  let database: FreshDatabase;
  let client: Client;
  before(async () => {
    database = await freshDatabase();
    client = new Client({ connectionString: database.url });
    await client.connect();
  });
  after(async () => {
    await client.end();
    await database.drop();
  });

  /** Returns the elements that Postgres reads from an array, as texts. */
  const readBack = async (type: string, array: Buffer): Promise<ReadonlyArray<string>> => {
    const { rows } = await client.query<[string]>({
      text: `SELECT element::text FROM unnest($1::${type}[]) WITH ORDINALITY AS array_of (element, at) ORDER BY at`,
      values: [array],
      rowMode: 'array',
    });
    return rows.map(([element]) => element);
  };

  const storable = fc.string({ unit: anyCharacter }).map((text) => text.replaceAll('\u0000', '').toWellFormed());

  it('arrive unchanged for texts and JSON', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(storable), async (texts) => {
        expect(await readBack('text', textArray(texts))).to.deep.equal(texts);
        const json = texts.map((text) => JSON.stringify({ [text]: text }));
        expect(await readBack('json', jsonArray(json))).to.deep.equal(json);
      }),
      { numRuns: 50 },
    );
  });

  it('arrive unchanged for numbers and ids', async () => {
    const integer = (bits: number) => fc.integer({ min: -(2 ** (bits - 1)), max: 2 ** (bits - 1) - 1 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(integer(16)),
        fc.array(integer(32)),
        fc.array(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
        fc.array(fc.uuid()),
        async (small, middle, large, ids) => {
          expect(await readBack('smallint', int2Array(small))).to.deep.equal(small.map(String));
          expect(await readBack('integer', int4Array(middle))).to.deep.equal(middle.map(String));
          expect(await readBack('bigint', int8Array(large))).to.deep.equal(large.map(String));
          expect(await readBack('uuid', uuidArray(ids))).to.deep.equal(ids);
        },
      ),
      { numRuns: 50 },
    );
  });
});
