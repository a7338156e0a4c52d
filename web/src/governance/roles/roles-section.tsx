/** The roles of a guild: their order, and the editor of the open one. */

import { isLeft } from 'fp-ts/lib/Either.js';
import '#web/governance/roles/roles.css';
import { createMemo, createSignal, Show } from 'solid-js';
import type { RoleId } from '#domain/kernel/ids.ts';
import type { Role } from '#gateway/protocol/resources.ts';
import { ReasonField } from '#web/governance/reason-field.tsx';
import { isEveryone, rolesFromTop } from '#web/governance/role-list.ts';
import { RoleEditor } from '#web/governance/roles/role-editor.tsx';
import { useRuling } from '#web/governance/ruling.ts';
import { Sortable } from '#web/governance/sortable.tsx';
import { useUnsaved } from '#web/governance/unsaved.tsx';
import { WhatIf } from '#web/governance/what-if.tsx';
import { govern } from '#web/governance/words/govern-words.ts';
import { ownRank } from '#web/store/roles.ts';
import { Button, IconButton } from '#web/ui/button.tsx';
import { Dialog, Foot } from '#web/ui/dialog.tsx';
import { Form } from '#web/ui/form.tsx';
import { singly } from '#web/ui/singly.ts';

/** The name of a role in the list, which opens its editor. */
const RoleName = (props: {
  readonly role: Role;
  readonly hint: string;
  readonly open: boolean;
  readonly press: () => void;
}) => (
  <button
    type="button"
    class="role-name grow"
    aria-current={props.open ? 'true' : undefined}
    onClick={() => props.press()}
  >
    <span class="role-dot" style={{ '--role': props.role.color ?? undefined }} />
    <span>
      {isEveryone(props.role) ? govern.roles.everyone : props.role.name}
      <small>{props.hint}</small>
    </span>
  </button>
);

/** The question before a role is deleted, with the effect on the members. */
const RemoveRole = (props: {
  readonly role: Role;
  readonly wearers: number;
  readonly busy: boolean;
  readonly remove: (reason: string) => void;
  readonly close: () => void;
}) => {
  const [reason, setReason] = createSignal('');
  return (
    <Dialog title={govern.roles.remove} close={props.close}>
      <Form submit={() => props.remove(reason())}>
        <p class="lead">{govern.roles.removeAsk(props.role.name, props.wearers)}</p>
        <WhatIf change={{ role_deleted: props.role.role_id }} />
        <ReasonField value={reason()} change={setReason} />
        <Foot close={props.close} busy={props.busy} yes={govern.roles.remove} danger />
      </Form>
    </Dialog>
  );
};

export const RolesSection = () => {
  const { client, guild, requests, deeds } = useRuling();
  const unsaved = useUnsaved();
  const guildId = guild().guild_id;
  const roles = createMemo(() => rolesFromTop(client.state(), guildId));
  const own = () => ownRank(client.state(), guildId);
  const movable = () => roles().filter((role) => !isEveryone(role));
  const [chosen, setChosen] = createSignal<RoleId | null>(null);
  const open = () => roles().find((role) => role.role_id === chosen()) ?? null;
  const wearers = (role: Role): number =>
    client.state().rosters[guildId]?.members.filter(({ role_ids = [] }) => role_ids.includes(role.role_id)).length ?? 0;
  const choose = (role: Role): void => unsaved.guard(() => setChosen(role.role_id));

  const create = singly(async () => {
    const answer = await requests.createRole(govern.roles.newName, client.api.newKey());
    if (isLeft(answer)) await deeds.complain(answer.left);
    else setChosen(answer.right.role_id);
  });
  /** Writes an order. The list shows the highest role first, and the server lists the lowest first. */
  const order = (items: ReadonlyArray<Role>, role: Role): Promise<boolean> => {
    const lowestFirst = items.map(({ role_id }) => role_id).toReversed();
    const says = govern.roles.moved(role.name, items.indexOf(role) + 1, items.length);
    return deeds.perform((key) => requests.orderRoles(lowestFirst, key), says);
  };
  const [removing, setRemoving] = createSignal<Role | null>(null);
  const [deleting, setDeleting] = createSignal(false);
  const remove = async (role: Role, reason: string): Promise<void> => {
    if (deleting()) return;
    setDeleting(true);
    const done = await deeds.perform(
      (key) => requests.deleteRole(role.role_id, reason, key),
      govern.roles.removed(role.name),
    );
    setDeleting(false);
    if (done) setRemoving(null);
  };
  return (
    <>
      <header>
        <h3>{govern.sections.roles}</h3>
        <Button press={(event) => unsaved.guard(() => create(event, undefined))}>{govern.roles.create}</Button>
      </header>
      <p class="lead">{govern.roles.lead}</p>
      <div class="roles">
        <div class="role-list">
          <Sortable
            items={movable()}
            class="settings-rows"
            label={govern.roles.all}
            nameOf={(role) => govern.roles.drag(role.name)}
            mayMove={(role, to) => role.rank < own() && (movable()[to]?.rank ?? 0) < own()}
            order={order}
          >
            {(row) => (
              <li classList={{ dragged: row.dragged() }}>
                <Show when={row.item.rank < own()} fallback={<span class="grip" />}>
                  {row.handle()}
                </Show>
                <RoleName
                  role={row.item}
                  hint={govern.roles.members(wearers(row.item))}
                  open={row.item.role_id === chosen()}
                  press={() => choose(row.item)}
                />
                <Show when={row.item.rank < own()}>
                  <IconButton
                    icon="trash"
                    tone="danger"
                    name={`${govern.roles.remove}: ${row.item.name}`}
                    press={() => unsaved.guard(() => setRemoving(row.item))}
                  />
                </Show>
              </li>
            )}
          </Sortable>
          <Show when={movable().length === 0}>
            <p class="quiet-note">{govern.roles.none}</p>
          </Show>
          <Show when={roles().find(isEveryone)}>
            {(role) => (
              <RoleName
                role={role()}
                hint={govern.roles.everyoneHint}
                open={role().role_id === chosen()}
                press={() => choose(role())}
              />
            )}
          </Show>
        </div>
        <Show when={open()} keyed={false}>
          {(role) => (
            <Show when={role().role_id} keyed>
              <RoleEditor role={role()} />
            </Show>
          )}
        </Show>
      </div>
      <Show when={removing()} keyed>
        {(role) => (
          <RemoveRole
            role={role}
            wearers={wearers(role)}
            busy={deleting()}
            remove={(reason) => void remove(role, reason)}
            close={() => setRemoving(null)}
          />
        )}
      </Show>
    </>
  );
};
