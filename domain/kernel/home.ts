import * as t from 'io-ts';
import { ConversationId, GuildId } from '#domain/kernel/ids.ts';

/**
 * The home of a channel is a guild or a conversation (direct or of a group). It never changes.
 * No command makes a conversation yet. The stored shape has room for conversations.
 */
export const Home = t.union([
  t.strict({ kind: t.literal('guild'), guildId: GuildId }),
  t.strict({ kind: t.literal('conversation'), conversationId: ConversationId }),
]);
export type Home = t.TypeOf<typeof Home>;

export const inGuild = (guildId: GuildId): Home => ({ kind: 'guild', guildId });

/** The guild of a home, or null for a conversation. */
export const guildOf = (home: Home): GuildId | null => (home.kind === 'guild' ? home.guildId : null);

export const sameHome = (a: Home, b: Home): boolean =>
  a.kind === 'guild'
    ? b.kind === 'guild' && a.guildId === b.guildId
    : b.kind === 'conversation' && a.conversationId === b.conversationId;
