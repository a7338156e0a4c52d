/** Makes the surroundings of the messages of the open guild. They follow its members, roles and channels. */

import { type Accessor, createMemo } from 'solid-js';
import type { MessageId } from '#domain/kernel/ids.ts';
import type { Channel, Guild } from '#gateway/protocol/resources.ts';
import type { Client } from '#web/client/client.ts';
import type { Names } from '#web/guild/names.ts';
import type { OpenProfile } from '#web/guild/profiles.tsx';
import type { FormattedDeps } from '#web/message/formatted/surroundings.ts';
import { ownRights, rolesOf } from '#web/store/roles.ts';
import type { Roster } from '#web/store/state.ts';
import { onlyChanges } from '#web/ui/only-changes.ts';

export const surroundingsIn = (at: {
  readonly client: Client;
  readonly guild: Accessor<Guild | null>;
  readonly roster: Accessor<Roster | undefined>;
  readonly names: Names;
  readonly openProfile: OpenProfile;
  readonly openChannel: (channel: Pick<Channel, 'guild_id' | 'channel_id'>, messageId?: MessageId | null) => void;
  readonly copy: (text: string) => void;
  readonly now: () => number;
}): FormattedDeps => {
  const users = createMemo(() => new Map(at.roster()?.members.map(({ user }) => [user.user_id, user])));
  const guildId = () => at.guild()?.guild_id;
  const roles = onlyChanges(() => rolesOf(at.client.state(), guildId()));
  const channels = onlyChanges(() => at.client.state().channels);
  const me = onlyChanges(() => at.client.state().me?.user_id);
  const ownRoles = onlyChanges(() => ownRights(at.client.state(), guildId()).role_ids);
  return {
    user: (id) => users().get(id),
    nameOf: at.names.of,
    role: (id) => roles().find((role) => role.role_id === id),
    channel: (id) => channels()[id],
    isMe: (id) => me() === id,
    isMine: (id) => ownRoles().includes(id),
    openProfile: at.openProfile,
    openChannel: at.openChannel,
    openPlace: ({ guildId: guild_id, channelId: channel_id, messageId }) =>
      at.openChannel({ guild_id, channel_id }, messageId),
    client: at.client,
    copy: at.copy,
    now: at.now,
  };
};
