/** The names of today in messages of any guild, which need not be the open one. */

import type { GuildId } from '#domain/kernel/ids.ts';
import type { SpokenNames } from '#domain/markdown/plain-text.ts';
import type { Message } from '#gateway/protocol/resources.ts';
import type { Client } from '#web/client/client.ts';
import { nameOfUser } from '#web/guild/member-menu.ts';
import { namesOfToday } from '#web/message/formatted/spoken-text.ts';
import type { FormattedDeps } from '#web/message/formatted/surroundings.ts';
import { memberName } from '#web/store/roles.ts';
import { words } from '#web/words/words.ts';

/** Answers the names of today in the messages of a guild, which need not be the open one. */
export const namesIn = (client: Client, surroundings: FormattedDeps, guildId: GuildId | null): SpokenNames => {
  const { channels, me, roles, rosters } = client.state();
  const members = guildId === null ? [] : (rosters[guildId]?.members ?? []);
  return {
    ...namesOfToday(surroundings),
    user: (id) => {
      const member = members.find(({ user }) => user.user_id === id);
      if (member !== undefined) return `@${memberName(member) ?? nameOfUser(member.user)}`;
      return `@${(me?.user_id === id ? me.username : null) ?? words.formatted.unknownUser}`;
    },
    role: (id) => {
      const role = guildId === null ? undefined : roles[guildId]?.find(({ role_id }) => role_id === id);
      return `@${role?.name ?? words.formatted.unknownRole}`;
    },
    channel: (id) => `#${channels[id]?.name ?? words.formatted.unknownChannel}`,
  };
};

/** Loads the members of each guild whose messages mention others, because a message names them by their ids. */
export const loadNames = (client: Client, messages: ReadonlyArray<Message>): void => {
  const { me, rosters } = client.state();
  const mentioning = messages.filter(({ mentions }) => mentions?.users.some((id) => id !== me?.user_id) === true);
  for (const guildId of new Set(mentioning.map(({ guild_id }) => guild_id))) {
    if (guildId !== null && rosters[guildId]?.freshness !== 'fresh') void client.loadMembers(guildId);
  }
};
