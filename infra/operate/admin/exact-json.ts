/**
 * JSON with exact whole numbers. JSON numbers are exact up to 2^53 only, and log positions may be larger, so a bigint
 * is written as `{"bigint": "7"}`.
 */

const isPlain = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const mapped = (value: unknown, leaf: (value: unknown) => unknown): unknown => {
  const changed = leaf(value);
  if (changed !== value) return changed;
  if (Array.isArray(value)) return value.map((one) => mapped(one, leaf));
  if (!isPlain(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, mapped(one, leaf)]));
};

export const toExactJson = (value: unknown): unknown =>
  mapped(value, (one) => (typeof one === 'bigint' ? { bigint: one.toString() } : one));

export const fromExactJson = (value: unknown): unknown =>
  mapped(value, (one) =>
    isPlain(one) && typeof one['bigint'] === 'string' && Object.keys(one).length === 1 ? BigInt(one['bigint']) : one,
  );
