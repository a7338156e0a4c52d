import { expect } from 'chai';
import { PROTOCOL_LEVEL } from '#gateway/protocol/frames.ts';
import { describedBy, type HoldsTo } from '#infra/workshop/testkit/described.ts';
import { startServer, type TestServer } from '#infra/workshop/testkit/server.ts';
import { breakingChanges, type Description } from '../openapi/breaking-changes.ts';
import { recordedOperations } from './recorded-operations.ts';
import { lastDescription, recordedWire, understoodLevels } from './wire-files.ts';

describe('the HTTP API of today', () => {
  let server: TestServer;
  let today: Description;
  let holdsTo: HoldsTo;
  const routes = new Map<string, readonly [method: string, path: string]>();
  before(async () => {
    server = await startServer();
    today = await (await fetch(`${server.url}/openapi.json`)).json();
    holdsTo = describedBy(today);
    for (const [path, methods] of Object.entries(today.paths))
      for (const [method, operation] of Object.entries(methods))
        routes.set(String(operation['operationId']), [method.toUpperCase(), path]);
  });
  after(() => server.stop());

  it('has a recorded answer of its own level for every operation', () => {
    const recorded = recordedWire(PROTOCOL_LEVEL)
      .answers.filter(({ status }) => status < 400)
      .map(({ operation }) => operation);
    expect(recordedOperations(today)).to.have.members(recorded);
  });

  it('still describes every recorded answer of its own level and of the level before', () => {
    for (const level of understoodLevels())
      for (const { operation, status, body } of recordedWire(level).answers) {
        const [method, path] = routes.get(operation) ?? [];
        if (method === undefined || path === undefined) throw new Error(`level ${level} knew ${operation}`);
        holdsTo(method, path, status, status < 400 ? 'application/json' : 'application/problem+json', body);
      }
  });

  it('breaks no client of the last release', () => {
    expect(breakingChanges(lastDescription(), today)).to.deep.equal([]);
  });
});
