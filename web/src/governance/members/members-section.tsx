/** The members of a guild, found by name and role, and sorted. Each has their roles and all acts on them. */

import '#web/governance/members/members.css';
import { createEffect, createMemo, createSignal, on, Show } from 'solid-js';
import { millisOf } from '#domain/kernel/instant.ts';
import type { Member } from '#gateway/protocol/resources.ts';
import { Choice, type ChoiceName } from '#web/governance/choice.tsx';
import { memberActs } from '#web/governance/members/member-acts.ts';
import { MemberDialog } from '#web/governance/members/member-dialog.tsx';
import { type MemberSort, memberSorts, sortedMembers } from '#web/governance/members/member-sort.ts';
import { RoleChips } from '#web/governance/members/role-chips.tsx';
import { momentSaid } from '#web/governance/moments.ts';
import { isEveryone, rolesFromTop } from '#web/governance/role-list.ts';
import { useRuling } from '#web/governance/ruling.ts';
import { govern } from '#web/governance/words/govern-words.ts';
import type { MemberDialogRoute } from '#web/layers.ts';
import { colorOf, memberName, timeOutOf } from '#web/store/roles.ts';
import { Avatar } from '#web/ui/avatar.tsx';
import { Button } from '#web/ui/button.tsx';
import { fullDay } from '#web/ui/clock.ts';
import { Icon } from '#web/ui/icon.tsx';
import { Keyed } from '#web/ui/keyed.tsx';
import { Menu } from '#web/ui/menu.tsx';
import { PaneTrouble } from '#web/ui/pane-trouble.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';
import { problemText } from '#web/words/problems.ts';
import { words } from '#web/words/words.ts';

/** Members that are drawn at once. A button shows the next ones, so that a large guild opens fast. */
const SHOWN_FIRST = 50;

const nameOf = (member: Member): string => memberName(member) ?? words.erasedPerson;

export const MembersSection = () => {
  const { client, guild, toast } = useRuling();
  const guildId = guild().guild_id;
  const now = () => client.platform.now();
  const [sought, setSought] = createSignal('');
  /** `any`, `none`, `timed-out`, or the id of a role. */
  const [filter, setFilter] = createSignal('any');
  const [sort, setSort] = createSignal<MemberSort>('name');
  const [most, setMost] = createSignal(SHOWN_FIRST);
  const [dialog, setDialog] = createSignal<MemberDialogRoute | null>(null);
  const roster = () => client.state().rosters[guildId];
  const roles = createMemo(() => client.state().roles[guildId] ?? []);
  const fits = (member: Member): boolean => {
    const { role_ids: worn = [] } = member;
    if (filter() === 'none') return worn.length === 0;
    if (filter() === 'timed-out') return timeOutOf(member, now()) !== null;
    return filter() === 'any' || (worn as ReadonlyArray<string>).includes(filter());
  };
  const found = createMemo(() => {
    const wanted = sought().trim().toLocaleLowerCase();
    const names = (member: Member) =>
      [member.nickname ?? '', member.user.username ?? ''].join('\n').toLocaleLowerCase();
    const all = (roster()?.members ?? []).filter((member) => fits(member) && names(member).includes(wanted));
    return sortedMembers(all, sort(), roles(), guild());
  });
  createEffect(on([sought, filter, sort], () => setMost(SHOWN_FIRST), { defer: true }));
  const filters = (): ReadonlyArray<ChoiceName<string>> => [
    ['any', govern.members.anyRole],
    ...rolesFromTop(client.state(), guildId)
      .filter((role) => !isEveryone(role))
      .map((role) => [role.role_id, role.name] as const),
    ['none', govern.members.noRole],
    ['timed-out', govern.members.timedOut],
  ];
  const actsOf = (member: Member) =>
    memberActs(
      member.user,
      { guildId, userId: member.user.user_id, member },
      { client, show: (to) => setDialog(to), toast },
    );

  const Row = (row: { readonly member: Member }) => {
    const name = () => nameOf(row.member);
    const color = () => colorOf(roles(), row.member);
    const timeOut = () => timeOutOf(row.member, now());
    return (
      <li>
        <Avatar id={row.member.user.user_id} name={name()} size="small" imported={row.member.user.imported} />
        <div class="grow">
          <p class="member-facts">
            <strong class={`name ${color() === null ? '' : 'colored'}`} style={{ '--role': color() ?? '' }}>
              {name()}
            </strong>
            <Show when={name() !== row.member.user.username}>
              <span>{row.member.user.username}</span>
            </Show>
            <Show when={row.member.owner}>
              <span class="tag">{words.members.owner}</span>
            </Show>
            <span>{govern.members.joined(fullDay(row.member.joined_at))}</span>
          </p>
          <Show when={timeOut()}>
            {(until) => (
              <p class="timed-out">
                <Icon name="clock" />
                {govern.members.until(momentSaid(millisOf(until()), now()))}
              </p>
            )}
          </Show>
          <RoleChips member={row.member} name={name()} />
        </div>
        <Show when={actsOf(row.member).length > 0}>
          <Menu label={govern.members.actions(name())} class="icon-button" items={actsOf(row.member)}>
            <Icon name="more" />
          </Menu>
        </Show>
      </li>
    );
  };
  return (
    <>
      <header>
        <h3>{govern.sections.members}</h3>
        <Show when={roster()?.members.length}>
          {(all) => (
            <span class="quiet-note" role="status">
              {govern.members.found(found().length, all())}
            </span>
          )}
        </Show>
      </header>
      <p class="lead">{govern.members.lead}</p>
      <div class="member-filters">
        <div class="field">
          <label for="members-sought">{govern.members.search}</label>
          <input
            id="members-sought"
            type="search"
            value={sought()}
            onInput={(event) => setSought(event.currentTarget.value)}
          />
        </div>
        <Choice label={govern.members.byRole} of={filters()} chosen={filter()} choose={setFilter} />
        <Choice label={govern.members.sort} of={memberSorts()} chosen={sort()} choose={setSort} />
      </div>
      <Show when={roster()?.trouble}>
        {(trouble) => (
          <PaneTrouble
            text={words.members.unread(problemText(trouble()))}
            again={() => void client.loadMembers(guildId)}
          />
        )}
      </Show>
      <Show
        when={roster() !== undefined && (roster()?.freshness !== 'never' || roster()?.trouble !== null)}
        fallback={<Skeleton of="rows" count={6} label={words.loading} />}
      >
        <ul class="settings-rows" aria-label={govern.sections.members}>
          <Keyed each={found().slice(0, most())} by={({ user }) => user.user_id}>
            {(member) => <Row member={member()} />}
          </Keyed>
        </ul>
        <Show when={found().length === 0 && roster()?.trouble === null}>
          <p class="quiet-note">{govern.members.noneFound}</p>
        </Show>
        <Show when={found().length > most()}>
          <Button kind="quiet" press={() => setMost((before) => before + SHOWN_FIRST)}>
            {govern.members.more}
          </Button>
        </Show>
        <Show when={roster()?.complete === false}>
          <p class="quiet-note">{words.members.notAll(roster()?.members.length ?? 0)}</p>
        </Show>
      </Show>
      {/* The settings stay behind the dialog, with the place in the list. */}
      <Show when={dialog()} keyed>
        {(open) => <MemberDialog client={client} dialog={open} toast={toast} close={() => setDialog(null)} />}
      </Show>
    </>
  );
};
