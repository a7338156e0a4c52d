/** Sends requests to a server over HTTP, and compares every answer with the server's own API description. */
import { isLeft } from 'fp-ts/lib/Either.js';
import { Problem } from '#gateway/protocol/problem.ts';
import { RegisterAnswer, TokensAnswer } from '#gateway/protocol/requests.ts';
import { Channel, Guild, Invite, Me, Message, MessagePage } from '#gateway/protocol/resources.ts';
import { firstProblem, type Wire } from '#gateway/protocol/wire.ts';
import { describedBy } from './described.ts';
import type { TestServer } from './server.ts';

export type Sent = {
  readonly token?: string;
  /** Sent as JSON. A string is sent unchanged. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
};
export type Answered = {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
  /** Decodes the body with exactly this codec. The test fails when that is impossible. */
  readonly as: <A>(codec: Wire<A>) => A;
  /** Returns the code of the problem. The test fails when the answer is no problem. */
  readonly code: () => string;
};
export type Api = (method: string, path: string, sent?: Sent) => Promise<Answered>;

const headersOf = ({ token, body, headers }: Sent): Record<string, string> => ({
  ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
  ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
  ...headers,
});

const bodyOf = (body: unknown): { readonly body?: string } =>
  body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };

const answered = (method: string, path: string, response: Response, body: unknown): Answered => {
  const as = <A>(codec: Wire<A>): A => {
    const decoded = codec.decode(body);
    if (!isLeft(decoded)) return decoded.right;
    const { path: field, message } = firstProblem(decoded.left);
    throw new Error(`${method} ${path} answered ${response.status} ${JSON.stringify(body)}: ${field} ${message}`);
  };
  return { status: response.status, headers: response.headers, body, as, code: () => as(Problem).code };
};

export const apiOf = async (url: string): Promise<Api> => {
  const description = await fetch(`${url}/openapi.json`);
  const hold = describedBy(await description.json());
  return async (method, path, sent = {}) => {
    const response = await fetch(`${url}${path}`, { method, headers: headersOf(sent), ...bodyOf(sent.body) });
    const text = await response.text();
    const body: unknown = text === '' ? undefined : JSON.parse(text);
    hold(method, path, response.status, response.headers.get('content-type'), body);
    return answered(method, path, response, body);
  };
};

/** Longest wait on a busy machine, in milliseconds. A longer one is a fault. */
const SURELY_MS = 30_000;

/** Repeats a request that was refused as not ready, once the server is ready, as any client does. */
const oncePossible = async (api: Api, ask: () => Promise<Answered>): Promise<Answered> => {
  const answer = await ask();
  if (answer.status !== 503) return answer;
  await caughtUp(api);
  return ask();
};

export const PASSWORD = 'correct horse battery staple';

export type Person = {
  readonly name: string;
  readonly userId: Me['user_id'];
  readonly accessToken: string;
  readonly refreshToken: string;
  /** Sends requests with this person's access token. */
  readonly api: Api;
};

/** Builds a person. `after` is the answer that held the tokens. */
const person = async (api: Api, name: string, after: Answered): Promise<Person> => {
  const tokens = after.as(TokensAnswer);
  const token = tokens.access_token;
  const own: Api = (method, path, sent = {}) => api(method, path, { token, ...sent });
  const me = (await oncePossible(api, () => own('GET', '/auth/me', atLeastNow(after)))).as(Me);
  return { name, userId: me.user_id, accessToken: token, refreshToken: tokens.refresh_token ?? '', api: own };
};

/** Returns the header with which a read shows the change of an earlier answer. */
export const atLeastNow = (after: Answered | undefined): Sent => {
  const position = after?.headers.get('filament-position');
  return position === null || position === undefined ? {} : { headers: { 'Filament-At-Least': position } };
};

export const logIn = async (api: Api, name: string): Promise<Person> => {
  const answer = await api('POST', '/auth/login', { body: { username: name, password: PASSWORD } });
  return person(api, name, answer);
};

export const claimOwner = async (
  server: Pick<TestServer, 'ownerSecret'>,
  api: Api,
  name = 'owner',
): Promise<Person> => {
  const answer = await api('POST', '/auth/claim', {
    body: { secret: server.ownerSecret, username: name, password: PASSWORD },
  });
  return person(api, name, answer);
};

export const newcomer = async (api: Api, name: string, invite?: string): Promise<Person> => {
  const body = { username: name, password: PASSWORD, ...(invite === undefined ? {} : { invite }) };
  (await api('POST', '/auth/register', { body })).as(RegisterAnswer);
  return logIn(api, name);
};

export const makeGuild = async (owner: Person, name: string): Promise<Guild> =>
  (await owner.api('POST', '/guilds', { body: { name } })).as(Guild);

export const makeChannel = async (owner: Person, guild: Pick<Guild, 'guild_id'>, name: string): Promise<Channel> =>
  (await owner.api('POST', `/guilds/${guild.guild_id}/channels`, { body: { name, kind: 'text' } })).as(Channel);

/** Creates an invite as `owner` and accepts it as each of `people`. Resolves once every read shows them as members. */
export const join = async (
  owner: Person,
  guild: { readonly guild_id: string },
  ...people: ReadonlyArray<Person>
): Promise<void> => {
  const invite = (await owner.api('POST', `/guilds/${guild.guild_id}/invites`, { body: {} })).as(Invite);
  for (const one of people) {
    const accepted = await one.api('POST', `/invites/${invite.code}/accept`);
    await oncePossible(one.api, () => one.api('GET', '/guilds', atLeastNow(accepted)));
  }
};

export const pathOf = (channel: { readonly channel_id: string }): string => `/channels/${channel.channel_id}`;

export const say = async (author: Person, channel: { readonly channel_id: string }, content: string) => {
  const answer = await author.api('POST', `${pathOf(channel)}/messages`, { body: { content } });
  return { ...answer.as(Message), after: answer };
};

/** Reads all messages of a channel, oldest first, page by page. */
export const everyMessage = async (
  reader: Person,
  channel: Pick<Channel, 'channel_id'>,
): Promise<ReadonlyArray<Message>> => {
  const messages: Message[] = [];
  const path = `${pathOf(channel)}/messages?limit=100`;
  for (let before: string | null = ''; before !== null; ) {
    const answer = await reader.api('GET', before === '' ? path : `${path}&before=${before}`);
    const page: MessagePage = answer.as(MessagePage);
    messages.push(...page.messages);
    before = page.next_before;
  }
  return messages.toReversed();
};

/** Waits until every read shows all changes so far, which is exactly when the server is ready. */
export const caughtUp = async (api: Api): Promise<void> => {
  for (const until = performance.now() + SURELY_MS; ; ) {
    const ready = await api('GET', '/health/ready');
    if (ready.status === 200) return;
    if (performance.now() > until) throw new Error(`the read models do not catch up: ${JSON.stringify(ready.body)}`);
  }
};
