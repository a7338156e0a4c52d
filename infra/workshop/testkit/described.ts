/** Compares every answer with the server's own API description. */
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

type Described = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly responses: Record<string, unknown> }>>>>;
};
/** Throws when an answer differs from the description: an unknown route, status or content type, or another shape. */
export type HoldsTo = (method: string, path: string, status: number, contentType: string | null, body: unknown) => void;

const pointer = (part: string): string => part.replaceAll('~', '~0').replaceAll('/', '~1');

/** Statuses that are allowed for any path, because a client may ask for a path that is no route. */
const ANYWHERE = new Set([404, 405]);

export const describedBy = (document: unknown): HoldsTo => {
  const described = document as Described;
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema(document as object, 'api');
  // The router prefers a fixed part to a parameter, so a route with fewer parameters comes first.
  const parameters = (template: string): number => template.split('{').length;
  const routes = Object.keys(described.paths)
    .toSorted((a, b) => parameters(a) - parameters(b))
    .map((template) => ({ template, pattern: new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+')}$`) }));
  const compiled = new Map<string, ValidateFunction>();
  const validatorOf = (reference: string): ValidateFunction => {
    const known = compiled.get(reference) ?? ajv.compile({ $ref: `api#${encodeURI(reference)}` });
    compiled.set(reference, known);
    return known;
  };
  return (method, path, status, contentType, body) => {
    const at = `${method} ${path} answered ${status}`;
    const route = routes.find(({ pattern }) => pattern.test(path.split('?', 1)[0] ?? ''));
    const operation = route === undefined ? undefined : described.paths[route.template]?.[method.toLowerCase()];
    const problem = '/components/schemas/Problem';
    let reference: string;
    if (operation === undefined || route === undefined) {
      if (!ANYWHERE.has(status)) throw new Error(`${at} and is not described`);
      reference = problem;
    } else {
      if (!Object.hasOwn(operation.responses, status))
        throw new Error(`${at}, which is not described: ${JSON.stringify(body)}`);
      if (status === 204) {
        if (body !== undefined) throw new Error(`${at} with a body`);
        return;
      }
      const type = status < 400 ? 'application/json' : 'application/problem+json';
      if (contentType?.split(';', 1)[0] !== type) throw new Error(`${at} as ${contentType}`);
      const parts = [
        'paths',
        route.template,
        method.toLowerCase(),
        'responses',
        String(status),
        'content',
        type,
        'schema',
      ];
      reference = `/${parts.map(pointer).join('/')}`;
    }
    const validate = validatorOf(reference);
    if (!validate(body))
      throw new Error(`${at} not as described: ${ajv.errorsText(validate.errors)} ${JSON.stringify(body)}`);
  };
};
