/** Read states of users and threads in memory, over `staged-rows.ts`. */
import { isErased } from '#domain/kernel/erasable.ts';
import { guildOf, type Home } from '#domain/kernel/home.ts';
import type { ChannelId, GuildId, MessageId, UserId } from '#domain/kernel/ids.ts';
import { type Instant, instantOf, plusMillis } from '#domain/kernel/instant.ts';
import { quotedLine } from '#domain/kernel/quoted-line.ts';
import { MINUTE_MS } from '#domain/kernel/units.ts';
import { plainLine } from '#domain/markdown/plain-line.ts';
import { type Mentions, mentionsIn } from '#domain/message/mentions.ts';
import { FIRST_WORDS_CHARS_MAX, UNREAD_AMONG, UNREAD_MAX } from '#queries/limits.ts';
import type { MemberRightsView, UserView } from '#queries/queries.ts';
import type { PostView, ThreadView } from '#queries/thread/thread-queries.ts';
import type {
  FollowedThreadView,
  MentionTarget,
  NewestMessagesView,
  ReadMarkerView,
  ReadStateView,
  UnreadView,
} from '#queries/unread/unread-queries.ts';
import type { StoredGuild, StoredMessage, StoredThread, stagedRows } from './staged-rows.ts';

const targetsOf = ({ users, roles, everyone, here }: Mentions, home: Home): ReadonlyArray<MentionTarget> => [
  ...users,
  ...roles,
  ...(home.kind === 'guild' && (everyone || here) ? [home.guildId] : []),
];
/** Targets that a message mentioned when it was sent, less those that an edit took away. */
const mentionedBy = ({ sent, mentions }: StoredMessage): ReadonlyArray<MentionTarget> => {
  const now = targetsOf(mentions, sent.home);
  return targetsOf(mentionsIn(sent.mentions), sent.home).filter((target) => now.includes(target));
};

/** Every staged story takes place in a guild. */
const guildIn = (home: Home): GuildId => {
  const guildId = guildOf(home);
  if (guildId === null) throw new Error('a staged thread stands in a guild');
  return guildId;
};

type Known = {
  readonly userView: (userId: UserId) => UserView;
  readonly memberOf: (guild: StoredGuild, userId: UserId) => MemberRightsView;
  /** True for a channel of the guild that the user sees with its history. */
  readonly seesHistory: (guild: StoredGuild, userId: UserId, channelId: ChannelId) => boolean;
};

