import * as t from 'io-ts';
import { ConversationId, GuildId } from '#domain/kernel/ids.ts';

/** Where a channel lives. Conversations (direct and group) are not offered yet; the stored shape has room for them. */
export const Home = t.union([
  t.strict({ kind: t.literal('guild'), guildId: GuildId }),
  t.strict({ kind: t.literal('conversation'), conversationId: ConversationId }),
]);
export type Home = t.TypeOf<typeof Home>;

export const inGuild = (guildId: GuildId): Home => ({ kind: 'guild', guildId });

export const sameHome = (a: Home, b: Home): boolean =>
  a.kind === 'guild'
    ? b.kind === 'guild' && a.guildId === b.guildId
    : b.kind === 'conversation' && a.conversationId === b.conversationId;
