/** Marks channels as read. Shows the mark at once, and brings the number back when the server refuses it. */

import { isLeft, isRight } from 'fp-ts/lib/Either.js';
import type { MessageRef } from '#domain/kernel/address.ts';
import type { ChannelId, GuildId, MessageId } from '#domain/kernel/ids.ts';
import type { Api } from '#web/client/api.ts';
import { passes, pauseBefore } from '#web/client/pauses.ts';
import type { Platform } from '#web/platform/platform.ts';
import type { Trouble } from '#web/store/state.ts';
import type { Store } from '#web/store/store.ts';

/** Milliseconds between two marks of one channel that reading makes. */
const MARKED_EVERY_MS = 1_000;

export type ReadActions = {
  /** Marks a channel as read up to a message that the user sees. Tries again quietly. */
  readonly readUpTo: (at: MessageRef) => void;
  /** Marks channels as read up to their newest messages. Resolves with the reason of a refusal. */
  readonly markChannelsRead: (channels: ReadonlyArray<ChannelId>) => Promise<Trouble | null>;
  readonly markGuildRead: (guildId: GuildId) => Promise<Trouble | null>;
  readonly markUnreadFrom: (at: MessageRef) => Promise<Trouble | null>;
};

/** Reading of one channel: the newest message to mark, and whether a mark runs or rests. */
type Reading = { wanted: MessageId | null; busy: boolean; refusals: number };

export const readMarks = (
  { later }: Pick<Platform, 'later'>,
  store: Store,
  api: Pick<Api, 'markRead' | 'markUnreadFrom' | 'markGuildRead' | 'history'>,
) => {
  const readings = new Map<ChannelId, Reading>();
  /** Counts the sessions, so that an answer to an earlier session changes nothing. */
  let session = 0;

  const started = (channel_ids: ReadonlyArray<ChannelId>): void =>
    store.tell({ t: 'mark.started', d: { channel_ids } });

  const mark = async (at: MessageRef): Promise<Trouble | null> => {
    const mine = session;
    const channel_ids = [at.channelId];
    const answer = await api.markRead(at);
    if (mine === session) {
      store.tell({ t: 'mark.ended', d: { channel_ids, answer: isRight(answer) ? [answer.right] : null } });
    }
    return isLeft(answer) ? answer.left : null;
  };

  const go = async (channelId: ChannelId, reading: Reading): Promise<void> => {
    const messageId = reading.wanted;
    if (messageId === null || reading.busy) return;
    const mine = session;
    reading.busy = true;
    reading.wanted = null;
    started([channelId]);
    const trouble = await mark({ channelId, messageId });
    if (mine !== session) return;
    const pause = trouble === null ? MARKED_EVERY_MS : passes(trouble) ? pauseBefore(reading.refusals, 0) : null;
    reading.refusals = trouble === null ? 0 : reading.refusals + 1;
    if (trouble !== null) reading.wanted ??= messageId;
    // A mark that was refused for good waits for the next message.
    if (pause === null) reading.wanted = null;
    later(pause ?? MARKED_EVERY_MS, () => {
      reading.busy = false;
      if (mine === session) void go(channelId, reading);
    });
  };

  const markNewest = async (channelId: ChannelId): Promise<Trouble | null> => {
    const mine = session;
    started([channelId]);
    const page = await api.history(channelId, null, 1);
    const newest = isLeft(page) ? undefined : page.right.messages.at(-1);
    if (newest !== undefined) return mark({ channelId, messageId: newest.message_id });
    const answer = isLeft(page) ? null : [];
    if (mine === session) store.tell({ t: 'mark.ended', d: { channel_ids: [channelId], answer } });
    return isLeft(page) ? page.left : null;
  };

  const actions: ReadActions = {
    readUpTo: ({ channelId, messageId }) => {
      const reading = readings.get(channelId) ?? { wanted: null, busy: false, refusals: 0 };
      readings.set(channelId, reading);
      reading.wanted = messageId;
      void go(channelId, reading);
    },
    markChannelsRead: async (channels) => {
      let trouble: Trouble | null = null;
      for (const channelId of channels) trouble = (await markNewest(channelId)) ?? trouble;
      return trouble;
    },
    markGuildRead: async (guildId) => {
      const mine = session;
      const { channels, unread } = store.current();
      const channel_ids = Object.values(unread)
        .map(({ channel_id }) => channel_id)
        .filter((id) => channels[id]?.guild_id === guildId);
      started(channel_ids);
      const answer = await api.markGuildRead(guildId);
      if (mine === session) store.tell({ t: 'mark.ended', d: { channel_ids, answer: isLeft(answer) ? null : [] } });
      return isLeft(answer) ? answer.left : null;
    },
    markUnreadFrom: async (at) => {
      const mine = session;
      const reading = readings.get(at.channelId);
      if (reading !== undefined) reading.wanted = null;
      const answer = await api.markUnreadFrom(at);
      if (isLeft(answer)) return answer.left;
      if (mine === session) store.tell({ t: 'unread_update', d: { channels: [answer.right] } });
      return null;
    },
  };

  return {
    actions,
    forget: (): void => {
      session += 1;
      readings.clear();
    },
  };
};
