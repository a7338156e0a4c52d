/** Answers what a role or a member may do in a channel and why, and which channels a role sees. */

import { type Either, isLeft } from 'fp-ts/lib/Either.js';
import { createMemo, createResource, createSignal, createUniqueId, For, Show } from 'solid-js';
import { type ChannelId, UserId } from '#domain/kernel/ids.ts';
import { instantOf } from '#domain/kernel/instant.ts';
import type { Permission } from '#domain/permission/bits.ts';
import { has } from '#domain/permission/permission-set.ts';
import { overwritesOf, rolesOf } from '#domain/permission/question.ts';
import { resolve, stepsAbout } from '#domain/permission/resolve.ts';
import type { Explanation, Overwrite } from '#gateway/protocol/governance.ts';
import type { Channel, Role } from '#gateway/protocol/resources.ts';
import { shownName } from '#web/governance/channels/channel-acts.ts';
import { channelGroups } from '#web/governance/permission-groups.ts';
import { isEveryone, rolesFromTop } from '#web/governance/role-list.ts';
import { useRuling } from '#web/governance/ruling.ts';
import { SectionList } from '#web/governance/section-list.tsx';
import { govern } from '#web/governance/words/govern-words.ts';
import { nameOfUser } from '#web/guild/member-menu.ts';
import { channelSections } from '#web/store/channel-order.ts';
import { memberName } from '#web/store/roles.ts';
import { Icon } from '#web/ui/icon.tsx';
import type { HttpAnswer, HttpRefusal } from '#web/wire/http.ts';

type Answer = Explanation['permissions'][number];
type Step = Answer['because'][number];
/** `sees` is null for a member, whose channels only the server knows. */
type Seen = { readonly permissions: ReadonlyArray<Answer>; readonly sees: ReadonlyArray<Channel> | null };

/** Requests for overwrites that run at once. */
const AT_ONCE = 6;

