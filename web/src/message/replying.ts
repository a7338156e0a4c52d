/** The message that the user answers in each channel. It is part of the draft, so it outlives a reload. */

import { createSignal } from 'solid-js';
import type { MessageRef } from '#domain/kernel/address.ts';
import { type ChannelId, MessageId } from '#domain/kernel/ids.ts';
import type { Client } from '#web/client/client.ts';
import { quoteOf, type ShownQuote } from '#web/store/quotes.ts';

const QUIET = 'quiet';

const keyOf = (channelId: ChannelId): string => `reply.${channelId}`;

export type ReplyDrafts = {
  /** The message that the next message in this channel answers. */
  readonly of: (channelId: ChannelId) => MessageId | null;
  /** False when the next reply in this channel does not mention the author it answers. */
  readonly mentions: (channelId: ChannelId) => boolean;
  readonly mention: (channelId: ChannelId, on: boolean) => void;
  /** Begins a reply. It mentions the author until the user says otherwise. */
  readonly begin: (at: MessageRef) => void;
  /** Answers true when there was a reply to give up. */
  readonly end: (channelId: ChannelId) => boolean;
  readonly quote: (at: MessageRef) => ShownQuote;
  readonly ask: (at: MessageRef) => void;
};

export const replying = ({ state, askQuote, platform: { keepsakes } }: Client): ReplyDrafts => {
  const [changed, tellChange] = createSignal(undefined, { equals: false });
  /** The kept text is the id of the message, and a word behind it for a reply without a mention. */
  const parts = (channelId: ChannelId): ReadonlyArray<string> => keepsakes.read(keyOf(channelId))?.split(' ') ?? [];
  const read = (channelId: ChannelId): MessageId | null => {
    const [kept] = parts(channelId);
    return MessageId.is(kept) ? kept : null;
  };
  return {
    of: (channelId) => {
      changed();
      return read(channelId);
    },
    mentions: (channelId) => {
      changed();
      return parts(channelId)[1] !== QUIET;
    },
    mention: (channelId, on) => {
      const messageId = read(channelId);
      if (messageId === null) return;
      keepsakes.write(keyOf(channelId), on ? messageId : `${messageId} ${QUIET}`);
      tellChange();
    },
    begin: ({ channelId, messageId }) => {
      keepsakes.write(keyOf(channelId), messageId);
      tellChange();
    },
    end: (channelId) => {
      if (read(channelId) === null) return false;
      keepsakes.remove(keyOf(channelId));
      tellChange();
      return true;
    },
    quote: ({ channelId, messageId }) => {
      const timeline = state().timelines[channelId];
      return timeline === undefined ? 'unread' : quoteOf(timeline, messageId);
    },
    ask: (at) => void askQuote(at),
  };
};
