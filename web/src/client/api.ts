/** Every question and command this client has for the server over HTTP, decoded by the protocol's codecs. */

import { isLeft } from 'fp-ts/lib/Either.js';
import { ulid } from 'ulid';
import type { MessageRef } from '#domain/kernel/address.ts';
import type { ChannelId, GuildId, MessageId, SessionId, UserId } from '#domain/kernel/ids.ts';
import { HISTORY_PAGE_MAX, MEMBERS_PAGE_MAX } from '#gateway/protocol/limits.ts';
import { RegisterAnswer, ServerAnswer, TokensAnswer } from '#gateway/protocol/requests.ts';
import {
  Channel,
  Guild,
  Invite,
  InviteAccepted,
  MemberPage,
  MessagePage,
  SearchPage,
  SessionList,
} from '#gateway/protocol/resources.ts';
import type { Wire } from '#gateway/protocol/wire.ts';
import type { Platform } from '#web/platform/platform.ts';
import type { Tokens } from '#web/session/tokens.ts';
import type { SearchSort } from '#web/store/state.ts';
import { type Answer, type Asked, ask, tell } from '#web/wire/http.ts';

export type Credentials = { readonly username: string; readonly password: string };
/** `until`: where in the log a subscription began, as the server sealed it. */
export type HistoryFrom =
  | { readonly side: 'before' | 'after' | 'around'; readonly place: MessageId }
  | { readonly side: 'until'; readonly place: string };
export type SearchAsked = { readonly text: string; readonly sort: SearchSort; readonly before: string | null };
export type InviteTerms = { readonly expiresInSecs: number | null; readonly maxUses: number | null };

const guildPath = (id: GuildId): string => `/guilds/${id}`;
const channelPath = (id: ChannelId): string => `/channels/${id}`;
const messagePath = (at: MessageRef): string => `${channelPath(at.channelId)}/messages/${at.messageId}`;
const reactionPath = (at: MessageRef, emoji: string): string =>
  `${messagePath(at)}/reactions/${encodeURIComponent(emoji)}/me`;

const historyQuery = (from: HistoryFrom | null, limit: number): URLSearchParams =>
  new URLSearchParams({ limit: String(limit), ...(from === null ? {} : { [from.side]: from.place }) });
const searchQuery = ({ text, sort, before }: SearchAsked): URLSearchParams =>
  new URLSearchParams({ q: text, sort, ...(before === null ? {} : { before }) });

/** @param serverNow the server's clock as far as it is known, in milliseconds since 1970: keys carry its time. */
export const api = (platform: Platform, tokens: Tokens, serverNow: () => number) => {
  /** So that whatever is read shows what was done here just before. Bound to this person, so it goes with the session. */
  let position: string | undefined;
  const heardPosition = (heard: string): void => {
    position = heard;
  };
  /** A token that ran out between two renewals is renewed once, and the request asked again. */
  const signed = async <A>(asked: Asked, send: (asked: Asked) => Promise<Answer<A>>): Promise<Answer<A>> => {
    const once = () => send({ ...asked, accessToken: tokens.access() ?? undefined, heardPosition });
    const first = await once();
    if (!isLeft(first) || first.left.status !== 401 || (await tokens.renew()) !== 'renewed') return first;
    return once();
  };
  const read = <A>(asked: Asked, codec: Wire<A>) =>
    signed(asked, (a) => ask(platform, { ...a, atLeast: asked.method === 'GET' ? position : undefined }, codec));
  const run = (asked: Asked) => signed(asked, (a) => tell(platform, a));
  const open = <A>(path: string, body: unknown, codec: Wire<A>) => ask(platform, { method: 'POST', path, body }, codec);

  return {
    newKey: () => ulid(serverNow()),
    forgetPosition: () => {
      position = undefined;
    },
    server: () => ask(platform, { method: 'GET', path: '/server' }, ServerAnswer),
    register: ({ username, password }: Credentials, invite: string | undefined) =>
      open('/auth/register', { username, password, ...(invite === undefined ? {} : { invite }) }, RegisterAnswer),
    logIn: (who: Credentials) => open('/auth/login', { ...who, refresh_in: 'cookie' }, TokensAnswer),
    claim: (secret: string, who: Credentials) =>
      open('/auth/claim', { ...who, secret, refresh_in: 'cookie' }, TokensAnswer),
    logOut: () => run({ method: 'POST', path: '/auth/logout', body: {} }),
    sessions: () => read({ method: 'GET', path: '/auth/sessions' }, SessionList),
    revokeSession: (id: SessionId) => run({ method: 'DELETE', path: `/auth/sessions/${id}` }),

    createGuild: (name: string, key: string) => read({ method: 'POST', path: '/guilds', body: { name }, key }, Guild),
    renameGuild: (id: GuildId, name: string) => run({ method: 'PATCH', path: guildPath(id), body: { name } }),
    deleteGuild: (id: GuildId) => run({ method: 'DELETE', path: guildPath(id) }),
    leaveGuild: (id: GuildId) => run({ method: 'POST', path: `${guildPath(id)}/leave` }),
    members: (id: GuildId, after: UserId | null) =>
      read(
        {
          method: 'GET',
          path: `${guildPath(id)}/members?limit=${MEMBERS_PAGE_MAX}${after === null ? '' : `&after=${after}`}`,
        },
        MemberPage,
      ),
    kick: (id: GuildId, userId: UserId, reason: string | null) =>
      run({ method: 'POST', path: `${guildPath(id)}/members/${userId}/kick`, body: { reason } }),
    createInvite: (id: GuildId, { expiresInSecs, maxUses }: InviteTerms, key: string) =>
      read(
        {
          method: 'POST',
          path: `${guildPath(id)}/invites`,
          body: { expires_in_secs: expiresInSecs, max_uses: maxUses },
          key,
        },
        Invite,
      ),
    acceptInvite: (code: string) =>
      read({ method: 'POST', path: `/invites/${encodeURIComponent(code)}/accept` }, InviteAccepted),

    createChannel: (id: GuildId, name: string, kind: 'text' | 'voice', key: string) =>
      read({ method: 'POST', path: `${guildPath(id)}/channels`, body: { name, kind }, key }, Channel),
    renameChannel: (id: ChannelId, name: string) => run({ method: 'PATCH', path: channelPath(id), body: { name } }),
    deleteChannel: (id: ChannelId) => run({ method: 'DELETE', path: channelPath(id) }),
    history: (id: ChannelId, from: HistoryFrom | null, limit: number = HISTORY_PAGE_MAX) =>
      read({ method: 'GET', path: `${channelPath(id)}/messages?${historyQuery(from, limit)}` }, MessagePage),
    search: (id: GuildId, asked: SearchAsked) =>
      read({ method: 'GET', path: `${guildPath(id)}/search?${searchQuery(asked)}` }, SearchPage),

    editMessage: (at: MessageRef, content: string) =>
      run({ method: 'PATCH', path: messagePath(at), body: { content } }),
    deleteMessage: (at: MessageRef) => run({ method: 'DELETE', path: messagePath(at) }),
    react: (at: MessageRef, emoji: string) => run({ method: 'PUT', path: reactionPath(at, emoji) }),
    unreact: (at: MessageRef, emoji: string) => run({ method: 'DELETE', path: reactionPath(at, emoji) }),
  };
};
export type Api = ReturnType<typeof api>;
