/** The roles of a guild as a list of boxes. Each box gives the role to the member, or takes it, at once. */

import { createMemo, createUniqueId, For, Show } from 'solid-js';
import type { Role } from '#gateway/protocol/resources.ts';
import type { MemberAct } from '#web/governance/members/acting.ts';
import { whyNotRole, whyNotRoles } from '#web/governance/members/powers.ts';
import { isEveryone, rolesFromTop } from '#web/governance/role-list.ts';
import { govern } from '#web/governance/words/govern-words.ts';

export const RoleChoices = (props: { readonly acting: MemberAct }) => {
  const { client, target, name, requests, deeds } = props.acting;
  const { guildId, userId } = target;
  const state = client.state;
  const member = () => state().rosters[guildId]?.members.find(({ user }) => user.user_id === userId) ?? null;
  const roles = createMemo(() => rolesFromTop(state(), guildId).filter((role) => !isEveryone(role)));
  const has = ({ role_id }: Role): boolean => member()?.role_ids?.includes(role_id) === true;
  const why = (role: Role): string | undefined =>
    whyNotRoles(state(), { guildId, userId, member: member() }) ?? whyNotRole(state(), role, !has(role));
  const hand = (role: Role, gives: boolean): Promise<boolean> =>
    gives
      ? deeds.perform((key) => requests.giveRole(userId, role.role_id, key), govern.members.gave(role.name, name))
      : deeds.perform((key) => requests.takeRole(userId, role.role_id, key), govern.members.took(role.name, name));
  const Choice = (choice: { readonly role: Role }) => {
    const hintId = createUniqueId();
    return (
      <li>
        <label class="role-choice">
          <input
            type="checkbox"
            checked={has(choice.role)}
            disabled={why(choice.role) !== undefined}
            aria-describedby={hintId}
            onChange={async (event) => {
              const box = event.currentTarget;
              // A refused box shows again what the member has.
              if (!(await hand(choice.role, box.checked))) box.checked = has(choice.role);
            }}
          />
          <span class="role-dot" style={{ '--role': choice.role.color ?? 'var(--faint)' }} />
          <span class="grow">
            {choice.role.name}
            <small id={hintId}>{why(choice.role)}</small>
          </span>
        </label>
      </li>
    );
  };
  return (
    <Show when={roles().length > 0} fallback={<p class="quiet-note">{govern.members.noRoles}</p>}>
      <ul class="role-choices" aria-label={govern.members.rolesOf(name)}>
        <For each={roles()}>{(role) => <Choice role={role} />}</For>
      </ul>
    </Show>
  );
};
