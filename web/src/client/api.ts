/** The HTTP requests of the client. The codecs of the protocol decode each answer. */

import { isLeft } from 'fp-ts/lib/Either.js';
import type { MessageRef } from '#domain/kernel/address.ts';
import type { ChannelId, GuildId, MessageId, UserId } from '#domain/kernel/ids.ts';
import { HISTORY_PAGE_MAX, MEMBERS_PAGE_MAX } from '#gateway/protocol/limits.ts';
import { AddressAnswer, RegisterAnswer, ServerAnswer, TokensAnswer } from '#gateway/protocol/requests.ts';
import { InvitePreview, MemberPage, Message, MessagePage, Unread } from '#gateway/protocol/resources.ts';
import { SearchPage } from '#gateway/protocol/search.ts';
import type { Wire } from '#gateway/protocol/wire.ts';
import { newKey } from '#web/platform/new-key.ts';
import type { Platform } from '#web/platform/platform.ts';
import type { TokenStore } from '#web/session/tokens.ts';
import type { SearchSort } from '#web/store/state.ts';
import { ask, type HttpAnswer, type HttpRequest, tell } from '#web/wire/http.ts';

export type Credentials = { readonly username: string; readonly password: string };
/** The start of a page of history. `until` is the sealed position in the log at which a subscription began. */
export type HistoryStart =
  | { readonly side: 'before' | 'after' | 'around'; readonly at: MessageId }
  | { readonly side: 'until'; readonly at: string };
export type SearchRequest = {
  readonly text: string;
  readonly sort: SearchSort;
  readonly before: string | null;
  readonly signal?: AbortSignal;
};

const guildPath = (id: GuildId): string => `/guilds/${id}`;
const invitePath = (code: string): string => `/invites/${encodeURIComponent(code)}`;
const channelPath = (id: ChannelId): string => `/channels/${id}`;
const messagePath = (at: MessageRef): string => `${channelPath(at.channelId)}/messages/${at.messageId}`;
const reactionPath = (at: MessageRef, emoji: string): string =>
  `${messagePath(at)}/reactions/${encodeURIComponent(emoji)}/me`;

const historyQuery = (from: HistoryStart | null, limit: number): URLSearchParams =>
  new URLSearchParams({ limit: String(limit), ...(from === null ? {} : { [from.side]: from.at }) });
type SearchIn<A> = (zone: string | null, id: GuildId, asked: SearchRequest) => Promise<HttpAnswer<A>>;

const searchRequest: (...asked: Parameters<SearchIn<unknown>>) => HttpRequest = (
  zone,
  id,
  { text, sort, before, signal },
) => {
  const more = { ...(before === null ? {} : { before }), ...(zone === null ? {} : { zone }) };
  return { method: 'GET', path: `${guildPath(id)}/search?${new URLSearchParams({ q: text, sort, ...more })}`, signal };
};

/** Searches in the most exact time zone that the server knows. When it knows none, days are those of UTC. */
const inKnownZone = <A>({ timeZones }: Pick<Platform, 'timeZones'>, searchIn: SearchIn<A>) => {
  const unknown = new Set<string>();
  return async function search(id: GuildId, asked: SearchRequest): Promise<HttpAnswer<A>> {
    const zone = timeZones().find((one) => !unknown.has(one)) ?? null;
    const answer = await searchIn(zone, id, asked);
    if (zone === null || !isLeft(answer) || answer.left.field !== 'zone') return answer;
    unknown.add(zone);
    return search(id, asked);
  };
};

const membersPath = (id: GuildId, asked: { readonly [name: string]: string }): string =>
  `${guildPath(id)}/members?${new URLSearchParams(asked)}`;

/** Requests that list members. */
const memberApi = ({ read }: SignedRequests) => ({
  members: (id: GuildId, after: UserId | null) => {
    const asked = { limit: `${MEMBERS_PAGE_MAX}`, ...(after === null ? {} : { after }) };
    return read({ method: 'GET', path: membersPath(id, asked) }, MemberPage);
  },
  /** Finds members whose names begin like this. */
  membersNamed: (id: GuildId, name: string, limit: number) =>
    read({ method: 'GET', path: membersPath(id, { name, limit: `${limit}` }) }, MemberPage),
});

/** Requests that need no login. */
const openApi = (platform: Platform) => ({
  server: () => ask(platform, { method: 'GET', path: '/server' }, ServerAnswer),
  address: () => ask(platform, { method: 'GET', path: '/server/address' }, AddressAnswer),
  previewInvite: (code: string) => ask(platform, { method: 'GET', path: invitePath(code) }, InvitePreview),
});

