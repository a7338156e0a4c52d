import { expect } from 'chai';
import { type Api, apiOf, claimOwner } from '#infra/workshop/testkit/api-client.ts';
import { startServer, type TestServer } from '#infra/workshop/testkit/server.ts';

type Operation = { readonly operationId: string; readonly security: ReadonlyArray<unknown>; readonly summary: string };
type Description = { readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>> };

const ABSENT = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

describe('the description of the API', () => {
  let server: TestServer;
  let api: Api;
  let description: Description;
  before(async () => {
    server = await startServer();
    // This client compares every answer with the description, as in all other scenarios.
    api = await apiOf(server.url);
    description = (await api('GET', '/openapi.json')).body as Description;
  });
  after(() => server.stop());

  const filled = (path: string): string => path.replaceAll(/\{\w+\}/g, ABSENT);

  it('names the routes of the design', () => {
    const routes = Object.entries(description.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const messages = '/channels/{channel_id}/messages';
    expect(routes).to.include.members([
      'GET /health/live',
      'GET /health/ready',
      'GET /server',
      'POST /auth/register',
      'POST /auth/claim',
      'POST /auth/login',
      'POST /auth/refresh',
      'POST /auth/logout',
      'GET /auth/me',
      'GET /auth/sessions',
      'DELETE /auth/sessions/{session_id}',
      'POST /guilds',
      'GET /guilds',
      'PATCH /guilds/{guild_id}',
      'DELETE /guilds/{guild_id}',
      'POST /guilds/{guild_id}/leave',
      'GET /guilds/{guild_id}/members',
      'POST /guilds/{guild_id}/members/{user_id}/kick',
      'GET /guilds/{guild_id}/audit',
      'POST /guilds/{guild_id}/channels',
      'GET /guilds/{guild_id}/channels',
      'GET /channels/{channel_id}',
      'PATCH /channels/{channel_id}',
      'DELETE /channels/{channel_id}',
      'POST /guilds/{guild_id}/invites',
      'POST /invites/{code}/accept',
      `POST ${messages}`,
      `GET ${messages}`,
      `GET ${messages}/{message_id}`,
      `PATCH ${messages}/{message_id}`,
      `DELETE ${messages}/{message_id}`,
      `PUT ${messages}/{message_id}/reactions/{emoji}/me`,
      `DELETE ${messages}/{message_id}/reactions/{emoji}/me`,
    ]);
    expect(new Set(routes).size).to.equal(routes.length);
    const throughGuild = routes.filter((route) => route.includes('{guild_id}') && route.includes('{channel_id}'));
    expect(throughGuild, 'a channel is addressed by its id alone').to.deep.equal([]);
  });

  it('gives every route a summary and a unique name', () => {
    const operations = Object.values(description.paths).flatMap((methods) => Object.values(methods));
    expect(new Set(operations.map(({ operationId }) => operationId)).size).to.equal(operations.length);
    for (const { operationId, summary } of operations) expect(summary, operationId).to.match(/^[A-Z].+\.$/);
  });

  it('names exactly the routes that exist', async () => {
    const owner = await claimOwner(server, api);
    for (const [path, operations] of Object.entries(description.paths)) {
      for (const method of METHODS) {
        const answer = await owner.api(method, filled(path));
        const described = Object.hasOwn(operations, method.toLowerCase());
        expect(answer.status === 405, `${method} ${path}`).to.equal(!described);
        if (!described) expect(answer.headers.get('allow')).to.be.a('string');
      }
    }
  });

  it('names a security rule exactly where a token is required', async () => {
    for (const [path, operations] of Object.entries(description.paths)) {
      for (const [method, { security }] of Object.entries(operations)) {
        const answer = await api(method.toUpperCase(), filled(path));
        const demanded = answer.status === 401 && answer.code() === 'unauthenticated';
        expect(demanded, `${method} ${path}`).to.equal(security.length > 0);
      }
    }
  });

  it('is served itself, and no path that only resembles a route is served', async () => {
    for (const path of [
      '/guilds/',
      '/Guilds',
      '//guilds',
      '/api/guilds',
      '/auth',
      '/health',
      '/metrics',
      '/..%2fguilds',
      '/.env',
      '/openapi.yaml',
    ]) {
      expect((await api('GET', path)).code(), path).to.equal('not_found');
    }
  });
});
