/** The message that the user answers in each channel. It is part of the draft, so it outlives a reload. */

import { createSignal } from 'solid-js';
import type { MessageRef } from '#domain/kernel/address.ts';
import { type ChannelId, MessageId } from '#domain/kernel/ids.ts';
import type { Client } from '#web/client/client.ts';
import { quoteOf, type ShownQuote } from '#web/store/quotes.ts';

const keyOf = (channelId: ChannelId): string => `reply.${channelId}`;

export type ReplyDrafts = {
  /** The message that the next message in this channel answers. */
  readonly of: (channelId: ChannelId) => MessageId | null;
  readonly begin: (at: MessageRef) => void;
  /** Answers true when there was a reply to give up. */
  readonly end: (channelId: ChannelId) => boolean;
  readonly quote: (at: MessageRef) => ShownQuote;
  readonly ask: (at: MessageRef) => void;
};

export const replying = ({ state, askQuote, platform: { keepsakes } }: Client): ReplyDrafts => {
  const [changed, tellChange] = createSignal(undefined, { equals: false });
  const read = (channelId: ChannelId): MessageId | null => {
    const kept = keepsakes.read(keyOf(channelId));
    return MessageId.is(kept) ? kept : null;
  };
  return {
    of: (channelId) => {
      changed();
      return read(channelId);
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
