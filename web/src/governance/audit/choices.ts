/** The people, roles and channels that the filters of the audit log offer. */

import { type Accessor, createMemo } from 'solid-js';
import type { GuildId } from '#domain/kernel/ids.ts';
import type { AuditEntry } from '#gateway/protocol/governance.ts';
import type { Client } from '#web/client/client.ts';
import type { NamedId } from '#web/governance/audit/audit-filters.tsx';
import { type auditNames, idOf } from '#web/governance/audit/names.ts';

/** Answers the choices by name. People of the entries are among them, so that a former member can be found. */
export const auditChoices = (
  { state }: Client,
  guildId: GuildId,
  read: {
    readonly entries: Accessor<ReadonlyArray<AuditEntry>>;
    readonly names: Accessor<ReturnType<typeof auditNames>>;
  },
) => {
  const people = createMemo((): ReadonlyArray<NamedId> => {
    const ids = new Set<string>((state().rosters[guildId]?.members ?? []).map(({ user }) => user.user_id));
    for (const { actor, target } of read.entries())
      for (const ref of [actor, target]) if (ref.startsWith('user:')) ids.add(idOf(ref));
    return [...ids].map((id) => ({ id, name: read.names().user(id) })).toSorted((a, b) => a.name.localeCompare(b.name));
  });
  const roles = createMemo(
    (): ReadonlyArray<NamedId> =>
      (state().roles[guildId] ?? []).toReversed().map(({ role_id: id }) => ({ id, name: read.names().role(id) })),
  );
  const channels = createMemo(
    (): ReadonlyArray<NamedId> =>
      Object.values(state().channels)
        .filter(({ guild_id }) => guild_id === guildId)
        .map(({ channel_id: id }) => ({ id, name: read.names().channel(id) })),
  );
  return { people, roles, channels };
};
