/** Makes a copy of the description in which random values get further than to the first refusal. */
import { ulid } from 'ulid';

type Json = { readonly [key: string]: unknown };
type Parameter = { readonly name: string; readonly schema: Json };
type Operation = {
  readonly operationId: string;
  readonly security: ReadonlyArray<unknown>;
  readonly parameters: ReadonlyArray<Parameter>;
};
export type ApiDescription = { readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>> };
/** Values that exist, by the name of their parameter. The spare ones may be deleted. */
export type RealValues = Readonly<
  Record<string, { readonly kept: ReadonlyArray<string>; readonly spare: ReadonlyArray<string> }>
>;

/** Operations that would end the session of the run. */
const LEFT_OUT = new Set(['revokeSession']);
/** Parameter that names what an operation deletes. It gets spare values alone, so that all others find the rest. */
const DELETES: Readonly<Record<string, string>> = {
  deleteGuild: 'guild_id',
  deleteChannel: 'channel_id',
  deleteMessage: 'message_id',
  kickMember: 'user_id',
};
/** Characters of a ULID's time that stay the same for nine hours. */
const TIME_CHARS = 5;
const KEY_OF_TODAY = `^${ulid().slice(0, TIME_CHARS)}[0-9A-HJKMNP-TV-Z]{21}$`;

/** Adds real values to a parameter, and says what no pattern can: an idempotency key is made today. */
const narrowed = (parameter: Parameter, operationId: string, real: RealValues): Parameter => {
  if (parameter.name === 'Idempotency-Key') return { ...parameter, schema: { type: 'string', pattern: KEY_OF_TODAY } };
  const values = real[parameter.name];
  if (values === undefined) return parameter;
  const known = DELETES[operationId] === parameter.name ? values.spare : values.kept;
  return { ...parameter, schema: { anyOf: [{ enum: known }, parameter.schema] } };
};

/** Keeps the routes that need a token. */
export const narrowedDescription = (description: ApiDescription, real: RealValues): ApiDescription => ({
  ...description,
  paths: Object.fromEntries(
    Object.entries(description.paths).flatMap(([path, operations]) => {
      const kept = Object.entries(operations)
        .filter(([, { operationId, security }]) => security.length > 0 && !LEFT_OUT.has(operationId))
        .map(([method, operation]) => {
          const parameters = operation.parameters.map((one) => narrowed(one, operation.operationId, real));
          return [method, { ...operation, parameters }];
        });
      return kept.length === 0 ? [] : [[path, Object.fromEntries(kept)]];
    }),
  ),
});
