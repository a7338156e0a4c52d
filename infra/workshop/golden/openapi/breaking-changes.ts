/** Finds the differences between two descriptions of the API that break a client written for the first one. */

type Schema = { readonly [keyword: string]: unknown };
export type Description = {
  readonly paths: { readonly [path: string]: { readonly [method: string]: Schema } };
  readonly components?: { readonly schemas?: { readonly [name: string]: unknown } };
};

/**
 * A client sends requests and reads answers. A request must not become narrower, and an answer must not lose anything.
 */
type Side = 'asked' | 'answered';
type Both = {
  readonly before: Description;
  readonly after: Description;
  readonly side: Side;
  /** References that were followed to come here. They stop the walk where a schema contains itself. */
  readonly within: ReadonlyArray<unknown>;
};

const isSchema = (u: unknown): u is Schema => typeof u === 'object' && u !== null && !Array.isArray(u);
const schemaIn = (u: unknown, ...keys: ReadonlyArray<string>): Schema =>
  keys.reduce<Schema>((at, key) => (isSchema(at[key]) ? at[key] : {}), isSchema(u) ? u : {});
const listIn = (schema: Schema, key: string): ReadonlyArray<unknown> => {
  const list = schema[key];
  return Array.isArray(list) ? list : [];
};

const REFERENCE = '#/components/schemas/';
const resolved = (document: Description, schema: Schema): Schema => {
  const reference = schema['$ref'];
  if (typeof reference !== 'string' || !reference.startsWith(REFERENCE)) return schema;
  return resolved(document, schemaIn(document.components?.schemas?.[reference.slice(REFERENCE.length)]));
};

const isNull = (schema: Schema): boolean => schema['type'] === 'null';

/** Splits a schema that may be null into the schema of its other values and a flag. */
const split = (document: Description, schema: Schema) => {
  const members = listIn(schema, 'anyOf').map((member) => schemaIn(member));
  const [other] = members.filter((member) => !isNull(member));
  const nullable = other !== undefined && members.some(isNull);
  const plain = nullable ? other : schema;
  return { reference: plain['$ref'], plain: resolved(document, plain), nullable };
};

const BOUNDS = [
  ['maxLength', 'lower'],
  ['maximum', 'lower'],
  ['maxItems', 'lower'],
  ['minLength', 'higher'],
  ['minimum', 'higher'],
] as const;

/** Returns the bounds that became narrower, so that a value of an old client may now be refused. */
const narrowed = (before: Schema, after: Schema, at: string): ReadonlyArray<string> =>
  BOUNDS.flatMap(([bound, worse]) => {
    const [was, is] = [before[bound], after[bound]];
    if (typeof is !== 'number' || was === is) return [];
    const isWorse = typeof was !== 'number' || (worse === 'lower' ? is < was : is > was);
    return isWorse ? [`${at}: ${bound} was ${String(was)} and is ${is}`] : [];
  });

const fieldsBroken = (both: Both, before: Schema, after: Schema, at: string): ReadonlyArray<string> => {
  const [had, has] = [schemaIn(before, 'properties'), schemaIn(after, 'properties')];
  const [needed, needs] = [listIn(before, 'required'), listIn(after, 'required')];
  const lost = Object.keys(had).filter((field) => !Object.hasOwn(has, field));
  const changed = Object.keys(had).filter((field) => Object.hasOwn(has, field));
  const newlyNeeded = both.side === 'asked' ? needs.filter((field) => !needed.includes(field)) : [];
  const noLongerSure = both.side === 'answered' ? needed.filter((field) => !needs.includes(field)) : [];
  return [
    ...lost.map((field) => `${at}.${field} is gone`),
    ...newlyNeeded.map((field) => `${at}.${String(field)} is now required`),
    ...noLongerSure
      .filter((field) => !lost.includes(String(field)))
      .map((field) => `${at}.${String(field)} may be absent`),
    ...changed.flatMap((field) => schemaBroken(both, schemaIn(had, field), schemaIn(has, field), `${at}.${field}`)),
  ];
};

const valuesBroken = (side: Side, before: Schema, after: Schema, at: string): ReadonlyArray<string> => {
  const [had, has] = [listIn(before, 'enum'), listIn(after, 'enum')];
  if (side === 'answered' || has.length === 0) return [];
  if (had.length === 0) return [`${at} takes certain values only`];
  return had.filter((value) => !has.includes(value)).map((value) => `${at} no longer takes ${String(value)}`);
};