export const ChannelView = (props: { readonly channel: Channel }) => {
  const { client, guild, requests } = useRuling();
  const { state } = client;
  const guildId = guild().guild_id;
  const chooseId = createUniqueId();
  const asked = (): ReadonlyArray<Permission> =>
    channelGroups(props.channel.kind).flatMap(({ permissions }) => permissions);
  const roles = createMemo(() => rolesFromTop(state(), guildId));
  const members = () => state().rosters[guildId]?.members ?? [];
  const [chosen, setChosen] = createSignal<string>(guildId);
  const roleName = (role: Role): string => (isEveryone(role) ? govern.roles.everyone : role.name);
  const chosenRole = () => roles().find(({ role_id }) => role_id === chosen());

  /** Reads the overwrites of all channels. A channel whose overwrites this user may not read is left out. */
  const overwritesOfAll = async (): Promise<Either<HttpRefusal, ReadonlyMap<ChannelId, ReadonlyArray<Overwrite>>>> => {
    const read = new Map<ChannelId, ReadonlyArray<Overwrite>>();
    const left = channelSections(state().channels, guildId).flatMap(({ channels }) => channels);
    let refused: HttpRefusal | undefined;
    const reader = async (): Promise<void> => {
      for (let one = left.shift(); one !== undefined && refused === undefined; one = left.shift()) {
        const answer = await requests.overwrites(one.channel_id);
        if (!isLeft(answer)) read.set(one.channel_id, answer.right.overwrites);
        else if (one.channel_id === props.channel.channel_id) refused = answer.left;
      }
    };
    if (props.channel.kind === 'category') left.unshift(props.channel);
    await Promise.all(Array.from({ length: AT_ONCE }, reader));
    return refused === undefined ? { _tag: 'Right', right: read } : { _tag: 'Left', left: refused };
  };
  const asRole = async (role: Role): Promise<HttpAnswer<Seen>> => {
    const known = await overwritesOfAll();
    if (isLeft(known)) return known;
    const facts = roles().map(({ role_id: roleId, rank, permissions }) => ({ roleId, rank, permissions }));
    // No user has this id, so neither an overwrite for a member nor the ownership counts.
    const nobody = UserId.is(guildId) ? guildId : ('' as UserId);
    const within = (channelId: ChannelId) =>
      resolve({
        guild: { guildId, ownerId: guild().owner_id, roles: rolesOf(facts) },
        userId: nobody,
        member: { roleIds: new Set([role.role_id]), timedOutUntil: null },
        channel: {
          overwrites: overwritesOf(
            (known.right.get(channelId) ?? []).map(({ target, id, allow, deny }) => ({
              target:
                target === 'role'
                  ? { kind: target, roleId: id as Role['role_id'] }
                  : { kind: target, userId: id as UserId },
              allow,
              deny,
            })),
          ),
        },
        at: instantOf(client.platform.now()),
      });
    const here = within(props.channel.channel_id);
    const sees = channelSections(state().channels, guildId)
      .flatMap(({ channels }) => channels)
      .filter(({ channel_id: id }) => known.right.has(id) && has(within(id).permissions, 'view_channel'));
    return {
      _tag: 'Right',
      right: {
        permissions: asked().map((permission) => ({
          permission,
          allowed: has(here.permissions, permission),
          because: stepsAbout(here.because, permission).map(({ kind, roleId, gives }) => ({
            kind,
            role_id: roleId,
            gives: has(gives, permission),
          })),
        })),
        sees,
      },
    };
  };
  const asMember = async (id: string): Promise<HttpAnswer<Seen>> => {
    const answer = await requests.explain(id as UserId, props.channel.channel_id);
    return isLeft(answer) ? answer : { _tag: 'Right', right: { permissions: answer.right.permissions, sees: null } };
  };
  const [answer, { refetch }] = createResource(chosen, (id) => {
    const role = chosenRole();
    return role === undefined ? asMember(id) : asRole(role);
  });

  const said = ({ kind, role_id: id, gives }: Step): string => {
    const text = govern.channels.step[kind][gives ? 0 : 1];
    const role = roles().find(({ role_id }) => role_id === id);
    return role === undefined ? text : `${text} ${roleName(role)}.`;
  };
  const shown = (all: ReadonlyArray<Answer>) =>
    asked().flatMap((permission) => all.find((one) => one.permission === permission) ?? []);
  return (
    <>
      <p class="lead">{govern.channels.viewLead}</p>
      <div class="field">
        <label for={chooseId}>{govern.channels.viewAs}</label>
        <select id={chooseId} onChange={(event) => setChosen(event.currentTarget.value)}>
          <optgroup label={govern.channels.addRole}>
            <For each={roles()}>
              {(role) => (
                <option value={role.role_id} selected={role.role_id === chosen()}>
                  {roleName(role)}
                </option>
              )}
            </For>
          </optgroup>
          <optgroup label={govern.channels.addMember}>
            <For each={members()}>
              {(member) => <option value={member.user.user_id}>{memberName(member) ?? nameOfUser(member.user)}</option>}
            </For>
          </optgroup>
        </select>
        <Show when={chosenRole()}>
          {(role) => (
            <p class="hint">{isEveryone(role()) ? govern.roles.everyoneHint : govern.channels.onlyThis(role().name)}</p>
          )}
        </Show>
      </div>
      <SectionList answer={answer.loading ? undefined : answer.latest} again={() => void refetch()}>
        {(seen) => (
          <>
            <Show when={seen.sees}>
              {(channels) => (
                <section class="settings-card">
                  <h4>
                    {channels().length === 0 ? govern.channels.seesNone : govern.channels.sees(channels().length)}
                  </h4>
                  <Show when={channels().length > 0}>
                    <ul class="seen-channels">
                      <For each={channels()}>
                        {(channel) => (
                          <li classList={{ here: channel.channel_id === props.channel.channel_id }}>
                            {shownName(channel)}
                          </li>
                        )}
                      </For>
                    </ul>
                  </Show>
                </section>
              )}
            </Show>
            <ul class="explained">
              <For each={shown(seen.permissions)}>
                {({ permission, allowed, because }) => (
                  <li>
                    <details>
                      <summary>
                        <span class={allowed ? 'verdict yes' : 'verdict no'}>
                          <Icon name={allowed ? 'check' : 'close'} />
                          {allowed ? govern.channels.allowed : govern.channels.denied}
                        </span>
                        <strong>{govern.permission[permission][0]}</strong>
                        <Icon name="chevron" />
                      </summary>
                      <ol>
                        <For each={because} fallback={<li>{govern.channels.nothingGives}</li>}>
                          {(step) => <li>{said(step)}</li>}
                        </For>
                      </ol>
                    </details>
                  </li>
                )}
              </For>
            </ul>
          </>
        )}
      </SectionList>
    </>
  );
};
