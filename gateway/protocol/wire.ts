/**
 * Codecs of values on the wire. Each codec carries its JSON Schema, so the published description and the check are one
 * value. All objects are exact: an unknown key is refused and never dropped, also a key such as `__proto__`.
 */
import { isLeft } from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import { SENT_CHARS_FACTOR } from '#gateway/protocol/limits.ts';

export type JsonSchema = { readonly [keyword: string]: unknown };
/** Codec of the wire, with its JSON Schema. */
export type Wire<A> = t.Type<A, unknown, unknown> & { readonly schema: JsonSchema };
/** Any codec of the wire. Codecs of io-ts are invariant, so `Wire<unknown>` would admit none of them. */
export type AnyWire = t.Mixed & { readonly schema: JsonSchema };
export type TypeOf<W extends AnyWire> = t.TypeOf<W>;

type Problem = string | undefined;

const wire = <A>(name: string, schema: JsonSchema, problem: (u: unknown) => Problem): Wire<A> => {
  const codec = new t.Type<A, unknown, unknown>(
    name,
    (u): u is A => problem(u) === undefined,
    (u, context) => {
      const bad = problem(u);
      return bad === undefined ? t.success(u as A) : t.failure(u, context, bad);
    },
    (a) => a,
  );
  return Object.assign(codec, { schema });
};

/** Puts a codec of the domain on the wire. The schema must say the same as the codec. */
export const described = <A>(codec: t.Type<A, string, unknown>, schema: JsonSchema): Wire<A> =>
  Object.assign(
    new t.Type<A, unknown, unknown>(codec.name, codec.is, (u, context) => codec.validate(u, context), codec.encode),
    { schema },
  );

const ULID_SCHEMA = { type: 'string', pattern: '^[0-7][0-9A-HJKMNP-TV-Z]{25}$' } as const;
export const id = <A>(codec: t.Type<A, string, unknown>): Wire<A> => described(codec, ULID_SCHEMA);

/** Tells whether a text has at most so many code points, which JSON Schema counts too. A point has one or two units. */
const fits = (text: string, most: number): boolean =>
  text.length <= most || (text.length <= 2 * most && Array.from(text).length <= most);

/** Codec of any text of `min` to `max` code points. The domain checks its meaning, in the domain's own words. */
export const text = (bounds: { readonly max: number; readonly min?: number }): Wire<string> => {
  const min = bounds.min ?? 0;
  return wire('text', { type: 'string', minLength: min, maxLength: bounds.max }, (u) => {
    if (typeof u !== 'string') return 'must be a text';
    if (!fits(u, bounds.max)) return `must have at most ${bounds.max} characters`;
    if (u.length < min) return min === 1 ? 'must not be empty' : `must have at least ${min} characters`;
    return u.isWellFormed() && !u.includes('\u0000') ? undefined : 'must be well-formed Unicode without NUL';
  });
};

/** Codec of a text that a client sends. The domain writes it in its one form first, and measures it then. */
export const sentText = (max: number): Wire<string> => text({ max: max * SENT_CHARS_FACTOR });

export const integer = (bounds: { readonly min: number; readonly max: number }): Wire<number> =>
  wire('integer', { type: 'integer', minimum: bounds.min, maximum: bounds.max }, (u) =>
    Number.isSafeInteger(u) && (u as number) >= bounds.min && (u as number) <= bounds.max
      ? undefined
      : `must be a whole number from ${bounds.min} to ${bounds.max}`,
  );

/** A flag in a query string: `true` or `false`. */
export const flagText: Wire<boolean> = described(
  new t.Type<boolean, string, unknown>(
    'flagText',
    t.boolean.is,
    (u, context) =>
      u === 'true' || u === 'false' ? t.success(u === 'true') : t.failure(u, context, 'must be true or false'),
    String,
  ),
  { type: 'boolean' },
);

/** Codec of a whole number in a query string. Its schema says integer, as OpenAPI wants it for parameters. */
export const integerText = (bounds: { readonly min: number; readonly max: number }): Wire<number> => {
  const inner = integer(bounds);
  return Object.assign(
    new t.Type<number, unknown, unknown>(
      'integerText',
      inner.is,
      (u, context) => inner.validate(typeof u === 'string' && /^-?\d{1,15}$/.test(u) ? Number(u) : undefined, context),
      (n) => String(n),
    ),
    { schema: inner.schema },
  );
};

/** Codec of ids in a query string, with commas between them. An empty text holds none. */
export const idsText = <A extends string>(codec: t.Type<A, string, unknown>, max: number): Wire<ReadonlyArray<A>> => {
  const inner = listOf(id(codec), max);
  return described(
    new t.Type<ReadonlyArray<A>, string, unknown>(
      'idsText',
      inner.is,
      (u, context) => inner.validate(typeof u === 'string' ? u.split(',').filter((one) => one !== '') : u, context),
      (ids) => ids.join(),
    ),
    { type: 'string' },
  );
};

export const flag: Wire<boolean> = wire('flag', { type: 'boolean' }, (u) =>
  typeof u === 'boolean' ? undefined : 'must be true or false',
);

export const oneOf = <const A extends string | number>(...values: ReadonlyArray<A>): Wire<A> =>
  wire('oneOf', { enum: values }, (u) =>
    (values as ReadonlyArray<unknown>).includes(u) ? undefined : `must be one of ${values.join(', ')}`,
  );

export const nullable = <A>(inner: Wire<A>): Wire<A | null> =>
  Object.assign(
    new t.Type<A | null, unknown, unknown>(
      inner.name,
      (u): u is A | null => u === null || inner.is(u),
      (u, context) => (u === null ? t.success(null) : inner.validate(u, context)),
      (a) => (a === null ? null : inner.encode(a)),
    ),
    { schema: { anyOf: [inner.schema, { type: 'null' }] } },
  );

