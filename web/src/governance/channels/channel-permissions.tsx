/**
 * The permissions of one channel, for everyone, for roles and for members. A preview shows what a change would do
 * before it is saved.
 */

import { isLeft } from 'fp-ts/lib/Either.js';
import { createMemo, createResource, createSignal, createUniqueId, For, Show } from 'solid-js';
import type { RoleId, UserId } from '#domain/kernel/ids.ts';
import type { Permission } from '#domain/permission/bits.ts';
import type { Overwrite } from '#gateway/protocol/governance.ts';
import type { Channel } from '#gateway/protocol/resources.ts';
import {
  differingOverwrites,
  emptyOverwrite,
  everyoneIdOf,
  type OverwriteDraft,
  type OverwriteState,
  overwriteOf,
  stateOf,
  withOverwrite,
  withState,
} from '#web/governance/channels/overwrite-draft.ts';
import { channelGroups } from '#web/governance/permission-groups.ts';
import type { OverwriteOf } from '#web/governance/requests.ts';
import { isEveryone, rolesFromTop } from '#web/governance/role-list.ts';
import { useRuling } from '#web/governance/ruling.ts';
import { SectionList } from '#web/governance/section-list.tsx';
import { UnsavedBar } from '#web/governance/unsaved.tsx';
import { WhatIf } from '#web/governance/what-if.tsx';
import { govern } from '#web/governance/words/govern-words.ts';
import { nameOfUser } from '#web/guild/member-menu.ts';
import { may } from '#web/store/rights.ts';
import { memberName, ownRank } from '#web/store/roles.ts';
import { Button, IconButton } from '#web/ui/button.tsx';
import { attempt } from '#web/ui/form.tsx';
import { Icon, type IconName } from '#web/ui/icon.tsx';
import { Switch } from '#web/ui/switch.tsx';
import type { HttpAnswer } from '#web/wire/http.ts';

const STATES: ReadonlyArray<OverwriteState> = ['deny', 'inherit', 'allow'];
const STATE_ICONS: { readonly [S in OverwriteState]: IconName } = { deny: 'close', inherit: 'minus', allow: 'check' };

const targetOf = ({ target, id }: Overwrite): OverwriteOf =>
  target === 'role' ? { target, id: id as RoleId } : { target, id: id as UserId };

/** Three buttons for one permission. One of them is always chosen. */
const ThreeStates = (props: {
  readonly permission: Permission;
  readonly state: OverwriteState;
  readonly why: string | undefined;
  readonly change: (state: OverwriteState) => void;
}) => {
  const group = createUniqueId();
  const [name, hint] = govern.permission[props.permission];
  return (
    <fieldset class="three" disabled={props.why !== undefined}>
      <legend>{name}</legend>
      <p>{props.why === undefined ? hint : `${hint} ${props.why}`}</p>
      <div class="three-states">
        <For each={STATES}>
          {(state) => (
            <label class={`three-state ${state}`} data-tip={govern.channels.states[state]}>
              <input
                type="radio"
                name={group}
                aria-label={`${name}: ${govern.channels.states[state]}`}
                checked={props.state === state}
                onChange={() => props.change(state)}
              />
              <Icon name={STATE_ICONS[state]} />
            </label>
          )}
        </For>
      </div>
    </fieldset>
  );
};

type Target = { readonly target: Overwrite['target']; readonly id: string; readonly name: string };
type TargetId = Pick<Target, 'target' | 'id'>;
type EditorProps = {
  readonly channel: Channel;
  readonly stored: OverwriteDraft;
  readonly again: () => Promise<void>;
};

/** Saves the differing overwrites one by one. Undo takes them back in the other order. */
const savingOf = (props: EditorProps, differing: () => OverwriteDraft) => {
  const { client, requests, deeds } = useRuling();
  const undoAll = async (keys: ReadonlyArray<string>): Promise<void> => {
    for (const key of keys) if (!(await deeds.undo(key))) break;
    await props.again();
  };
  const saveAll = async (): Promise<HttpAnswer<unknown>> => {
    let last: HttpAnswer<unknown> = { _tag: 'Right', right: undefined };
    const keys: string[] = [];
    for (const one of differing()) {
      const key = client.api.newKey();
      const { channel_id: id } = props.channel;
      const isGone = one.allow.length + one.deny.length === 0;
      last = await (isGone
        ? requests.removeOverwrite(id, targetOf(one), key)
        : requests.setOverwrite(id, targetOf(one), one.allow, one.deny, key));
      if (isLeft(last)) break;
      keys.unshift(key);
    }
    if (keys.length > 0) {
      deeds.offer(govern.unsaved.saved, keys, () => undoAll(keys));
    }
    return last;
  };
  return attempt(saveAll, () => void props.again());
};

