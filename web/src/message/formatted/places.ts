/** Finds in a message the links that lead to messages of this server. */

import type { MessageRef } from '#domain/kernel/address.ts';
import type { Tokens } from '#domain/markdown/tokens.ts';
import { type AnyToken, inside } from '#domain/markdown/walk.ts';
import type { MessagePlace } from '#web/message/formatted/surroundings.ts';
import { routeOf } from '#web/routes.ts';

/** Linked messages that one message shows. Further links are links alone. */
const SHOWN = 3;

/** The channel, the thread or the message of this server that an address names. Null for every other address. */
export const placeIn = (href: string, origin: string): MessagePlace | null => {
  const url = URL.parse(href);
  if (url === null || url.origin !== origin) return null;
  const route = routeOf(url.pathname, url.hash);
  if (route.kind !== 'guild' || route.channelId === null) return null;
  const { guildId, channelId, messageId, thread } = route;
  // A thread in front is a place like a channel.
  if (thread !== null) return { guildId, channelId: thread.threadId, messageId: thread.messageId };
  return { guildId, channelId, messageId };
};

/** Spoilers hide their links, and code and quotes repeat those of others, so these show no message. */
const HIDING: ReadonlySet<AnyToken['kind']> = new Set(['spoiler', 'quote']);

/** Answers each linked message once, in the order of the text. */
export const linkedIn = (tokens: Tokens, origin: string): ReadonlyArray<MessageRef> => {
  const found = new Map<string, MessageRef>();
  const look = (all: ReadonlyArray<AnyToken>): void => {
    for (const token of all) {
      if (found.size >= SHOWN) return;
      if (HIDING.has(token.kind)) continue;
      const place = token.kind === 'link' ? placeIn(token.href, origin) : null;
      if (place?.messageId != null) {
        found.set(place.messageId, { channelId: place.channelId, messageId: place.messageId });
      } else look(inside(token));
    }
  };
  look(tokens);
  return [...found.values()];
};