export const listOf = <A>(inner: Wire<A>, max: number): Wire<ReadonlyArray<A>> =>
  Object.assign(
    new t.Type<ReadonlyArray<A>, unknown, unknown>(
      'list',
      (u): u is ReadonlyArray<A> => Array.isArray(u) && u.length <= max && u.every(inner.is),
      (u, context) => {
        if (!Array.isArray(u)) return t.failure(u, context, 'must be a list');
        if (u.length > max) return t.failure(u, context, `must have at most ${max} entries`);
        for (const [i, item] of u.entries()) {
          const checked = inner.validate(item, t.appendContext(context, String(i), inner, item));
          if (isLeft(checked)) return checked;
        }
        return t.success(u as ReadonlyArray<A>);
      },
      (as) => as.map(inner.encode),
    ),
    { schema: { type: 'array', items: inner.schema, maxItems: max } },
  );

/** Narrows a codec to the values in which `problem` finds nothing. `schema` says so too, as far as JSON Schema can. */
export const narrowed = <A>(inner: Wire<A>, problem: (a: A) => Problem, schema: JsonSchema = {}): Wire<A> =>
  Object.assign(
    new t.Type<A, unknown, unknown>(
      inner.name,
      (u): u is A => inner.is(u) && problem(u) === undefined,
      (u, context) => {
        const checked = inner.validate(u, context);
        if (isLeft(checked)) return checked;
        const bad = problem(checked.right);
        return bad === undefined ? checked : t.failure(u, context, bad);
      },
      (a) => inner.encode(a),
    ),
    { schema: { ...inner.schema, ...schema } },
  );

/** Codec of a list of texts or numbers that names none of them twice. */
export const listOfDistinct = <A extends string | number>(inner: Wire<A>, max: number): Wire<ReadonlyArray<A>> =>
  narrowed(listOf(inner, max), (list) => (new Set(list).size === list.length ? undefined : 'must name nothing twice'), {
    uniqueItems: true,
  });

type Fields = { readonly [key: string]: AnyWire };
type Required<F extends Fields> = { readonly [K in keyof F]: TypeOf<F[K]> };
type Optional<F extends Fields> = { readonly [K in keyof F]?: TypeOf<F[K]> };

const isRecord = (u: unknown): u is Record<string, unknown> => typeof u === 'object' && u !== null && !Array.isArray(u);

/** Codec of an exact object. Decoding builds a new object from the known keys alone. */
export const object = <R extends Fields, O extends Fields = Record<never, never>>(
  required: R,
  optional?: O,
): Wire<Required<R> & Optional<O>> => {
  type A = Required<R> & Optional<O>;
  const known = new Map<string, AnyWire>([...Object.entries(required), ...Object.entries(optional ?? {})]);
  const needed = Object.keys(required);
  const validate: t.Validate<unknown, A> = (u, context) => {
    if (!isRecord(u)) return t.failure(u, context, 'must be an object');
    for (const key of Object.keys(u)) {
      if (!known.has(key)) return t.failure(u, context, `has an unknown field ${JSON.stringify(key.slice(0, 64))}`);
    }
    for (const key of needed) if (!Object.hasOwn(u, key)) return t.failure(u, context, `lacks the field ${key}`);
    const made: Record<string, unknown> = {};
    for (const [key, codec] of known) {
      if (!Object.hasOwn(u, key)) continue;
      const checked = codec.validate(u[key], t.appendContext(context, key, codec, u[key]));
      if (isLeft(checked)) return checked;
      made[key] = checked.right;
    }
    return t.success(made as A);
  };
  const schema = {
    type: 'object',
    additionalProperties: false,
    required: needed,
    properties: Object.fromEntries([...known].map(([key, codec]) => [key, codec.schema])),
  };
  const root: t.Context = [];
  return Object.assign(
    new t.Type<A, unknown, unknown>(
      'object',
      (u): u is A => !isLeft(validate(u, root)),
      validate,
      (a) => a,
    ),
    { schema },
  );
};

/** Codec of any object, for a body that another standard describes. */
export const anyObject: Wire<object> = wire('object', { type: 'object' }, (u) =>
  isRecord(u) ? undefined : 'must be an object',
);

/** Codec of a union that one literal field tells apart. It reports only the errors of the right member. */
export const tagged = <K extends string, M extends { readonly [tag: string]: AnyWire }>(
  key: K,
  members: M,
): Wire<TypeOf<M[keyof M]>> => {
  type A = TypeOf<M[keyof M]>;
  const validate: t.Validate<unknown, A> = (u, context) => {
    const tag = isRecord(u) && Object.hasOwn(u, key) ? u[key] : undefined;
    const member = typeof tag === 'string' && Object.hasOwn(members, tag) ? members[tag] : undefined;
    if (member === undefined) return t.failure(u, context, `must have a known ${key}`);
    return member.validate(u, context) as t.Validation<A>;
  };
  return Object.assign(
    new t.Type<A, unknown, unknown>(
      'tagged',
      (u): u is A => !isLeft(validate(u, [])),
      validate,
      (a) => a,
    ),
    { schema: { oneOf: Object.values(members).map((m) => m.schema) } },
  );
};

/** Finds the first fault of a value. Path and message form a sentence: `content must be a text`. */
export const firstProblem = (errors: t.Errors): { readonly path: string; readonly message: string } => {
  const first = errors[0];
  const path = (first?.context ?? [])
    .map((entry) => entry.key)
    .filter((key) => key !== '')
    .join('.');
  return { path, message: first?.message ?? 'is not valid' };
};
