/** Says a message as one line, for the labels and announcements of screen readers. Spoilers stay hidden. */

import type { ChannelId, RoleId, UserId } from '#domain/kernel/ids.ts';
import { namedLine } from '#domain/markdown/plain-line.ts';
import { plainText, type SpokenNames } from '#domain/markdown/plain-text.ts';
import { momentText } from '#web/message/formatted/moments.ts';
import { parsed } from '#web/message/formatted/parsed.ts';
import type { FormattedDeps } from '#web/message/formatted/surroundings.ts';
import { words } from '#web/words/words.ts';

export const userText = (deps: FormattedDeps, id: UserId): string => {
  const user = deps.user(id);
  return `@${user === undefined ? words.formatted.unknownUser : deps.nameOf(user)}`;
};
export const roleText = (deps: FormattedDeps, id: RoleId): string =>
  `@${deps.role(id)?.name ?? words.formatted.unknownRole}`;
export const channelText = (deps: FormattedDeps, id: ChannelId): string =>
  `#${deps.channel(id)?.name ?? words.formatted.unknownChannel}`;

/** Names of today, as the messages of the open guild are drawn. */
export const namesOfToday = (deps: FormattedDeps): SpokenNames => ({
  user: (id) => userText(deps, id),
  role: (id) => roleText(deps, id),
  channel: (id) => channelText(deps, id),
  time: ({ unix, style }) => momentText(unix, style, deps.now()),
});

export const spokenText = (content: string, deps: FormattedDeps): string =>
  plainText(parsed(content), { names: namesOfToday(deps) });

/** Says a plain line of the server with the names of today. */
export const spokenLine = (line: string, deps: FormattedDeps): string => namedLine(line, namesOfToday(deps));
