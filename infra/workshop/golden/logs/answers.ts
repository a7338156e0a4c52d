/**
 * Collects the answers of this version of the program about a stored log. They have a form of their own, which stays
 * the same when the types of the queries change.
 */
import { isLeft } from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { type Erasable, isErased } from '#domain/kernel/erasable.ts';
import { BEGINNING } from '#domain/kernel/event.ts';
import type { ChannelId, GuildId, MessageId, UserId } from '#domain/kernel/ids.ts';
import { MessageKind } from '#domain/message/events.ts';
import type { AuthoredMessage, QueryAnswer, Viewer } from '#queries/queries.ts';
import { UTC } from '#queries/search/search-query/time-zone.ts';
import type { House, ReadHouse } from './house.ts';

const PAGE = 100;
const EVENTS_A_PAGE = 2_000;
export const QUESTIONS = ['bread', 'oven soil', '"rain seed"', 'from:bob salt', 'paint -glue', 'has:link', 'sed'];

export type Hash = { readonly table: string; readonly rows: string; readonly sha256: string };
export type ModelState = { readonly model: string; readonly version: number; readonly tables: ReadonlyArray<Hash> };
export type Plain = null | string | number | boolean | ReadonlyArray<Plain> | { readonly [name: string]: Plain };
export type Answers = {
  readonly madeBy: string;
  readonly viewers: ReadonlyArray<Viewer & { readonly name: string }>;
  readonly events: Readonly<Record<string, number>>;
  readonly readModels: ReadonlyArray<ModelState>;
  /** Answers by the name of the viewer who asked. */
  readonly seen: Readonly<Record<string, Plain>>;
};

const plain = <A extends string | null>(value: Erasable<A>): string | null => (isErased(value) ? '(erased)' : value);

const asked = async <R extends { readonly kind: string }, A>(run: TaskEither<R, QueryAnswer<A>>): Promise<A> => {
  const outcome = await run();
  if (isLeft(outcome)) throw new Error(`not answered: ${JSON.stringify(outcome.left)}`);
  return outcome.right.value;
};

const countEvents = async ({ feed }: House): Promise<Answers['events']> => {
  const counts = new Map<string, number>();
  for (let at = BEGINNING; ; ) {
    const page = await feed.readAll(at, EVENTS_A_PAGE);
    if (page.events.length === 0) break;
    for (const { event } of page.events) counts.set(event.type, (counts.get(event.type) ?? 0) + 1);
    at = page.through;
  }
  return Object.fromEntries([...counts].sort());
};

/** Returns the hashes of every read model. @throws when a read model differs from one that is built beside it. */
export const statesOf = async ({ projections }: ReadHouse): Promise<ReadonlyArray<ModelState>> => {
  const states: ModelState[] = [];
  for (const { name, version, verify } of projections) {
    const { equal, live } = await verify();
    if (!equal) throw new Error(`${name}: live differs from rebuilt`);
    states.push({ model: name, version, tables: live.map((hash) => ({ ...hash, rows: `${hash.rows}` })) });
  }
  return states;
};

const messageOf = (view: AuthoredMessage): Plain => ({
  id: view.messageId,
  author: view.author.userId,
  name: plain(view.author.username),
  kind: view.kind,
  content: plain(view.content),
  createdAt: view.sentAt,
  editedAt: view.editedAt,
  replyTo: view.replyTo,
  revision: view.revision,
  reactions: view.reactions.map(({ emoji, count, me }) => `${emoji} ${count}${me ? ' me' : ''}`),
});

type HouseQueries = ReadHouse['queries'];

const allMessages = async (
  { channelMessages }: HouseQueries,
  viewer: Viewer,
  channelId: ChannelId,
): Promise<ReadonlyArray<Plain>> => {
  const messages: Plain[] = [];
  let before: MessageId | undefined;
  do {
    const page = await asked(channelMessages({ viewer, atLeast: undefined, channelId, limit: PAGE, before }));
    // The timeline makes system lines of old logs too, and their first versions had none.
    messages.push(...page.messages.filter(({ kind }) => MessageKind.is(kind)).map(messageOf));
    before = page.nextBefore ?? undefined;
  } while (before !== undefined);
  return messages;
};

