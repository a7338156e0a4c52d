import { expect } from 'chai';
import { isLeft } from 'fp-ts/lib/Either.js';
import { commandIdOf } from '#gateway/protocol/attempt-key.ts';
import { type ApiDescription, narrowedDescription } from './narrowed.ts';

const operation = (operationId: string, signed: boolean, ...names: ReadonlyArray<string>) => ({
  operationId,
  security: signed ? [{ access_token: [] }] : [],
  parameters: names.map((name) => ({ name, schema: { type: 'string', pattern: 'x' } })),
});
const description: ApiDescription = {
  paths: {
    '/auth/login': { post: operation('login', false) },
    '/auth/sessions/{session_id}': { delete: operation('revokeSession', true, 'session_id') },
    '/guilds/{guild_id}': {
      patch: operation('changeGuild', true, 'guild_id', 'Idempotency-Key'),
      delete: operation('deleteGuild', true, 'guild_id'),
    },
  },
};
const real = { guild_id: { kept: ['KEPT'], spare: ['SPARE'] } };

describe('the description for random requests', () => {
  const { paths } = narrowedDescription(description, real);
  const schemaOf = (method: string, nth: number): unknown =>
    paths['/guilds/{guild_id}']?.[method]?.parameters[nth]?.schema;

  it('has the signed routes, without the one that would end the session of the run', () => {
    expect(Object.keys(paths)).to.deep.equal(['/guilds/{guild_id}']);
  });
  it('offers what exists beside random values, and only spare things to a route that deletes', () => {
    const random = { type: 'string', pattern: 'x' };
    expect(schemaOf('patch', 0)).to.deep.equal({ anyOf: [{ enum: ['KEPT'] }, random] });
    expect(schemaOf('delete', 0)).to.deep.equal({ anyOf: [{ enum: ['SPARE'] }, random] });
  });
  it('asks for idempotency keys of today', () => {
    const { pattern } = schemaOf('patch', 1) as { readonly pattern: string };
    const now = Date.now();
    expect(isLeft(commandIdOf(`${pattern.slice(1, 6)}${'0'.repeat(21)}`, now))).to.equal(false);
    expect(isLeft(commandIdOf(`${pattern.slice(1, 6)}${'Z'.repeat(21)}`, now))).to.equal(false);
  });
});
