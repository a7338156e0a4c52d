/** The published description of the API, derived from the routes themselves. */
import type { Endpoint, Fields } from '#gateway/http/endpoint.ts';
import { PROBLEMS, type ProblemCode } from '#gateway/present/problems.ts';
import * as attachments from '#gateway/protocol/attachments.ts';
import { ATTEMPT_KEY_PATTERN } from '#gateway/protocol/attempt-key.ts';
import { PAGE_CURSOR_CHARS_MAX } from '#gateway/protocol/limits.ts';
import { REASON_HEADER, REASON_HEADER_PATTERN } from '#gateway/protocol/reason-header.ts';
import * as requests from '#gateway/protocol/requests.ts';
import * as resources from '#gateway/protocol/resources.ts';
import type { AnyWire, JsonSchema } from '#gateway/protocol/wire.ts';

export type OpenApi = { readonly [field: string]: unknown };

/** Names of the schemas that stand in the description under a name of their own. */
const named = new Map<JsonSchema, string>(
  Object.entries({ ...requests, ...resources, ...attachments }).flatMap(([name, value]) =>
    typeof value === 'object' && 'schema' in value && /^[A-Z]/.test(name) ? [[value.schema, name] as const] : [],
  ),
);

const isPlain = (u: unknown): u is JsonSchema => typeof u === 'object' && u !== null && !Array.isArray(u);

/** Replaces each named schema inside a schema by a reference. `top` keeps the outermost one. */
const referring = (schema: unknown, top = false): unknown => {
  if (Array.isArray(schema)) return schema.map((part) => referring(part));
  if (!isPlain(schema)) return schema;
  const name = top ? undefined : named.get(schema);
  if (name !== undefined) return { $ref: `#/components/schemas/${name}` };
  return Object.fromEntries(Object.entries(schema).map(([keyword, value]) => [keyword, referring(value)]));
};

const json = (codec: AnyWire) => ({ 'application/json': { schema: referring(codec.schema) } });

const BYTES = { '*/*': { schema: { type: 'string', format: 'binary' } } };

/** Lists the codes that every route of this access and method may answer. */
const commonCodes = (endpoint: Endpoint): ReadonlyArray<ProblemCode> => [
  'internal',
  'store_unavailable',
  ...(endpoint.takesBytes ? [] : (['body_unexpected'] as const)),
  'query_invalid',
  ...(endpoint.access === 'open' ? [] : (['rate_limited'] as const)),
  ...(endpoint.access === 'session' ? (['unauthenticated', 'position_invalid'] as const) : []),
  ...(endpoint.method === 'GET' ? [] : (['idempotency_key_invalid'] as const)),
  ...(Object.keys(endpoint.params).length > 0 ? (['not_found'] as const) : []),
  ...(endpoint.body === undefined
    ? []
    : ([
        'json_malformed',
        'json_too_complex',
        'json_duplicate_field',
        'body_invalid',
        'body_too_large',
        'content_type_unsupported',
      ] as const)),
];

const problemAnswers = (endpoint: Endpoint) => {
  const byStatus = new Map<number, Set<ProblemCode>>();
  for (const code of [...commonCodes(endpoint), ...endpoint.codes]) {
    const { status } = PROBLEMS[code];
    byStatus.set(status, (byStatus.get(status) ?? new Set()).add(code));
  }
  return [...byStatus].map(([status, codes]) => [
    String(status),
    {
      description: [...codes].map((code) => `\`${code}\`: ${PROBLEMS[code].title}.`).join(' '),
      content: {
        'application/problem+json': {
          schema: {
            allOf: [
              { $ref: '#/components/schemas/Problem' },
              { type: 'object', properties: { code: { enum: [...codes] }, status: { const: status } } },
            ],
          },
        },
      },
    },
  ]);
};

const parameters = (fields: Fields, location: 'path' | 'query') =>
  Object.entries(fields).map(([name, codec]) => ({
    name,
    in: location,
    required: location === 'path',
    schema: referring(codec.schema),
  }));

const header = (name: string, pattern: string, description: string) => ({
  name,
  in: 'header',
  required: false,
  description,
  schema: { type: 'string', pattern },
});
const AT_LEAST = header(
  'Filament-At-Least',
  `^[A-Za-z0-9_-]{1,${PAGE_CURSOR_CHARS_MAX}}$`,
  'A Filament-Position that you were given. The answer shows at least everything up to that position.',
);
const IDEMPOTENCY_KEY = header(
  'Idempotency-Key',
  ATTEMPT_KEY_PATTERN,
  'A ULID or version 7 UUID that you make for the first try. Send the same one when you try again.',
);

const REASON = header(
  REASON_HEADER,
  REASON_HEADER_PATTERN,
  'The reason for the audit log, as percent-encoded UTF-8. It is sealed, and stands in no other log.',
);

const answerHeaders = (endpoint: Endpoint) =>
  endpoint.method === 'GET'
    ? {
        'Filament-Stale': {
          description: 'True when the wait for Filament-At-Least ran out. Absent otherwise.',
          schema: { const: 'true' },
        },
      }
    : {
        'Filament-Position': {
          description: 'Sealed position of this change. A read with it as Filament-At-Least shows the change.',
          schema: { type: 'string' },
        },
      };

const operation = (endpoint: Endpoint) => ({
  operationId: endpoint.name,
  tags: [endpoint.slice],
  summary: endpoint.says,
  security: endpoint.access === 'session' ? [{ access_token: [] }] : [],
  parameters: [
    ...parameters(endpoint.params, 'path'),
    ...parameters(endpoint.query, 'query'),
    ...(endpoint.access === 'session' && endpoint.method === 'GET' ? [AT_LEAST] : []),
    ...(endpoint.method === 'GET' ? [] : [IDEMPOTENCY_KEY]),
    ...(endpoint.takesReason ? [REASON] : []),
  ],
  ...(endpoint.takesBytes ? { requestBody: { required: true, content: BYTES } } : {}),
  ...(endpoint.body === undefined
    ? {}
    : { requestBody: { required: requiresFields(endpoint.body.codec), content: json(endpoint.body.codec) } }),
  responses: {
    [endpoint.answer.status]: {
      description: endpoint.answer.says,
      headers: answerHeaders(endpoint),
      ...('body' in endpoint.answer ? { content: json(endpoint.answer.body) } : {}),
      ...('bytes' in endpoint.answer ? { content: BYTES } : {}),
    },
    ...Object.fromEntries(problemAnswers(endpoint)),
  },
});

const requiresFields = (codec: AnyWire): boolean => {
  const required = codec.schema['required'];
  return Array.isArray(required) && required.length > 0;
};

/** Describes the API in OpenAPI 3.1, from the values that the router runs. */
export const describeApi = (endpoints: ReadonlyArray<Endpoint>, publicUrl: URL): OpenApi => {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const endpoint of endpoints) {
    paths[endpoint.path] = { ...paths[endpoint.path], [endpoint.method.toLowerCase()]: operation(endpoint) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Filament',
      version: '1',
      description:
        'Unknown fields are refused. Errors are problem details (RFC 9457) with a stable code. An absent thing and a hidden thing answer alike. Live updates come over the WebSocket at /gateway/ws.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: publicUrl.origin }],
    paths,
    components: {
      securitySchemes: {
        access_token: { type: 'http', scheme: 'bearer', description: 'Token from the answer of /auth/login.' },
      },
      schemas: Object.fromEntries([...named].map(([schema, name]) => [name, referring(schema, true)])),
    },
  };
};