export const stagedReadState = (
  { guilds, threads, messages }: ReturnType<typeof stagedRows>,
  { userView, memberOf, seesHistory }: Known,
) => {
  /** Newest messages of a channel that are not deleted, as the numbers of unread messages count them. */
  const newestOf = (channelId: ChannelId): NewestMessagesView => {
    const all = messages.get(channelId) ?? [];
    const newest: Array<NewestMessagesView['messages'][number]> = [];
    for (let at = all.length - 1; at >= 0 && newest.length < UNREAD_AMONG; at -= 1) {
      const stored = all[at];
      if (stored === undefined || stored.deleted) continue;
      const { position, sent } = stored;
      newest.push({ position, authorId: sent.authorId, sentAt: sent.sentAt, mentioned: mentionedBy(stored) });
    }
    return { channelId, messages: newest };
  };
  /** Facts of a post with its first message, deleted or not. Null for a thread that stands in no forum. */
  const postOf = ({ begun, tagIds }: StoredThread): PostView | null => {
    const parent = guilds.get(guildIn(begun.home))?.channels.get(begun.parentId)?.state;
    if (parent?.kind !== 'Present' || parent.channelKind !== 'forum') return null;
    const first = messages.get(begun.channelId)?.[0];
    if (first === undefined || first.deleted || isErased(first.content)) return { tagIds, words: null };
    return { tagIds, words: quotedLine(plainLine(first.content), FIRST_WORDS_CHARS_MAX) };
  };
  /** False for a post without any message, which no viewer hears of. */
  const isWhole = (stored: StoredThread): boolean => postOf(stored) === null || messages.has(stored.begun.channelId);
  const threadOf = (stored: StoredThread): ThreadView => {
    const { begun, name } = stored;
    const said = (messages.get(begun.channelId) ?? []).filter(({ deleted }) => !deleted);
    const lastAt = said.at(-1)?.sent.sentAt ?? null;
    return {
      ...{ channelId: begun.channelId, guildId: guildIn(begun.home), parentId: begun.parentId, rootId: begun.rootId },
      ...{ name, begunBy: userView(begun.by), begunAt: begun.begunAt, archiveAfterMins: begun.archiveAfterMins },
      ...{
        messages: said.length,
        lastAt,
        post: postOf(stored),
        archivesAt: plusMillis(lastAt ?? begun.begunAt, begun.archiveAfterMins * MINUTE_MS),
      },
    };
  };
  /** Threads among these channels, as they are now. */
  const threadsNow = (ids: ReadonlyArray<ChannelId>) =>
    ids.flatMap((id) => {
      const stored = threads.get(id);
      return stored === undefined
        ? []
        : [{ deleted: stored.deleted, whole: isWhole(stored), thread: threadOf(stored) }];
    });

  /**
   * The read state of a user, with these markers and these followed threads, each with the time from which it counts. A
   * marker's message is always known here.
   */
  const readStateOf = (
    userId: UserId,
    markers: ReadonlyMap<ChannelId, MessageId | null>,
    follows: ReadonlyMap<ChannelId, Instant>,
  ): ReadStateView => {
    const homes = [...guilds.values()].filter((guild) => guild.members.has(userId));
    const since = new Map(homes.map(({ guildId, members }) => [guildId, members.get(userId) ?? instantOf(0)]));
    const followed = homes.flatMap((guild) =>
      [...follows].flatMap(([channelId, at]): ReadonlyArray<FollowedThreadView> => {
        const stored = threads.get(channelId);
        if (stored === undefined || !isWhole(stored) || guildIn(stored.begun.home) !== guild.guildId) return [];
        const isSeen = !stored.deleted && seesHistory(guild, userId, stored.begun.parentId);
        return [{ thread: threadOf(stored), since: at, isSeen }];
      }),
    );
    const homeOf = (channelId: ChannelId): StoredGuild | undefined =>
      homes.find(
        ({ guildId, channels }) =>
          channels.has(channelId) ||
          followed.some(({ thread }) => thread.channelId === channelId && thread.guildId === guildId),
      );
    const views = [...markers].flatMap(([channelId, lastRead]): ReadonlyArray<ReadMarkerView> => {
      const home = homeOf(channelId);
      const stored = (messages.get(channelId) ?? []).find(({ sent }) => sent.messageId === lastRead);
      const floor = { position: stored?.position ?? -1n, at: null };
      return home === undefined ? [] : [{ channelId, guildId: home.guildId, lastRead, floor }];
    });
    const countIn = (guild: StoredGuild, channelId: ChannelId, from: Instant): ReadonlyArray<UnreadView> => {
      const marker = views.find((view) => view.channelId === channelId);
      const floor = marker?.floor.position ?? -1n;
      const after = marker === undefined ? from : '';
      const others = newestOf(channelId).messages.filter(
        ({ position, authorId, sentAt }) => authorId !== userId && position > floor && sentAt > after,
      );
      if (others.length === 0) return [];
      const { guildId } = guild;
      const targets: ReadonlySet<MentionTarget> = new Set([userId, guildId, ...memberOf(guild, userId).roleIds]);
      const calls = others.filter(({ mentioned }) => mentioned.some((target) => targets.has(target)));
      const [unread, mentions] = [others, calls].map(({ length }) => Math.min(length, UNREAD_MAX));
      if (unread === undefined || mentions === undefined) return [];
      return [{ channelId, guildId, lastRead: marker?.lastRead ?? null, unread, mentions }];
    };
    const unread = homes.flatMap((guild) => {
      const joined = since.get(guild.guildId) ?? instantOf(0);
      const inChannels = [...guild.channels.keys()].flatMap((id) =>
        seesHistory(guild, userId, id) ? countIn(guild, id, joined) : [],
      );
      const inThreads = followed
        .filter(({ isSeen, thread }) => isSeen && thread.guildId === guild.guildId)
        .flatMap((one) => countIn(guild, one.thread.channelId, one.since > joined ? one.since : joined));
      return [...inChannels, ...inThreads];
    });
    const floors = new Map([...since].map(([guildId, at]) => [guildId, { position: -1n, at }]));
    return { unread, markers: views, followed, since: floors, suppressed: new Map() };
  };

  /** All threads of a channel. A client takes one that did not change as it is. */
  const threadsOf = (channelId: ChannelId) =>
    threadsNow([...threads.keys()].filter((id) => threads.get(id)?.begun.parentId === channelId));

  return { newestOf, readStateOf, threadsNow, threadsOf };
};
