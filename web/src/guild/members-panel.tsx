import { createMemo, createUniqueId, For, onCleanup, Show } from 'solid-js';
import type { UserId } from '#domain/kernel/ids.ts';
import type { Member, Role, User } from '#gateway/protocol/resources.ts';
import { useNames } from '#web/guild/names.ts';
import { useProfile } from '#web/guild/profiles.tsx';
import { TimeOutSign } from '#web/guild/time-out-sign.tsx';
import type { Platform } from '#web/platform/platform.ts';
import { memberName, membersByRole } from '#web/store/roles.ts';
import type { ClientState, Roster, ShownPresence } from '#web/store/state.ts';
import { Avatar } from '#web/ui/avatar.tsx';
import { contextMenu } from '#web/ui/context-menu.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { Menu } from '#web/ui/menu.tsx';
import type { MenuItem } from '#web/ui/menu-list.tsx';
import { PaneTrouble } from '#web/ui/pane-trouble.tsx';
import { rove } from '#web/ui/roving.ts';
import { Skeleton } from '#web/ui/skeleton.tsx';
import { problemText } from '#web/words/problems.ts';
import { words } from '#web/words/words.ts';

const nameOf = (member: Member): string => memberName(member) ?? words.erasedPerson;
const byName = (a: Member, b: Member): number => nameOf(a).localeCompare(nameOf(b));

/** The presence of a member in words. The text of a custom status is shown, and the rest is for screen readers. */
const MemberStatus = (props: { readonly id: string; readonly presence: ShownPresence | undefined }) => {
  const status = () => words.presence[props.presence?.status ?? 'offline'];
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

export const MembersPanel = (props: {
  readonly roster: Roster | undefined;
  readonly roles: ReadonlyArray<Role>;
  readonly me: UserId;
  readonly presences: ClientState['presences'];
  readonly menuOf: (user: User, member: Member) => ReadonlyArray<MenuItem>;
  readonly load: () => void;
  /** True when the user gives time-outs. Another user sees the own time-out only. */
  readonly seesTimeOuts: boolean;
  readonly later: Platform['later'];
  readonly now: () => number;
}) => {
  const owners = createMemo(() => props.roster?.members.filter((member) => member.owner) ?? []);
  const groups = createMemo(() =>
    membersByRole(props.roles, (props.roster?.members.filter((member) => !member.owner) ?? []).toSorted(byName)),
  );
  const openProfile = useProfile();
  const names = useNames();
  const first = () => owners()[0] ?? groups()[0]?.members[0];
  let list: HTMLElement | undefined;
  const Group = (group: { readonly title: string; readonly members: ReadonlyArray<Member> }) => (
    <Show when={group.members.length > 0}>
      <h3>
        {group.title} <span>{words.members.count(group.members.length)}</span>
      </h3>
      <ul>
        <For each={group.members}>
          {(member) => {
            const entries = () => props.menuOf(member.user, member);
            let row: HTMLElement | undefined;
            // The focus of a member who was kicked goes to the first name, and not to the page.
            onCleanup(() => {
              if (row?.contains(document.activeElement) === true)
                queueMicrotask(() => list?.querySelector<HTMLElement>('.member-name')?.focus());
            });
            const presence = () => props.presences[member.user.user_id];
            const statusId = createUniqueId();
            const menu = contextMenu({ label: () => words.members.menu(nameOf(member)), entries });
            return (
              <li
                class="member"
                ref={(element) => {
                  row = element;
                  menu.attach(element);
                }}
              >
                <Avatar
                  id={member.user.user_id}
                  name={nameOf(member)}
                  size="small"
                  imported={member.user.imported}
                  presence={presence()?.status}
                  press={(event) => openProfile(member.user, event.currentTarget as HTMLElement, row)}
                />
                <button
                  type="button"
                  class={`member-name ${names.look(member.user).class}`}
                  style={names.look(member.user).style}
                  tabindex={member === first() ? 0 : -1}
                  aria-haspopup="dialog"
                  aria-describedby={statusId}
                  aria-label={member.user.imported ? `${nameOf(member)}, ${words.members.imported}` : undefined}
                  title={member.user.imported ? words.members.importedHint : nameOf(member)}
                  onClick={(event) => openProfile(member.user, event.currentTarget, row)}
                >
                  {nameOf(member)}
                </button>
                <MemberStatus id={statusId} presence={presence()} />
                <Show when={props.seesTimeOuts || member.user.user_id === props.me}>
                  <TimeOutSign member={member} later={props.later} now={props.now} />
                </Show>
                <Show when={member.user.user_id === props.me}>
                  <span class="quiet-note">{words.members.you}</span>
                </Show>
                <Menu label={words.members.menu(nameOf(member))} class="icon-button" items={entries()} tabIndex={-1}>
                  <Icon name="more" />
                </Menu>
                <menu.View />
              </li>
            );
          }}
        </For>
      </ul>
    </Show>
  );
  return (
    <aside class="members" aria-label={words.members.title} data-region>
      <header class="members-head">
        <h2>{words.members.title}</h2>
      </header>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: moves the focus among the names inside */}
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
          <For each={groups()}>
            {({ role, members }) => <Group title={role?.name ?? words.members.others} members={members} />}
          </For>
          <Show when={props.roster?.complete === false}>
            <p class="quiet-note pad">{words.members.notAll(props.roster?.members.length ?? 0)}</p>
          </Show>
        </Show>
      </div>
    </aside>
  );
};
