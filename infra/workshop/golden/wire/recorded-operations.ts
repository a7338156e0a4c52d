import type { Description } from '../openapi/breaking-changes.ts';

/** The operation that answers with the description itself, which is kept in a file of its own. */
const DESCRIPTION = 'readDescription';

/** Says whether an operation answers with the bytes of a file, which a recording of JSON cannot keep. */
const answersBytes = (operation: object): boolean =>
  JSON.stringify(operation).includes('"content":{"*/*"') && !('requestBody' in operation);

/** Lists the operations whose answers a recording keeps. */
export const recordedOperations = ({ paths }: Description): ReadonlyArray<string> =>
  Object.values(paths)
    .flatMap((methods) => Object.values(methods))
    .filter((operation) => !answersBytes(operation))
    .map((operation) => String(operation['operationId']))
    .filter((operation) => operation !== DESCRIPTION);