const nullBroken = (side: Side, was: boolean, is: boolean, at: string): ReadonlyArray<string> => {
  if (side === 'answered') return is && !was ? [`${at} may be null`] : [];
  return was && !is ? [`${at} may no longer be null`] : [];
};

const schemaBroken = (all: Both, first: Schema, second: Schema, at: string): ReadonlyArray<string> => {
  const [was, is] = [split(all.before, first), split(all.after, second)];
  const byNull = nullBroken(all.side, was.nullable, is.nullable, at);
  if (was.reference !== undefined && all.within.includes(was.reference)) return byNull;
  const both = { ...all, within: [...all.within, was.reference] };
  const [before, after] = [was.plain, is.plain];
  if (before['type'] !== after['type'])
    return [...byNull, `${at} was of type ${String(before['type'])} and is of type ${String(after['type'])}`];
  return [
    ...byNull,
    ...(both.side === 'asked' ? narrowed(before, after, at) : []),
    ...valuesBroken(both.side, before, after, at),
    ...fieldsBroken(both, before, after, at),
    ...('items' in before ? schemaBroken(both, schemaIn(before, 'items'), schemaIn(after, 'items'), `${at}[]`) : []),
  ];
};

const parametersOf = (operation: Schema): ReadonlyMap<string, Schema> =>
  new Map(
    listIn(operation, 'parameters')
      .filter(isSchema)
      .map((parameter) => [`${String(parameter['in'])} ${String(parameter['name'])}`, parameter]),
  );

const parametersBroken = (both: Both, before: Schema, after: Schema, at: string): ReadonlyArray<string> => {
  const [had, has] = [parametersOf(before), parametersOf(after)];
  const missing = [...has].filter(([name, { required }]) => required === true && had.get(name)?.['required'] !== true);
  return [
    ...missing.map(([name]) => `${at}: the parameter ${name} is now required`),
    ...[...had].flatMap(([name, parameter]) => {
      const now = has.get(name);
      if (now === undefined) return [`${at}: the parameter ${name} is gone`];
      return schemaBroken(both, schemaIn(parameter, 'schema'), schemaIn(now, 'schema'), `${at} ${name}`);
    }),
  ];
};

const JSON_CONTENT = ['content', 'application/json', 'schema'];

const operationBroken = (documents: Pick<Both, 'before' | 'after'>, before: Schema, after: Schema, at: string) => {
  const asked: Both = { ...documents, side: 'asked', within: [] };
  const answered: Both = { ...documents, side: 'answered', within: [] };
  const successes = Object.keys(schemaIn(before, 'responses')).filter((status) => status < '400');
  const bodyNow = schemaIn(after, 'requestBody');
  const hadBody = 'requestBody' in before;
  return [
    ...parametersBroken(asked, before, after, at),
    ...(hadBody && !('requestBody' in after) ? [`${at} takes no body any more`] : []),
    ...(!hadBody && bodyNow['required'] === true ? [`${at} needs a body`] : []),
    ...(hadBody && 'requestBody' in after
      ? schemaBroken(
          asked,
          schemaIn(before, 'requestBody', ...JSON_CONTENT),
          schemaIn(bodyNow, ...JSON_CONTENT),
          `${at} body`,
        )
      : []),
    ...successes.flatMap((status) => {
      const [was, is] = [schemaIn(before, 'responses', status), schemaIn(after, 'responses', status)];
      if (Object.keys(is).length === 0) return [`${at} no longer answers ${status}`];
      return schemaBroken(answered, schemaIn(was, ...JSON_CONTENT), schemaIn(is, ...JSON_CONTENT), `${at} ${status}`);
    }),
  ];
};

/** Returns one line for each breaking difference. New routes, new answers and new fields of answers break no client. */
export const breakingChanges = (before: Description, after: Description): ReadonlyArray<string> =>
  Object.entries(before.paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, operation]) => {
      const at = `${method.toUpperCase()} ${path}`;
      const now = after.paths[path]?.[method];
      return now === undefined
        ? [`${at} is gone`]
        : operationBroken({ before, after }, schemaIn(operation), schemaIn(now), at);
    }),
  );
