/** Makes the surroundings of the messages of the open guild. They follow its members, roles and channels. */

import { type Accessor, createMemo } from 'solid-js';
import type { Guild } from '#gateway/protocol/resources.ts';
import type { Names } from '#web/guild/names.ts';
import type { OpenProfile } from '#web/guild/profiles.tsx';
import type { FormattedDeps } from '#web/message/formatted/surroundings.ts';
import { ownRights, rolesOf } from '#web/store/roles.ts';
import type { ClientState, Roster } from '#web/store/state.ts';

export const surroundingsIn = (at: {
  readonly state: Accessor<ClientState>;
  readonly guild: Accessor<Guild | null>;
  readonly roster: Accessor<Roster | undefined>;
  readonly names: Names;
  readonly openProfile: OpenProfile;
  readonly openChannel: FormattedDeps['openChannel'];
  readonly copy: (text: string) => void;
  readonly now: () => number;
}): FormattedDeps => {
  const users = createMemo(() => new Map(at.roster()?.members.map(({ user }) => [user.user_id, user])));
  const guildId = () => at.guild()?.guild_id;
  return {
    user: (id) => users().get(id),
    nameOf: at.names.of,
    role: (id) => rolesOf(at.state(), guildId()).find((role) => role.role_id === id),
    channel: (id) => at.state().channels[id],
    isMe: (id) => at.state().me?.user_id === id,
    isMine: (id) => ownRights(at.state(), guildId()).role_ids.includes(id),
    openProfile: at.openProfile,
    openChannel: at.openChannel,
    copy: at.copy,
    now: at.now,
  };
};
