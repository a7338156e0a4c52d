import type { GuildNameInvalid } from '#domain/guild/rejections.ts';
import { GuildName } from '#domain/guild/values.ts';
import { readText } from '#domain/kernel/text.ts';

export const readGuildName = readText(GuildName, (why): GuildNameInvalid => ({ kind: 'GuildNameInvalid', why }));
