import type { JsonSchema } from '#gateway/protocol/wire.ts';

const isRecord = (u: unknown): u is Record<string, unknown> => typeof u === 'object' && u !== null && !Array.isArray(u);
const schemaAt = (schema: JsonSchema, keyword: string): JsonSchema | undefined => {
  const found = schema[keyword];
  return isRecord(found) ? found : undefined;
};

/**
 * Takes the parts of a value that a schema names: known fields, and known names in a list of names. A client reads a
 * newer server with it, which may add fields and permissions. Everything else stays as it is, for the codec to judge.
 */
export const knownParts = (schema: JsonSchema, value: unknown): unknown => {
  const anyOf = schema['anyOf'];
  if (Array.isArray(anyOf)) return value === null ? null : knownParts(anyOf[0], value);
  const items = schemaAt(schema, 'items');
  if (items !== undefined && Array.isArray(value)) {
    const names = items['enum'];
    return Array.isArray(names)
      ? value.filter((name) => names.includes(name))
      : value.map((item) => knownParts(items, item));
  }
  const properties = schemaAt(schema, 'properties');
  if (properties === undefined || !isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(properties).flatMap(([key, inner]) =>
      Object.hasOwn(value, key) ? [[key, knownParts(inner as JsonSchema, value[key])]] : [],
    ),
  );
};
