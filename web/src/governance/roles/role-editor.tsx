/** The editor of one role. Its changes are kept in the browser until the user saves or resets them. */

import { createMemo, createSignal, Show } from 'solid-js';
import { ROLE_NAME_CHARS_MAX } from '#domain/kernel/limits.ts';
import { asOneLine } from '#domain/kernel/stored-form.ts';
import { PERMISSIONS, type Permission } from '#domain/permission/bits.ts';
import type { Role } from '#gateway/protocol/resources.ts';
import type { RoleEdit } from '#web/governance/requests.ts';
import { isEveryone } from '#web/governance/role-list.ts';
import { PermissionSwitches } from '#web/governance/roles/permission-switches.tsx';
import { RoleColorChoice } from '#web/governance/roles/role-color.tsx';
import { useRuling } from '#web/governance/ruling.ts';
import { UnsavedBar } from '#web/governance/unsaved.tsx';
import { WhatIf } from '#web/governance/what-if.tsx';
import { govern } from '#web/governance/words/govern-words.ts';
import { ownRank } from '#web/store/roles.ts';
import { attempt, Form, TextField } from '#web/ui/form.tsx';
import { Switch } from '#web/ui/switch.tsx';

const inOrder = (given: ReadonlySet<Permission>): ReadonlyArray<Permission> =>
  PERMISSIONS.filter((permission) => given.has(permission));
const same = (a: ReadonlySet<Permission>, b: ReadonlyArray<Permission>): boolean =>
  a.size === b.length && b.every((permission) => a.has(permission));

export const RoleEditor = (props: { readonly role: Role }) => {
  const { client, requests, may, deeds } = useRuling();
  const [edit, setEdit] = createSignal<RoleEdit>({});
  const now = createMemo(() => ({ ...props.role, ...edit() }));
  const given = createMemo(() => new Set(now().permissions));
  const everyone = () => isEveryone(props.role);
  const higher = () => props.role.rank >= ownRank(client.state(), props.role.guild_id);
  const change = (part: RoleEdit): void => {
    setEdit((before) => ({ ...before, ...part }));
  };
  const switched = (permission: Permission, on: boolean): void => {
    const next = new Set(given());
    if (on) next.add(permission);
    else next.delete(permission);
    change({ permissions: inOrder(next) });
  };
  const differing = createMemo((): RoleEdit => {
    const { role } = props;
    const { name, color, hoist, mentionable } = now();
    return {
      ...(asOneLine(name) === role.name ? {} : { name }),
      ...(color === role.color ? {} : { color }),
      ...(hoist === role.hoist ? {} : { hoist }),
      ...(mentionable === role.mentionable ? {} : { mentionable }),
      ...(same(given(), role.permissions) ? {} : { permissions: inOrder(given()) }),
    };
  });
  const dirty = () => Object.keys(differing()).length > 0;
  let key = '';
  const save = attempt(
    () => {
      key = client.api.newKey();
      return requests.changeRole(props.role.role_id, differing(), key);
    },
    () => {
      setEdit({});
      deeds.tell(govern.unsaved.saved, key);
    },
  );
  return (
    <div class="role-editor">
      <Show when={higher()}>
        <p class="lead">{govern.roles.higher}</p>
      </Show>
      <Show when={!everyone()} fallback={<p class="lead">{govern.roles.everyoneHint}</p>}>
        <Form submit={() => void save.start()}>
          <fieldset class="settings-fields" disabled={higher()}>
            <TextField
              label={govern.roles.name}
              value={now().name}
              change={(name) => change({ name })}
              maxLength={ROLE_NAME_CHARS_MAX}
            />
            <RoleColorChoice color={now().color} change={(color) => change({ color })} disabled={higher()} />
          </fieldset>
        </Form>
        <div class="switches">
          <Switch
            name={govern.roles.hoist}
            on={now().hoist}
            disabled={higher()}
            change={(hoist) => change({ hoist })}
          />
          <Switch
            name={govern.roles.mentionable}
            on={now().mentionable}
            disabled={higher()}
            change={(mentionable) => change({ mentionable })}
          />
        </div>
      </Show>
      <PermissionSwitches given={given()} change={switched} mayGive={may} disabled={higher()} />
      <UnsavedBar
        dirty={dirty()}
        busy={save.busy()}
        trouble={save.trouble()}
        reset={() => setEdit({})}
        save={() => void save.start()}
      >
        <Show when={differing().permissions}>
          {(permissions) => <WhatIf change={{ role: { role_id: props.role.role_id, permissions: permissions() } }} />}
        </Show>
      </UnsavedBar>
    </div>
  );
};
