/** A small panel about one user. Names and avatars open it. */

import '#web/guild/profile.css';
import { For, Show } from 'solid-js';
import type { Instant } from '#domain/kernel/instant.ts';
import type { Member, Role, User } from '#gateway/protocol/resources.ts';
import { nameOfUser } from '#web/guild/member-menu.ts';
import type { Names } from '#web/guild/names.ts';
import { Avatar } from '#web/ui/avatar.tsx';
import { fullDay, fullTime } from '#web/ui/clock.ts';
import { Icon } from '#web/ui/icon.tsx';
import { divided, type MenuItem } from '#web/ui/menu-list.tsx';
import { later } from '#web/words/later/later-words.ts';
import { words } from '#web/words/words.ts';

export const Profile = (props: {
  readonly user: User;
  /** The membership in the open guild. Null for a user who is no member of it. */
  readonly member: Member | null;
  readonly name: string;
  readonly look: ReturnType<Names['look']>;
  /** Roles of the member from the highest down. */
  readonly roles: ReadonlyArray<Role>;
  readonly timedOutUntil: Instant | null;
  readonly isMe: boolean;
  readonly items: ReadonlyArray<MenuItem>;
  readonly close: () => void;
}) => (
  <div class="profile">
    <header>
      <Avatar id={props.user.user_id} name={props.name} size="large" imported={props.user.imported} />
      <div>
        <h2 class={props.look.class} style={props.look.style}>
          {props.name}
        </h2>
        <Show when={props.name !== nameOfUser(props.user)}>
          <p class="quiet-note">{nameOfUser(props.user)}</p>
        </Show>
      </div>
      <p class="profile-tags">
        <Show when={props.member?.owner}>
          <span class="tag">{words.members.owner}</span>
        </Show>
        <Show when={props.isMe}>
          <span class="tag">{later.profile.you}</span>
        </Show>
        <Show when={props.user.imported}>
          <span class="tag">{words.members.imported}</span>
        </Show>
      </p>
    </header>
    <p class="quiet-note">
      <Show when={props.member} fallback={later.profile.noMember}>
        {(member) => later.profile.since(fullDay(member().joined_at))}
      </Show>
    </p>
    <Show when={props.timedOutUntil}>
      {(until) => <p class="quiet-note">{later.profile.timedOut(fullTime(until()))}</p>}
    </Show>
    <Show when={props.roles.length > 0}>
      <ul class="profile-roles" aria-label={later.profile.roles}>
        <For each={props.roles}>
          {(role) => (
            <li class="tag" style={{ '--role': role.color ?? 'var(--faint)' }}>
              {role.name}
            </li>
          )}
        </For>
      </ul>
    </Show>
    <Show when={props.user.imported}>
      <p class="quiet-note">{words.members.importedHint}</p>
    </Show>
    <ul class="profile-acts">
      <For each={divided(props.items)}>
        {(item) =>
          item === 'divider' ? (
            <li>
              <hr />
            </li>
          ) : (
            <li>
              <button
                type="button"
                classList={{ danger: item.tone === 'danger' }}
                aria-disabled={item.disabled !== undefined}
                onClick={(event) => {
                  if (item.disabled !== undefined) return;
                  props.close();
                  item.choose(event);
                }}
              >
                <Icon name={item.icon} />
                <span class="menu-text">
                  {item.name}
                  <Show when={item.disabled}>
                    <small>{item.disabled}</small>
                  </Show>
                </span>
              </button>
            </li>
          )
        }
      </For>
    </ul>
  </div>
);