type SignedRequests = {
  readonly read: <A>(asked: HttpRequest, codec: Wire<A>) => Promise<HttpAnswer<A>>;
  readonly run: (asked: HttpRequest) => Promise<HttpAnswer<null>>;
};

/** Requests that mark messages as read or unread. */
const markApi = ({ read, run }: SignedRequests) => ({
  /** Marks a channel as read up to a message. */
  markRead: ({ channelId, messageId: message_id }: MessageRef) =>
    read({ method: 'PUT', path: `${channelPath(channelId)}/read`, body: { message_id }, readsFirst: true }, Unread),
  markUnreadFrom: ({ channelId, messageId: unread_from }: MessageRef) =>
    read({ method: 'PUT', path: `${channelPath(channelId)}/read`, body: { unread_from }, readsFirst: true }, Unread),
  markGuildRead: (id: GuildId) => run({ method: 'PUT', path: `${guildPath(id)}/read`, readsFirst: true }),
});

/** @param serverNow The estimated clock of the server, in milliseconds since 1970. Idempotency keys carry its time. */
export const api = (platform: Platform, tokens: TokenStore, serverNow: () => number) => {
  /** The last position token, sent with reads so that a client reads its own writes. It ends with the session. */
  let position: string | undefined;
  const heardPosition = (heard: string): void => {
    position = heard;
  };
  /** Sends something with the access token. When the server refused the token, it renews it and sends once more. */
  const withToken = async <A>(
    send: (accessToken: string | undefined) => Promise<A>,
    isRefused: (answer: A) => boolean,
  ): Promise<A> => {
    const once = () => send(tokens.access() ?? undefined);
    const first = await once();
    return isRefused(first) && (await tokens.renew()) === 'renewed' ? once() : first;
  };
  const signed = async <A>(
    asked: HttpRequest,
    send: (asked: HttpRequest) => Promise<HttpAnswer<A>>,
  ): Promise<HttpAnswer<A>> => {
    const reads = asked.method === 'GET' || asked.readsFirst === true;
    const atLeast = reads ? position : undefined;
    return withToken(
      (accessToken) => send({ ...asked, atLeast, accessToken, heardPosition }),
      (answer) => isLeft(answer) && answer.left.status === 401,
    );
  };
  const read = <A>(asked: HttpRequest, codec: Wire<A>) => signed(asked, (a) => ask(platform, a, codec));
  const run = (asked: HttpRequest) => signed(asked, (a) => tell(platform, a));
  const open = <A>(path: string, body: unknown, codec: Wire<A>) => ask(platform, { method: 'POST', path, body }, codec);

  return {
    ...openApi(platform),
    read,
    run,
    withToken,
    newKey: () => newKey(serverNow()),
    forgetPosition: () => {
      position = undefined;
    },
    register: ({ username, password }: Credentials, invite: string | undefined) =>
      open('/auth/register', { username, password, ...(invite === undefined ? {} : { invite }) }, RegisterAnswer),
    logIn: (who: Credentials) => open('/auth/login', { ...who, refresh_in: 'cookie' }, TokensAnswer),
    claim: (secret: string, who: Credentials) =>
      open('/auth/claim', { ...who, secret, refresh_in: 'cookie' }, TokensAnswer),
    logOut: () => run({ method: 'POST', path: '/auth/logout', body: {} }),

    renameGuild: (id: GuildId, name: string) => run({ method: 'PATCH', path: guildPath(id), body: { name } }),
    ...memberApi({ read, run }),
    history: (id: ChannelId, from: HistoryStart | null, limit: number = HISTORY_PAGE_MAX) =>
      read({ method: 'GET', path: `${channelPath(id)}/messages?${historyQuery(from, limit)}` }, MessagePage),
    ...markApi({ read, run }),
    message: (at: MessageRef) => read({ method: 'GET', path: messagePath(at) }, Message),
    search: inKnownZone(platform, (...asked) => read(searchRequest(...asked), SearchPage)),

    editMessage: (at: MessageRef, content: string, key: string) =>
      run({ method: 'PATCH', path: messagePath(at), body: { content }, key }),
    /** `key` names the deletion afterwards, so that a moderator can take it back. */
    deleteMessage: (at: MessageRef, reason: string, key: string) =>
      run({ method: 'DELETE', path: messagePath(at), reason, key }),
    pin: (at: MessageRef, on: boolean, key: string) =>
      run({ method: on ? 'PUT' : 'DELETE', path: `${messagePath(at)}/pin`, key }),
    react: (at: MessageRef, emoji: string, key: string) => run({ method: 'PUT', path: reactionPath(at, emoji), key }),
    unreact: (at: MessageRef, emoji: string, key: string) =>
      run({ method: 'DELETE', path: reactionPath(at, emoji), key }),
  };
};
export type Api = ReturnType<typeof api>;
