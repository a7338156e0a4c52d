/** Reads every route from the server's own description, and makes a valid request for each. */
import { expect } from 'chai';
import type { Answered, Api, Sent } from '#infra/workshop/testkit/api-client.ts';

type Operation = {
  readonly operationId: string;
  readonly security: ReadonlyArray<unknown>;
  readonly requestBody?: object;
};
export type Route = Operation & { readonly method: string; readonly path: string };

/** Ids for the parts of a path and of a body. */
export type Place = {
  readonly guild_id: string;
  readonly channel_id: string;
  readonly message_id: string;
  readonly user_id: string;
  readonly role_id: string;
  readonly entry_id: string;
  readonly invite_id: string;
  readonly session_id: string;
  readonly code: string;
};

export const ABSENT = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
const REACTION = encodeURIComponent('👍');
const HOUR_MS = 3_600_000;
const NOBODY = { username: 'nobody-here', password: 'a password of nobody' };
const AN_HOUR_AGO = new Date(Date.now() - HOUR_MS).toISOString();
const IN_AN_HOUR = new Date(Date.now() + HOUR_MS).toISOString();

/** A valid body for every operation that takes one, so that only the place and the right can be wrong. */
const BODIES: Readonly<Record<string, (place: Place) => unknown>> = {
  register: () => ({ username: 'a-new-name', password: NOBODY.password }),
  claimOwnership: () => ({ secret: 'nobody-knows-it', ...NOBODY }),
  login: () => NOBODY,
  refresh: () => ({ refresh_token: 'no token at all' }),
  logout: () => ({}),
  createGuild: () => ({ name: 'mine' }),
  changeGuild: () => ({ name: 'taken over' }),
  changeOwner: ({ user_id }) => ({ user_id, password: NOBODY.password }),
  beginLockdown: () => ({}),
  createRole: () => ({ name: 'a new role', permissions: [] }),
  changeRole: () => ({ name: 'taken over' }),
  orderRoles: ({ role_id }) => ({ order: [role_id] }),
  changeOwnNickname: () => ({ nickname: 'me' }),
  changeNickname: () => ({ nickname: 'somebody' }),
  kickMember: () => ({}),
  banMember: () => ({}),
  unbanMember: () => ({}),
  timeOutMember: () => ({ until: IN_AN_HOUR }),
  deleteMessagesOfMember: ({ user_id }) => ({ user_id, since: AN_HOUR_AGO }),
  undoAct: () => ({ preview: true }),
  changeSettings: () => ({ sound: false }),
  // A rule that says nothing is taken away, also in a place out of sight. These say something.
  putGuildRule: () => ({
    level: 'mentions',
    muted: false,
    muted_until: null,
    suppress_everyone: false,
    suppress_roles: false,
  }),
  putChannelRule: () => ({ level: 'mentions', muted: false, muted_until: null }),
  previewRights: ({ role_id }) => ({ role: { role_id, permissions: [] } }),
  createChannel: () => ({ name: 'intruder', kind: 'text' }),
  changeChannel: () => ({ name: 'taken over' }),
  orderChannels: ({ channel_id }) => ({ order: [{ channel_id, parent_id: null }] }),
  setRoleOverwrite: () => ({ allow: [], deny: ['add_reactions'] }),
  setMemberOverwrite: () => ({ allow: [], deny: ['add_reactions'] }),
  createInvite: () => ({}),
  beginThread: () => ({ name: 'a thread', content: 'its first words' }),
  beginThreadAbout: () => ({ name: 'a thread' }),
  sendMessage: () => ({ content: 'I should not be here' }),
  markChannelRead: ({ message_id }) => ({ message_id }),
  editMessage: () => ({ content: 'changed by a stranger' }),
  deleteMessages: ({ message_id }) => ({ message_ids: [message_id] }),
};
const QUERIES: Readonly<Record<string, (place: Place) => string>> = {
  searchMessages: () => '?q=word',
  explainPermissions: ({ user_id }) => `?user_id=${user_id}`,
};

/** Reads the routes that the server describes. */
export const routesOf = async (api: Api): Promise<ReadonlyArray<Route>> => {
  const { paths } = (await api('GET', '/openapi.json')).body as {
    readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  };
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({ ...operation, method: method.toUpperCase(), path })),
  );
};

/** Sends the request of a route at a place. A route without a valid body here fails the test. */
export const ask = (by: Api, route: Route, place: Place, sent: Sent = {}): Promise<Answered> => {
  const path = route.path
    .replaceAll(/\{(\w+)\}/g, (part, name: string) =>
      name === 'emoji' ? REACTION : (place[name as keyof Place] ?? part),
    )
    .concat(QUERIES[route.operationId]?.(place) ?? '');
  expect(path, 'a part of the path that is not filled in').not.to.include('{');
  if (route.requestBody === undefined) return by(route.method, path, sent);
  const body = BODIES[route.operationId];
  expect(BODIES, 'add a body for every operation that takes one').to.have.property(route.operationId);
  return by(route.method, path, { body: body?.(place), ...sent });
};
