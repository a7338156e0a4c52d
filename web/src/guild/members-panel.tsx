import { createMemo, For, Show } from 'solid-js';
import type { UserId } from '#domain/kernel/ids.ts';
import type { Member, User } from '#gateway/protocol/resources.ts';
import type { Roster } from '#web/store/state.ts';
import { Avatar } from '#web/ui/avatar.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { Menu } from '#web/ui/menu.tsx';
import { words } from '#web/words/words.ts';

const nameOf = (member: Member): string => member.user.username ?? words.erasedPerson;
const byName = (a: Member, b: Member): number => nameOf(a).localeCompare(nameOf(b));

export const MembersPanel = (props: {
  readonly roster: Roster | undefined;
  readonly me: UserId;
  readonly mayKick: boolean;
  readonly kick: (user: User) => void;
}) => {
  const owners = createMemo(() => props.roster?.members.filter((member) => member.owner) ?? []);
  const others = createMemo(() => (props.roster?.members.filter((member) => !member.owner) ?? []).toSorted(byName));
  const Group = (group: { readonly title: string; readonly members: ReadonlyArray<Member> }) => (
    <Show when={group.members.length > 0}>
      <h3>{words.members.group(group.title, group.members.length)}</h3>
      <ul>
        <For each={group.members}>
          {(member) => (
            <li class="member">
              <Avatar id={member.user.user_id} name={nameOf(member)} size="small" />
              <span class="member-name">{nameOf(member)}</span>
              <Show when={member.user.user_id === props.me}>
                <span class="quiet-note">{words.members.you}</span>
              </Show>
              <Show when={member.user.imported}>
                <span class="tag" title={words.members.importedHint}>
                  {words.members.imported}
                </span>
              </Show>
              <Show when={props.mayKick && !member.owner && member.user.user_id !== props.me}>
                <Menu
                  label={words.members.menu(nameOf(member))}
                  class="icon-button"
                  items={[
                    { icon: 'door', name: words.members.kick, tone: 'danger', choose: () => props.kick(member.user) },
                  ]}
                >
                  <Icon name="more" />
                </Menu>
              </Show>
            </li>
          )}
        </For>
      </ul>
    </Show>
  );
  return (
    <aside class="members" aria-label={words.members.title} data-region>
      <Show
        when={props.roster !== undefined && (props.roster.freshness !== 'never' || props.roster.loading === null)}
        fallback={<p class="quiet-note pad">{words.loading}</p>}
      >
        <Show when={props.roster?.freshness === 'never'}>
          <p class="quiet-note pad">{words.members.unread}</p>
        </Show>
        <Group title={words.members.owner} members={owners()} />
        <Group title={words.members.others} members={others()} />
        <Show when={props.roster?.complete === false}>
          <p class="quiet-note pad">{words.members.notAll(props.roster?.members.length ?? 0)}</p>
        </Show>
      </Show>
    </aside>
  );
};