const allMembers = async (
  { members }: HouseQueries,
  viewer: Viewer,
  guildId: GuildId,
): Promise<ReadonlyArray<Plain>> => {
  const found: Plain[] = [];
  let after: UserId | undefined;
  do {
    const page = await asked(members({ viewer, atLeast: undefined, guildId, limit: PAGE, after, name: undefined }));
    for (const { userId, username, imported, joinedAt, owner } of page.members)
      found.push({ userId, username: plain(username), imported, joinedAt, owner });
    after = page.nextAfter ?? undefined;
  } while (after !== undefined);
  return found;
};

/** Returns the audit trail for a viewer who may read it, and `null` for others. */
const audited = async ({ audit }: HouseQueries, viewer: Viewer, guildId: GuildId): Promise<Plain> => {
  const entries: Plain[] = [];
  let before: string | undefined;
  do {
    const outcome = await audit({ viewer, atLeast: undefined, guildId, limit: PAGE, before })();
    if (isLeft(outcome)) return null;
    const { value } = outcome.right;
    for (const { at, actor, action, target, reason } of value.entries)
      entries.push({ at, actor, action, target, reason: plain(reason) });
    before = value.nextBefore ?? undefined;
  } while (before !== undefined);
  return entries;
};

const searched = async ({ searchMessages }: HouseQueries, viewer: Viewer, guildId: GuildId): Promise<Plain> => {
  const hits: Record<string, Plain> = {};
  for (const text of QUESTIONS) {
    const places = { guildId, channelId: undefined, zone: UTC };
    const question = { ...places, text, order: 'newest', limit: 25, after: undefined } as const;
    const found = await asked(searchMessages({ viewer, atLeast: undefined, ...question, admit: TE.right(undefined) }));
    hits[text] = {
      nearly: found.nearly,
      more: found.next !== null,
      messages: found.hits.map(({ message, snippet }) => `${message.messageId} ${snippet.text}`),
    };
  }
  return hits;
};

/** Asks for everything that a viewer can read. Messages and search results are included when `whole` is true. */
const seenBy = async (queries: HouseQueries, viewer: Viewer, whole: boolean): Promise<Plain> => {
  const by = { viewer, atLeast: undefined };
  const me = await asked(queries.me(by));
  const sessions = await asked(queries.sessions(by));
  const guilds: Plain[] = [];
  for (const { guildId, name, ownerId, createdAt } of await asked(queries.guilds(by))) {
    const channels: Plain[] = [];
    for (const channel of await asked(queries.channels({ ...by, guildId }))) {
      const { channelId, name: called, channelKind: kind, parentId, permissions } = channel;
      const messages = whole && kind === 'text' ? await allMessages(queries, viewer, channelId) : [];
      const may = [...permissions].sort();
      channels.push({ channelId, name: called, kind, parentId, createdAt: channel.createdAt, may, messages });
    }
    const members = await allMembers(queries, viewer, guildId);
    const audit = await audited(queries, viewer, guildId);
    const search = whole ? await searched(queries, viewer, guildId) : null;
    guilds.push({ guildId, name, ownerId, createdAt, channels, members, audit, search });
  }
  return {
    me: { userId: me.userId, username: plain(me.username), serverOwner: me.serverOwner, createdAt: me.createdAt },
    sessions: sessions.map(({ sessionId, device, createdAt, refreshedAt }) => ({
      sessionId,
      device: plain(device),
      createdAt,
      refreshedAt,
    })),
    guilds,
  };
};

/** Viewers whose messages and search results are kept too. */
const WHOLE: ReadonlyArray<string> = ['ann', 'bob'];

/** @param madeBy version of the program that made the log. */
export const answersOf = async (
  house: House,
  read: ReadHouse,
  madeBy: string,
  viewers: Answers['viewers'],
): Promise<Answers> => {
  const seen: Record<string, Plain> = {};
  for (const { name, userId, sessionId } of viewers)
    seen[name] = await seenBy(read.queries, { userId, sessionId }, WHOLE.includes(name));
  return { madeBy, viewers, events: await countEvents(house), readModels: await statesOf(read), seen };
};
