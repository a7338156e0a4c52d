/** Names of today for the ids in the audit log. The client knows some of them, and the entries bring the others. */

import type { GuildId } from '#domain/kernel/ids.ts';
import type { AuditEntry } from '#gateway/protocol/governance.ts';
import { govern } from '#web/governance/words/govern-words.ts';
import { memberName } from '#web/store/roles.ts';
import type { ClientState } from '#web/store/state.ts';
import { words } from '#web/words/words.ts';

export type AuditNames = {
  readonly user: (id: string) => string;
  readonly role: (id: string) => string;
  readonly channel: (id: string) => string;
  readonly actor: (entry: AuditEntry) => string;
  readonly target: (entry: AuditEntry) => string;
};

const splitRef = (ref: string): readonly [kind: string, id: string] => {
  const at = ref.indexOf(':');
  return [ref.slice(0, at), ref.slice(at + 1)];
};
export const idOf = (ref: string): string => splitRef(ref)[1];

export const auditNames = (state: ClientState, guildId: GuildId, entries: ReadonlyArray<AuditEntry>): AuditNames => {
  const told = new Map<string, string>();
  for (const { actor, actor_name: actorName, target, target_name: targetName } of entries) {
    if (actorName !== null) told.set(actor, actorName);
    if (targetName !== null) told.set(target, targetName);
  }
  for (const member of state.rosters[guildId]?.members ?? []) {
    const name = memberName(member);
    if (name !== null) told.set(`user:${member.user.user_id}`, name);
  }
  for (const { role_id: id, name } of state.roles[guildId] ?? []) told.set(`role:${id}`, name);
  told.set(`role:${guildId}`, govern.roles.everyone);
  for (const { channel_id: id, guild_id, name } of Object.values(state.channels))
    if (guild_id === guildId) told.set(`channel:${id}`, name);

  const user = (id: string): string => told.get(`user:${id}`) ?? words.erasedPerson;
  const role = (id: string): string => told.get(`role:${id}`) ?? govern.audit.gone;
  const channel = (id: string): string => {
    const name = told.get(`channel:${id}`);
    return name === undefined ? govern.audit.gone : `#${name}`;
  };
  const actor = ({ actor: ref }: AuditEntry): string => {
    const [kind, id] = splitRef(ref);
    if (kind === 'user') return user(id);
    return kind === 'import'
      ? govern.audit.anImport
      : kind === 'operator'
        ? govern.audit.operator
        : govern.audit.server;
  };
  const target = ({ target: ref }: AuditEntry): string => {
    const [kind, id] = splitRef(ref);
    switch (kind) {
      case 'user':
        return user(id);
      case 'role':
        return role(id);
      case 'channel':
        return channel(id);
      case 'message':
        return govern.audit.aMessage;
      case 'guild':
        return state.guilds[guildId]?.name ?? govern.audit.gone;
      default:
        return govern.audit.gone;
    }
  };
  return { user, role, channel, actor, target };
};
