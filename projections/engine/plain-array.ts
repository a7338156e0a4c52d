import { sql } from 'slonik';
import type { SqlStatement } from '#projections/ports/read-model.ts';

/**
 * An array of values that need no quotes inside it: ids, times, numbers, truths. One text costs a rebuild a third of
 * the driver's own arrays. Text from outside needs quotes and goes through `sql.array`.
 */
export const plainArray = (
  values: ReadonlyArray<string | number | bigint | boolean | null>,
  type: 'text' | 'int4' | 'int8' | 'bool',
): SqlStatement => sql.fragment`${`{${values.map((value) => value ?? 'NULL').join()}}`}::${sql.identifier([type])}[]`;
