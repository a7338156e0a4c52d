import { expect } from 'chai';
import { breakingChanges, type Description } from './breaking-changes.ts';

const THING = {
  type: 'object',
  required: ['id', 'name'],
  properties: {
    id: { type: 'string', maxLength: 26 },
    name: { type: 'string', minLength: 1, maxLength: 64 },
    kind: { enum: ['text', 'voice'] },
    parent: { anyOf: [{ $ref: '#/components/schemas/Thing' }, { type: 'null' }] },
  },
};
const content = (schema: unknown) => ({ content: { 'application/json': { schema } } });
const OPERATION = {
  parameters: [
    { name: 'id', in: 'path', required: true, schema: { type: 'string' } },
    { name: 'limit', in: 'query', required: false, schema: { type: 'integer', maximum: 100 } },
  ],
  requestBody: { required: true, ...content({ $ref: '#/components/schemas/Thing' }) },
  responses: {
    200: content({ type: 'array', items: { $ref: '#/components/schemas/Thing' } }),
    404: { content: { 'application/problem+json': {} } },
  },
};

const described = (thing: object = {}, operation: object = {}, path = '/things/{id}'): Description => ({
  paths: { [path]: { post: { ...OPERATION, ...operation } } },
  components: { schemas: { Thing: { ...THING, ...thing } } },
});
const BEFORE = described();
const changes = (after: Description) => breakingChanges(BEFORE, after);
const AT = 'POST /things/{id}';

describe('breaking changes of the API', () => {
  it('are none between a description and itself', () => {
    expect(changes(described())).to.deep.equal([]);
  });

  it('are none when routes, fields of answers and optional parameters are added', () => {
    const wider = { properties: { ...THING.properties, more: { type: 'string' } } };
    const parameters = [...OPERATION.parameters, { name: 'more', in: 'query', required: false, schema: {} }];
    const after = described(wider, { parameters });
    expect(changes({ ...after, paths: { ...after.paths, '/more': { get: {} } } })).to.deep.equal([]);
  });

  it('are a path and a method that are gone', () => {
    expect(changes(described({}, {}, '/others/{id}'))).to.deep.equal([`${AT} is gone`]);
    expect(changes({ paths: { '/things/{id}': { get: OPERATION } } })).to.deep.equal([`${AT} is gone`]);
  });

  it('are a field that is gone, on both sides', () => {
    const { kind: _, ...properties } = THING.properties;
    expect(changes(described({ properties }))).to.deep.equal([`${AT} body.kind is gone`, `${AT} 200[].kind is gone`]);
  });

  it('are a field that requests must have, or that answers may lack', () => {
    expect(changes(described({ required: ['id', 'name', 'kind'] }))).to.deep.equal([`${AT} body.kind is now required`]);
    expect(changes(described({ required: ['id'] }))).to.deep.equal([`${AT} 200[].name may be absent`]);
  });

  it('are a value that requests may no longer have, or that answers may now have', () => {
    const kind = { ...THING.properties, kind: { enum: ['text'] } };
    expect(changes(described({ properties: kind }))).to.deep.equal([`${AT} body.kind no longer takes voice`]);
    const nullable = { ...THING.properties, name: { anyOf: [THING.properties.name, { type: 'null' }] } };
    expect(changes(described({ properties: nullable }))).to.deep.equal([`${AT} 200[].name may be null`]);
    const strict = { ...THING.properties, parent: { type: 'object' } };
    expect(changes(described({ properties: strict }))).to.include(`${AT} body.parent may no longer be null`);
  });

  it('are narrower bounds of requests alone', () => {
    const shorter = { ...THING.properties, name: { type: 'string', minLength: 2, maxLength: 32 } };
    expect(changes(described({ properties: shorter }))).to.deep.equal([
      `${AT} body.name: maxLength was 64 and is 32`,
      `${AT} body.name: minLength was 1 and is 2`,
    ]);
  });

  it('are another type, another status and another body', () => {
    const counted = { ...THING.properties, id: { type: 'integer' } };
    expect(changes(described({ properties: counted }))).to.include(
      `${AT} 200[].id was of type string and is of type integer`,
    );
    expect(changes(described({}, { responses: { 201: {} } }))).to.deep.equal([`${AT} no longer answers 200`]);
    const { requestBody: _, ...bodiless } = OPERATION;
    expect(changes({ ...BEFORE, paths: { '/things/{id}': { post: bodiless } } })).to.deep.equal([
      `${AT} takes no body any more`,
    ]);
  });

  it('are parameters that are gone, required or narrower', () => {
    const [id, limit] = OPERATION.parameters;
    expect(changes(described({}, { parameters: [id] }))).to.deep.equal([`${AT}: the parameter query limit is gone`]);
    expect(changes(described({}, { parameters: [id, { ...limit, required: true }] }))).to.deep.equal([
      `${AT}: the parameter query limit is now required`,
    ]);
    expect(
      changes(described({}, { parameters: [id, { ...limit, schema: { type: 'integer', maximum: 50 } }] })),
    ).to.deep.equal([`${AT} query limit: maximum was 100 and is 50`]);
  });
});
