import { GUILD_NAME_CHARS_MAX, NICKNAME_CHARS_MAX, ROLE_NAME_CHARS_MAX } from '#domain/kernel/limits.ts';
import { boundedText, lineText, type Text } from '#domain/kernel/text.ts';

export type GuildName = Text<'GuildName'>;
export const GuildName = lineText<GuildName>('guild name', GUILD_NAME_CHARS_MAX);

export type RoleName = Text<'RoleName'>;
export const RoleName = lineText<RoleName>('role name', ROLE_NAME_CHARS_MAX);

export type Nickname = Text<'Nickname'>;
export const Nickname = lineText<Nickname>('nickname', NICKNAME_CHARS_MAX);

/** A colour as `#rrggbb` in lower case. */
export const RoleColor = boundedText('colour', {
  max: 7,
  rule: /^#[0-9a-f]{6}$/,
  says: 'must be written as #rrggbb in lower case',
});