/** The draft of the overwrites, with the roles and members whom it names. */
const editingOf = (props: EditorProps) => {
  const { client, guild } = useRuling();
  const { state } = client;
  const guildId = guild().guild_id;
  const everyoneId = everyoneIdOf(guildId);
  const [draft, setDraft] = createSignal<OverwriteDraft>(props.stored);
  const [chosen, setChosen] = createSignal<string>(everyoneId);
  const roles = createMemo(() => rolesFromTop(state(), guildId));
  const members = () => state().rosters[guildId]?.members ?? [];
  const nameOf = ({ target, id }: TargetId): string => {
    if (id === everyoneId) return govern.roles.everyone;
    if (target === 'role') return roles().find(({ role_id }) => role_id === id)?.name ?? '';
    const member = members().find(({ user }) => user.user_id === id);
    return member === undefined ? govern.channels.memberGone : (memberName(member) ?? nameOfUser(member.user));
  };
  const has = (id: string): boolean => draft().some((one) => one.id === id);
  /** Everyone, then roles from the top, then members. A deleted role counts for nothing, so it is left out. */
  const targets = createMemo((): ReadonlyArray<Target> => {
    const listed = (target: Target['target'], id: string): Target => ({ target, id, name: nameOf({ target, id }) });
    return [
      listed('role', everyoneId),
      ...roles().flatMap((role) => (!isEveryone(role) && has(role.role_id) ? [listed('role', role.role_id)] : [])),
      ...draft().flatMap(({ target, id }) => (target === 'member' ? [listed(target, id)] : [])),
    ];
  });
  const rankOf = (id: string): number => roles().find(({ role_id }) => role_id === id)?.rank ?? 0;
  const set = (one: Overwrite): void => {
    setDraft((before) => withOverwrite(before, one));
  };
  const change = ({ target, id }: TargetId, permission: Permission, to: OverwriteState): void =>
    set(withState(overwriteOf(draft(), target, id), permission, to));
  return {
    everyoneId,
    targets,
    nameOf,
    open: () => targets().find(({ id }) => id === chosen()) ?? targets()[0],
    choose: setChosen,
    addableRoles: () => roles().filter((role) => !isEveryone(role) && !has(role.role_id)),
    addableMembers: () => members().filter(({ user }) => !has(user.user_id)),
    outranks: ({ target, id }: TargetId): boolean =>
      target === 'member' || id === everyoneId || rankOf(id) < ownRank(state(), guildId),
    change,
    stateIn: ({ target, id }: TargetId, permission: Permission): OverwriteState =>
      stateOf(overwriteOf(draft(), target, id), permission),
    add: (id: string): void => {
      if (id === '') return;
      set(emptyOverwrite(members().some(({ user }) => user.user_id === id) ? 'member' : 'role', id));
      setChosen(id);
    },
    takeOff: (id: string): void => {
      setDraft((before) => before.filter((one) => one.id !== id));
      setChosen(everyoneId);
    },
    differing: createMemo(() => differingOverwrites(props.stored, draft())),
    reset: () => setDraft(props.stored),
  };
};
type Editing = ReturnType<typeof editingOf>;

/** The two switches that most channels need. Both stand for one denied permission of everyone. */
const EveryoneSwitches = (props: { readonly channel: Channel; readonly editing: Editing }) => {
  const everyone = { target: 'role', id: props.editing.everyoneId } as const;
  const DenialSwitch = (of: { readonly permission: Permission; readonly name: string; readonly hint: string }) => (
    <Switch
      name={of.name}
      hint={of.hint}
      on={props.editing.stateIn(everyone, of.permission) === 'deny'}
      disabled={!may(props.channel, of.permission)}
      change={(on) => props.editing.change(everyone, of.permission, on ? 'deny' : 'inherit')}
    />
  );
  return (
    <div class="switches">
      <DenialSwitch permission="view_channel" name={govern.channels.private} hint={govern.channels.privateHint} />
      <Show when={props.channel.kind !== 'voice'}>
        <DenialSwitch permission="send_messages" name={govern.channels.lock} hint={govern.channels.lockHint} />
      </Show>
    </div>
  );
};

const Targets = (props: { readonly editing: Editing }) => {
  const { editing } = props;
  const addId = createUniqueId();
  return (
    <div class="overwrite-targets">
      <ul aria-label={govern.channels.targets}>
        <For each={editing.targets()}>
          {(target) => (
            <li class="channel-row">
              <button
                type="button"
                class="role-name grow"
                aria-current={target.id === editing.open()?.id ? 'true' : undefined}
                onClick={() => editing.choose(target.id)}
              >
                <Icon name={target.target === 'role' ? 'shield' : 'person'} />
                <span>{target.name}</span>
              </button>
              <Show when={target.id !== editing.everyoneId && editing.outranks(target)}>
                <IconButton
                  icon="close"
                  name={govern.channels.takeOff(target.name)}
                  press={() => editing.takeOff(target.id)}
                />
              </Show>
            </li>
          )}
        </For>
      </ul>
      <div class="field">
        <label for={addId}>{govern.channels.add}</label>
        <select
          id={addId}
          onChange={(event) => {
            editing.add(event.currentTarget.value);
            event.currentTarget.value = '';
          }}
        >
          <option value="">{govern.channels.chooseOne}</option>
          <optgroup label={govern.channels.addRole}>
            <For each={editing.addableRoles()}>
              {(role) => (
                <option value={role.role_id} disabled={!editing.outranks({ target: 'role', id: role.role_id })}>
                  {role.name}
                </option>
              )}
            </For>
          </optgroup>
          <optgroup label={govern.channels.addMember}>
            <For each={editing.addableMembers()}>
              {(member) => <option value={member.user.user_id}>{memberName(member) ?? nameOfUser(member.user)}</option>}
            </For>
          </optgroup>
        </select>
      </div>
    </div>
  );
};

