/** The members of the open guild, by their roles. It is loaded after the first messages are drawn. */

import { createMemo, createUniqueId, onCleanup, Show } from 'solid-js';
import type { UserId } from '#domain/kernel/ids.ts';
import type { Member, Role, User } from '#gateway/protocol/resources.ts';
import { useNames } from '#web/guild/names.ts';
import { useProfile } from '#web/guild/profiles.tsx';
import { TimeOutSign } from '#web/guild/time-out-sign.tsx';
import type { Platform } from '#web/platform/platform.ts';
import type { Phase } from '#web/session/lifecycle.ts';
import { memberName, membersByRole } from '#web/store/roles.ts';
import type { ClientState, Roster, ShownPresence } from '#web/store/state.ts';
import { Avatar } from '#web/ui/avatar.tsx';
import { contextMenu } from '#web/ui/context-menu.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { Keyed } from '#web/ui/keyed.tsx';
import { Menu } from '#web/ui/menu.tsx';
import type { MenuItem } from '#web/ui/menu-list.tsx';
import { PaneTrouble } from '#web/ui/pane-trouble.tsx';
import { rove } from '#web/ui/roving.ts';
import { Skeleton } from '#web/ui/skeleton.tsx';
import { later } from '#web/words/later/later-words.ts';
import { problemText } from '#web/words/problems.ts';
import { words } from '#web/words/words.ts';

const nameOf = (member: Member): string => memberName(member) ?? words.erasedPerson;
const idOf = ({ user }: Member): UserId => user.user_id;
const byName = (a: Member, b: Member): number => nameOf(a).localeCompare(nameOf(b));

/** The presence of a member in words. The text of a custom status is shown, and the rest is for screen readers. */
const MemberStatus = (props: {
  readonly id: string;
  readonly known: boolean;
  readonly presence: ShownPresence | undefined;
}) => {
  const status = () => (props.known ? words.presence[props.presence?.status ?? 'offline'] : '');
  return (
    <Show
      when={props.presence?.custom_status?.text}
      fallback={
        <span id={props.id} class="spoken">
          {status()}
        </span>
      }
    >
      {(text) => (
        <span id={props.id} class="member-status" title={text()}>
          <span class="spoken">{status()} </span>
          {text()}
        </span>
      )}
    </Show>
  );
};

type MemberListProps = {
  readonly roster: Roster | undefined;
  readonly roles: ReadonlyArray<Role>;
  readonly me: UserId;
  readonly presences: ClientState['presences'];
  readonly phase: Phase['kind'];
  readonly menuOf: (user: User, member: Member) => ReadonlyArray<MenuItem>;
  readonly load: () => void;
  /** True when the user gives time-outs. Another user sees the own time-out only. */
  readonly seesTimeOuts: boolean;
  readonly later: Platform['later'];
  readonly now: () => number;
};

export const MemberList = (props: MemberListProps) => {
  /** True while the connection is away for longer than a moment, so that nobody's presence is known. */
  const isAway = createMemo(() => ['offline', 'waiting', 'stopped'].includes(props.phase));
  const owners = createMemo(() => props.roster?.members.filter((member) => member.owner) ?? []);
  const groups = createMemo(() =>
    membersByRole(props.roles, (props.roster?.members.filter((member) => !member.owner) ?? []).toSorted(byName)),
  );
  const openProfile = useProfile();
  const names = useNames();
  const firstId = () => {
    const first = owners()[0] ?? groups()[0]?.members[0];
    return first === undefined ? undefined : idOf(first);
  };
  let list: HTMLElement | undefined;
  const Group = (group: { readonly title: string; readonly members: ReadonlyArray<Member> }) => (
    <Show when={group.members.length > 0}>
      <h3>
        {group.title} <span>{later.members.count(group.members.length)}</span>
      </h3>
      <ul>
        <Keyed each={group.members} by={idOf}>
          {(member) => {
            const user = () => member().user;
            const entries = () => props.menuOf(user(), member());
            let row: HTMLElement | undefined;
            // The focus of a member who was kicked goes to the first name, and not to the page.
            onCleanup(() => {
              if (row?.contains(document.activeElement) === true)
                queueMicrotask(() => list?.querySelector<HTMLElement>('.member-name')?.focus());
            });
            const presence = () => (isAway() ? undefined : props.presences[user().user_id]);
            const statusId = createUniqueId();
            const menu = contextMenu({ label: () => later.members.menu(nameOf(member())), entries });
            return (
              <li
                class="member"
                ref={(element) => {
                  row = element;
                  menu.attach(element);
                }}
              >
                <Avatar
                  id={user().user_id}
                  name={nameOf(member())}
                  size="small"
                  imported={user().imported}
                  presence={presence()?.status}
                  press={(event) => openProfile(user(), event.currentTarget as HTMLElement, row)}
                />
                <button
                  type="button"
                  class={`member-name ${names.look(user()).class}`}
                  style={names.look(user()).style}
                  tabindex={idOf(member()) === firstId() ? 0 : -1}
                  aria-haspopup="dialog"
                  aria-describedby={statusId}
                  aria-label={user().imported ? `${nameOf(member())}, ${words.members.imported}` : undefined}
                  title={user().imported ? words.members.importedHint : nameOf(member())}
                  onClick={(event) => openProfile(user(), event.currentTarget, row)}
                >
                  {nameOf(member())}
                </button>
                <MemberStatus id={statusId} known={!isAway()} presence={presence()} />
                <Show when={props.seesTimeOuts || user().user_id === props.me}>
                  <TimeOutSign member={member()} later={props.later} now={props.now} />
                </Show>
                <Show when={user().user_id === props.me}>
                  <span class="quiet-note">{later.members.you}</span>
                </Show>
                <Menu label={later.members.menu(nameOf(member()))} class="icon-button" items={entries()} tabIndex={-1}>
                  <Icon name="more" />
                </Menu>
                <menu.View />
              </li>
            );
          }}
        </Keyed>
      </ul>
    </Show>
  );
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: moves the focus among the names inside
    <div
      class="member-scroll"
      ref={(element) => {
        list = element;
      }}
      onKeyDown={(event) => rove(event, '.member-name')}
    >
      <Show when={props.roster?.trouble}>
        {(trouble) => <PaneTrouble text={words.members.unread(problemText(trouble()))} again={props.load} />}
      </Show>
      <Show
        when={props.roster !== undefined && (props.roster.freshness !== 'never' || props.roster.trouble !== null)}
        fallback={<Skeleton of="rows" count={8} label={words.loading} />}
      >
        <Group title={words.members.owner} members={owners()} />
        <Keyed each={groups()} by={({ role }) => role?.role_id ?? ''}>
          {(group) => <Group title={group().role?.name ?? later.members.others} members={group().members} />}
        </Keyed>
        <Show when={props.roster?.complete === false}>
          <p class="quiet-note pad">{words.members.notAll(props.roster?.members.length ?? 0)}</p>
        </Show>
      </Show>
    </div>
  );
};
