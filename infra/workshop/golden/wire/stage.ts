/** Users and requests of a recording. Each answer is kept under the name of its operation. */
import type { ClientFrame } from '#gateway/protocol/frames.ts';
import { TokensAnswer } from '#gateway/protocol/requests.ts';
import { Me } from '#gateway/protocol/resources.ts';
import { type Answered, type Api, atLeastNow, caughtUp } from '#infra/workshop/testkit/api-client.ts';
import { type Client, client } from '#infra/workshop/testkit/gateway-client.ts';
import type { Description } from '../openapi/breaking-changes.ts';
import type { RawAnswer } from './wire-files.ts';

export const PASSWORD = 'correct horse battery staple';

type RecordedRequest = {
  readonly token?: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: string;
  readonly body?: unknown;
  readonly after?: Answered;
  /** True when the server must refuse the request. */
  readonly refused?: true;
};
/** Asks by the name of the operation, so that a recording does not depend on paths. */
export type Ask = (operation: string, asked?: RecordedRequest) => Promise<Answered>;

export const asking = (api: Api, description: Description, kept: Map<string, RawAnswer>): Ask => {
  const routes = new Map(
    Object.entries(description.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]): readonly [string, readonly [string, string]] => [
        String(operation['operationId']),
        [method.toUpperCase(), path],
      ]),
    ),
  );
  return async (operation, { token, params = {}, query = '', body, after, refused = false } = {}) => {
    const route = routes.get(operation);
    if (route === undefined) throw new Error(`there is no operation ${operation}`);
    const [method, template] = route;
    const path = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
    const answer = await api(method, `${path}${query}`, {
      ...(token === undefined ? {} : { token }),
      ...(body === undefined ? {} : { body }),
      ...atLeastNow(after),
    });
    const { status } = answer;
    if (status >= 400 !== refused) throw new Error(`${operation} answered ${status} ${JSON.stringify(answer.body)}`);
    const name = refused ? `${operation} ${status}` : operation;
    if (!kept.has(name))
      kept.set(name, { operation, status, ...(answer.body === undefined ? {} : { body: answer.body }) });
    return answer;
  };
};

export type User = { readonly userId: string; readonly access: string; readonly refresh: string };
export type Stage = {
  readonly url: string;
  readonly api: Api;
  readonly ask: Ask;
  readonly said: ClientFrame[];
};

export const userOf = async ({ ask, api }: Stage, tokens: Answered): Promise<User> => {
  await caughtUp(api);
  const { access_token: access, refresh_token: refresh = '' } = tokens.as(TokensAnswer);
  const { user_id: userId } = (await ask('readMe', { token: access })).as(Me);
  return { userId, access, refresh };
};

export const newcomer = async (stage: Stage, username: string): Promise<User> => {
  const body = { username, password: PASSWORD };
  await stage.ask('register', { body });
  return userOf(stage, await stage.ask('login', { body }));
};

export const speak = async ({ url, said }: Stage): Promise<Client> => {
  const one = await client(`${url.replace(/^http/, 'ws')}/gateway/ws`);
  const say = (frame: ClientFrame): void => {
    said.push(frame);
    one.say(frame);
  };
  return { ...one, say };
};

export type Places = { readonly guild_id: string; readonly channel_id: string };
