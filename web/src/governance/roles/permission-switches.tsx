/** The switches of all permissions of a role, in groups, with a field that finds them by name. */

import { createSignal, createUniqueId, For, Show } from 'solid-js';
import type { Permission } from '#domain/permission/bits.ts';
import { PERMISSION_GROUPS } from '#web/governance/permission-groups.ts';
import { govern } from '#web/governance/words/govern-words.ts';
import { Switch } from '#web/ui/switch.tsx';

export const foundPermissions = (group: ReadonlyArray<Permission>, sought: string): ReadonlyArray<Permission> => {
  const wanted = sought.trim().toLocaleLowerCase();
  return group.filter((permission) =>
    govern.permission[permission].some((text) => text.toLocaleLowerCase().includes(wanted)),
  );
};

export const PermissionSwitches = (props: {
  readonly given: ReadonlySet<Permission>;
  readonly change: (permission: Permission, on: boolean) => void;
  /** Permissions that this user may give and take. */
  readonly mayGive: (permission: Permission) => boolean;
  readonly disabled: boolean;
}) => {
  const searchId = createUniqueId();
  const [sought, setSought] = createSignal('');
  const groups = () =>
    PERMISSION_GROUPS.map((group) => ({ ...group, found: foundPermissions(group.permissions, sought()) })).filter(
      ({ found }) => found.length > 0,
    );
  return (
    <section class="permissions" aria-label={govern.roles.permissions}>
      <div class="field">
        <label for={searchId}>{govern.roles.search}</label>
        <input id={searchId} type="search" value={sought()} onInput={(event) => setSought(event.currentTarget.value)} />
      </div>
      <Show when={groups().length === 0}>
        <p class="quiet-note">{govern.roles.noneFound}</p>
      </Show>
      <For each={groups()}>
        {(group) => (
          <fieldset class="switches">
            <legend>{govern.permissionGroups[group.name]}</legend>
            <For each={group.found}>
              {(permission) => {
                const [name, hint] = govern.permission[permission];
                const lacking = () => !props.mayGive(permission);
                return (
                  <Switch
                    name={name}
                    hint={lacking() && !props.disabled ? `${hint} ${govern.roles.lacking}` : hint}
                    on={props.given.has(permission)}
                    disabled={props.disabled || lacking()}
                    change={(on) => props.change(permission, on)}
                  />
                );
              }}
            </For>
          </fieldset>
        )}
      </For>
    </section>
  );
};
