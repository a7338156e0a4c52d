/** The roles of a member as small signs. Each goes with one press, and a menu adds another one. */

import { createMemo, For, Show } from 'solid-js';
import type { Member, Role } from '#gateway/protocol/resources.ts';
import { whyNotRole, whyNotRoles } from '#web/governance/members/powers.ts';
import { rolesFromTop } from '#web/governance/role-list.ts';
import { useRuling } from '#web/governance/ruling.ts';
import { govern } from '#web/governance/words/govern-words.ts';
import { rolesWorn } from '#web/store/roles.ts';
import { Icon } from '#web/ui/icon.tsx';
import { Menu } from '#web/ui/menu.tsx';
import type { MenuItem } from '#web/ui/menu-list.tsx';

export const RoleChips = (props: { readonly member: Member; readonly name: string }) => {
  const { client, guild, requests, deeds, may } = useRuling();
  const guildId = guild().guild_id;
  const state = client.state;
  const userId = () => props.member.user.user_id;
  const worn = createMemo(() => rolesWorn(state().roles[guildId] ?? [], props.member));
  const stays = () => whyNotRoles(state(), { guildId, userId: userId(), member: props.member });
  const take = (role: Role): void =>
    void deeds.perform(
      (key) => requests.takeRole(userId(), role.role_id, key),
      govern.members.took(role.name, props.name),
    );
  const give = (role: Role): void =>
    void deeds.perform(
      (key) => requests.giveRole(userId(), role.role_id, key),
      govern.members.gave(role.name, props.name),
    );
  const others = (): ReadonlyArray<MenuItem> =>
    rolesFromTop(state(), guildId)
      .filter((role) => role.rank > 0 && !worn().includes(role))
      .map((role) => ({
        icon: 'shield' as const,
        name: role.name,
        disabled: stays() ?? whyNotRole(state(), role, true),
        choose: () => give(role),
      }));
  return (
    <Show when={worn().length > 0 || (may('manage_roles') && others().length > 0)}>
      <ul class="role-chips" aria-label={govern.members.rolesOf(props.name)}>
        <For each={worn()}>
          {(role) => (
            <li class="role-chip">
              <span class="role-dot" style={{ '--role': role.color ?? 'var(--faint)' }} />
              {role.name}
              <Show when={stays() === undefined && whyNotRole(state(), role, false) === undefined}>
                <button
                  type="button"
                  aria-label={govern.members.takeRole(role.name, props.name)}
                  onClick={() => take(role)}
                >
                  <Icon name="close" />
                </button>
              </Show>
            </li>
          )}
        </For>
        <Show when={may('manage_roles') && others().length > 0}>
          <li>
            <Menu label={govern.members.addRole(props.name)} class="role-chip add" items={others()} align="start">
              <Icon name="plus" />
            </Menu>
          </li>
        </Show>
      </ul>
    </Show>
  );
};
