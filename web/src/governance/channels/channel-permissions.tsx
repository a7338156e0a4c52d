/** The permissions of one channel: for everyone, for roles and for members, with what a change would do before it is saved. */

import { isLeft } from 'fp-ts/lib/Either.js';
import { createMemo, createResource, createSignal, createUniqueId, For, Show } from 'solid-js';
import type { RoleId, UserId } from '#domain/kernel/ids.ts';
import type { Permission } from '#domain/permission/bits.ts';
import type { Overwrite } from '#gateway/protocol/governance.ts';
import type { Channel } from '#gateway/protocol/resources.ts';
import { shownName } from '#web/governance/channels/channel-acts.ts';
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
import { isEveryone, ownRank, rolesFromTop } from '#web/governance/ranks.ts';
import type { OverwriteOf } from '#web/governance/requests.ts';
import { useRuling } from '#web/governance/ruling.ts';
import { SectionList } from '#web/governance/section-list.tsx';
import { UnsavedBar } from '#web/governance/unsaved.tsx';
import { WhatIf } from '#web/governance/what-if.tsx';
import { govern } from '#web/governance/words/govern-words.ts';
import { nameOfUser } from '#web/guild/member-menu.ts';
import { may } from '#web/store/rights.ts';
import { memberName } from '#web/store/roles.ts';
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