/** The permissions of the open role or member, in groups. A text channel shows none of voice, and the other way round. */
const States = (props: { readonly channel: Channel; readonly editing: Editing; readonly target: Target }) => {
  const { editing } = props;
  const groups = () => channelGroups(props.channel.kind);
  const whyNot = (permission: Permission): string | undefined => {
    if (!editing.outranks(props.target)) return '';
    return may(props.channel, permission) ? undefined : govern.channels.lacking;
  };
  return (
    <section class="permissions" aria-label={govern.channels.of(props.target.name)}>
      <h4>{govern.channels.of(props.target.name)}</h4>
      <Show when={!editing.outranks(props.target)}>
        <p class="lead">{govern.channels.higher}</p>
      </Show>
      <For each={groups()}>
        {(group) => (
          <section class="switches" aria-label={govern.permissionGroups[group.name]}>
            <h5>{govern.permissionGroups[group.name]}</h5>
            <For each={group.permissions}>
              {(permission) => (
                <ThreeStates
                  permission={permission}
                  state={editing.stateIn(props.target, permission)}
                  why={whyNot(permission)}
                  change={(to) => editing.change(props.target, permission, to)}
                />
              )}
            </For>
          </section>
        )}
      </For>
    </section>
  );
};

const Editor = (props: EditorProps) => {
  const editing = editingOf(props);
  const save = savingOf(props, editing.differing);
  return (
    <>
      <EveryoneSwitches channel={props.channel} editing={editing} />
      <For each={editing.differing()}>
        {(one) => (
          <div>
            <Show when={editing.differing().length > 1}>
              <p class="quiet-note">{editing.nameOf(one)}</p>
            </Show>
            <WhatIf change={{ overwrite: { channel_id: props.channel.channel_id, ...one } }} />
          </div>
        )}
      </For>
      <div class="overwrites">
        <Targets editing={editing} />
        <Show when={editing.open()}>
          {(target) => <States channel={props.channel} editing={editing} target={target()} />}
        </Show>
      </div>
      <UnsavedBar
        dirty={editing.differing().length > 0}
        busy={save.busy()}
        trouble={save.trouble()}
        reset={editing.reset}
        save={() => void save.start()}
      />
    </>
  );
};

/** Says whether a channel follows its category, and makes it follow by one press. */
const Sync = (props: { readonly channel: Channel; readonly synced: boolean; readonly again: () => Promise<void> }) => {
  const { client, requests, deeds } = useRuling();
  const category = () => {
    const { parent_id: parent } = props.channel;
    return parent === null ? undefined : client.state().channels[parent];
  };
  const sync = async (name: string): Promise<void> => {
    const key = client.api.newKey();
    const answer = await requests.syncChannel(props.channel.channel_id, key);
    if (isLeft(answer)) return deeds.complain(answer.left);
    await props.again();
    const undo = async (): Promise<void> => {
      await deeds.undo(key);
      await props.again();
    };
    deeds.offer(govern.channels.syncDone(name), [key], undo);
  };
  return (
    <Show when={category()}>
      {(one) => (
        <div class="sync" classList={{ synced: props.synced }}>
          <Icon name={props.synced ? 'check' : 'info'} />
          <p>{props.synced ? govern.channels.synced(one().name) : govern.channels.notSynced(one().name)}</p>
          <Show when={!props.synced}>
            <Button kind="quiet" press={() => void sync(one().name)}>
              {govern.channels.sync}
            </Button>
          </Show>
        </div>
      )}
    </Show>
  );
};

export const ChannelPermissions = (props: { readonly channel: Channel }) => {
  const { requests } = useRuling();
  const mayRule = () => may(props.channel, 'manage_roles');
  const [answer, { refetch }] = createResource(mayRule, () => requests.overwrites(props.channel.channel_id));
  const again = async (): Promise<void> => void (await refetch());
  return (
    <Show when={mayRule()} fallback={<p class="lead">{govern.channels.mayNotRule}</p>}>
      <SectionList answer={answer.latest} again={() => void again()}>
        {(known) => (
          <div class="permissions">
            <Sync channel={props.channel} synced={known.synced} again={again} />
            <Editor channel={props.channel} stored={known.overwrites} again={again} />
          </div>
        )}
      </SectionList>
    </Show>
  );
};
