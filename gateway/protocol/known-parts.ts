import type { JsonSchema } from '#gateway/protocol/wire.ts';

const isRecord = (u: unknown): u is Record<string, unknown> => typeof u === 'object' && u !== null && !Array.isArray(u);
const schemaAt = (schema: JsonSchema, keyword: string): JsonSchema | undefined => {
  const found = schema[keyword];
  return isRecord(found) ? found : undefined;
};

/** Stands for a thing of a kind that the schema does not name, such as a line that a newer server makes. */
export const UNKNOWN_KIND: unique symbol = Symbol('unknown kind');

/** True for a thing whose `kind` is a name, and none of those in the schema of its field. */
const isOfUnknownKind = (properties: JsonSchema, value: Record<string, unknown>): boolean => {
  const kinds = schemaAt(properties, 'kind')?.['enum'];
  const kind = value['kind'];
  return Array.isArray(kinds) && typeof kind === 'string' && !kinds.includes(kind);
};

/**
 * Takes the parts of a value that a schema names: known fields, known names in a list of names, and things of a known
 * kind in a list of things. A client reads a newer server with it, which may add fields, permissions and kinds.
 * Everything else stays as it is, for the codec to judge. A value that is, or needs, a thing of another kind is
 * `UNKNOWN_KIND`.
 */
export const knownParts = (schema: JsonSchema, value: unknown): unknown => {
  const anyOf = schema['anyOf'];
  if (Array.isArray(anyOf)) return value === null ? null : knownParts(anyOf[0], value);
  const items = schemaAt(schema, 'items');
  if (items !== undefined && Array.isArray(value)) {
    const names = items['enum'];
    return Array.isArray(names)
      ? value.filter((name) => names.includes(name))
      : value.map((item) => knownParts(items, item)).filter((item) => item !== UNKNOWN_KIND);
  }
  const properties = schemaAt(schema, 'properties');
  if (properties === undefined || !isRecord(value)) return value;
  if (isOfUnknownKind(properties, value)) return UNKNOWN_KIND;
  const parts = Object.entries(properties).flatMap(([key, inner]) =>
    Object.hasOwn(value, key) ? [[key, knownParts(inner as JsonSchema, value[key])] as const] : [],
  );
  return parts.some(([, part]) => part === UNKNOWN_KIND) ? UNKNOWN_KIND : Object.fromEntries(parts);
};