const Editor = (props: {
  readonly channel: Channel;
  readonly stored: OverwriteDraft;
  readonly again: () => Promise<void>;
}) => {
  const { client, guild, requests, toast, deeds } = useRuling();
  const { state } = client;
  const guildId = guild().guild_id;
  const everyoneId = everyoneIdOf(guildId);
  const addId = createUniqueId();
  const [draft, setDraft] = createSignal<OverwriteDraft>(props.stored);
  const [chosen, setChosen] = createSignal<string>(everyoneId);
  const roles = createMemo(() => rolesFromTop(state(), guildId));
  const members = () => state().rosters[guildId]?.members ?? [];
  const nameOf = ({ target, id }: Pick<Target, 'target' | 'id'>): string => {
    if (id === everyoneId) return govern.roles.everyone;
    if (target === 'role') return roles().find(({ role_id }) => role_id === id)?.name ?? '';
    const member = members().find(({ user }) => user.user_id === id);
    return member === undefined ? govern.channels.memberGone : (memberName(member) ?? nameOfUser(member.user));
  };
  /** Everyone, then roles from the top, then members. A deleted role counts for nothing, so it is left out. */
  const targets = createMemo((): ReadonlyArray<Target> => {
    const listed = (target: Target['target'], id: string): Target => ({ target, id, name: nameOf({ target, id }) });
    const has = (id: string) => draft().some((one) => one.id === id);
    return [
      listed('role', everyoneId),
      ...roles().flatMap((role) => (!isEveryone(role) && has(role.role_id) ? [listed('role', role.role_id)] : [])),
      ...draft().flatMap(({ target, id }) => (target === 'member' ? [listed(target, id)] : [])),
    ];
  });
  const open = () => targets().find(({ id }) => id === chosen()) ?? targets()[0];
  const addable = () => roles().filter((role) => !isEveryone(role) && !draft().some(({ id }) => id === role.role_id));
  const addableMembers = () => members().filter(({ user }) => !draft().some(({ id }) => id === user.user_id));
  const rankOf = (id: string): number => roles().find(({ role_id }) => role_id === id)?.rank ?? 0;
  const outranks = ({ target, id }: Pick<Target, 'target' | 'id'>): boolean =>
    target === 'member' || id === everyoneId || rankOf(id) < ownRank(state(), guildId);
  const set = (one: Overwrite): void => {
    setDraft((before) => withOverwrite(before, one));
  };
  const change = (target: Pick<Target, 'target' | 'id'>, permission: Permission, to: OverwriteState): void =>
    set(withState(overwriteOf(draft(), target.target, target.id), permission, to));
  const everyone = { target: 'role', id: everyoneId } as const;
  const denied = (permission: Permission): boolean =>
    stateOf(overwriteOf(draft(), 'role', everyoneId), permission) === 'deny';
  const deny = (permission: Permission, on: boolean): void => change(everyone, permission, on ? 'deny' : 'inherit');
  const add = (value: string): void => {
    if (value === '') return;
    set(emptyOverwrite(members().some(({ user }) => user.user_id === value) ? 'member' : 'role', value));
    setChosen(value);
  };
  const takeOff = ({ id }: Target): void => {
    setDraft((before) => before.filter((one) => one.id !== id));
    setChosen(everyoneId);
  };
  const differing = createMemo(() => differingOverwrites(props.stored, draft()));

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
      const action = { name: govern.undo, run: () => void undoAll(keys) };
      toast({ text: govern.unsaved.saved, tone: 'good', action });
    }
    return last;
  };
  const save = attempt(saveAll, () => void props.again());
  const whyNot = (target: Target, permission: Permission): string | undefined => {
    if (!outranks(target)) return '';
    return may(props.channel, permission) ? undefined : govern.channels.lacking;
  };
  const groups = () => channelGroups(props.channel.kind);

  return (
    <>
      <div class="switches">
        <Switch
          name={govern.channels.private}
          hint={govern.channels.privateHint}
          on={denied('view_channel')}
          disabled={!may(props.channel, 'view_channel')}
          change={(on) => deny('view_channel', on)}
        />
        <Show when={props.channel.kind !== 'voice'}>
          <Switch
            name={govern.channels.lock}
            hint={govern.channels.lockHint}
            on={denied('send_messages')}
            disabled={!may(props.channel, 'send_messages')}
            change={(on) => deny('send_messages', on)}
          />
        </Show>
      </div>
      <Show when={differing().length > 0}>
        <For each={differing()}>
          {(one) => (
            <div class="effect">
              <Show when={differing().length > 1}>
                <p class="quiet-note">{nameOf(one)}</p>
              </Show>
              <WhatIf change={{ overwrite: { channel_id: props.channel.channel_id, ...one } }} />
            </div>
          )}
        </For>
      </Show>
      <div class="overwrites">
        <div class="overwrite-targets">
          <ul aria-label={govern.channels.targets}>
            <For each={targets()}>
              {(target) => (
                <li class="channel-row">
                  <button
                    type="button"
                    class="role-name grow"
                    aria-current={target.id === open()?.id ? 'true' : undefined}
                    onClick={() => setChosen(target.id)}
                  >
                    <Icon name={target.target === 'role' ? 'shield' : 'person'} />
                    <span>{target.name}</span>
                  </button>
                  <Show when={target.id !== everyoneId && outranks(target)}>
                    <IconButton
                      icon="close"
                      name={govern.channels.takeOff(target.name)}
                      press={() => takeOff(target)}
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
                add(event.currentTarget.value);
                event.currentTarget.value = '';
              }}
            >
              <option value="">{govern.channels.chooseOne}</option>
              <optgroup label={govern.channels.addRole}>
                <For each={addable()}>
                  {(role) => (
                    <option value={role.role_id} disabled={!outranks({ target: 'role', id: role.role_id })}>
                      {role.name}
                    </option>
                  )}
                </For>
              </optgroup>
              <optgroup label={govern.channels.addMember}>
                <For each={addableMembers()}>
                  {(member) => (
                    <option value={member.user.user_id}>{memberName(member) ?? nameOfUser(member.user)}</option>
                  )}
                </For>
              </optgroup>
            </select>
          </div>
        </div>
        <Show when={open()}>
          {(target) => (
            <section class="permissions" aria-label={govern.channels.of(target().name)}>
              <h4>{govern.channels.of(target().name)}</h4>
              <Show when={!outranks(target())}>
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
                          state={stateOf(overwriteOf(draft(), target().target, target().id), permission)}
                          why={whyNot(target(), permission)}
                          change={(to) => change(target(), permission, to)}
                        />
                      )}
                    </For>
                  </section>
                )}
              </For>
            </section>
          )}
        </Show>
      </div>
      <UnsavedBar
        dirty={differing().length > 0}
        busy={save.busy()}
        trouble={save.trouble()}
        reset={() => setDraft(props.stored)}
        save={() => void save.start()}
      />
    </>
  );
};

/** Says whether a channel follows its category, and makes it follow by one press. */
const Sync = (props: { readonly channel: Channel; readonly synced: boolean; readonly again: () => Promise<void> }) => {
  const { client, requests, toast, deeds } = useRuling();
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
    toast({
      text: govern.channels.syncDone(name),
      tone: 'good',
      action: { name: govern.undo, run: () => void undo() },
    });
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
          <div class="permissions" data-of={shownName(props.channel)}>
            <Sync channel={props.channel} synced={known.synced} again={again} />
            <Editor channel={props.channel} stored={known.overwrites} again={again} />
          </div>
        )}
      </SectionList>
    </Show>
  );
};
