/** Opens the profile of a user beside a name or an avatar. */

import { createContext, createSignal, Show, useContext } from 'solid-js';
import type { Instant } from '#domain/kernel/instant.ts';
import type { Member, Role, User } from '#gateway/protocol/resources.ts';
import type { Names } from '#web/guild/names.ts';
import { Loaded } from '#web/ui/loaded.tsx';
import type { MenuItem } from '#web/ui/menu-list.tsx';
import type { Point } from '#web/ui/place.ts';
import { withLaterWords } from '#web/words/later/later-words.ts';

export const loadProfile = () => withLaterWords(import('#web/guild/profile-popover.tsx'));

/**
 * Opens the profile beside the anchor. In a list the profile stands beside the whole row, so that it covers no other
 * row, and the focus returns to the anchor.
 */
export type OpenProfile = (user: User, anchor: HTMLElement | Point, row?: HTMLElement) => void;
type Opened = {
  readonly user: User;
  readonly anchor: HTMLElement | Point;
  readonly returnTo: HTMLElement | undefined;
};
export const ProfileContext = createContext<OpenProfile>(() => {});
export const useProfile = (): OpenProfile => useContext(ProfileContext);

export const profilesOf = (spec: {
  readonly names: Names;
  readonly rolesOf: (member: Member) => ReadonlyArray<Role>;
  /** End of the time-out of a member, or null. */
  readonly timeOutOf: (member: Member) => Instant | null;
  readonly memberOf: (user: User) => Member | null;
  readonly menuOf: (user: User, member: Member | null) => ReadonlyArray<MenuItem>;
  readonly isMe: (user: User) => boolean;
}) => {
  const [opened, setOpened] = createSignal<Opened | null>(null);
  const ofMember = <A,>(user: User, ask: (member: Member) => A): A | undefined => {
    const member = spec.memberOf(user);
    return member === null ? undefined : ask(member);
  };
  const close = (): void => void setOpened(null);
  const View = () => (
    <Show when={opened()} keyed>
      {({ user, anchor, returnTo }) => (
        <Loaded load={loadProfile}>
          {({ ProfilePopover }) => (
            <ProfilePopover
              anchor={anchor}
              returnTo={returnTo}
              user={user}
              member={spec.memberOf(user)}
              name={spec.names.of(user)}
              look={spec.names.look(user)}
              roles={ofMember(user, spec.rolesOf) ?? []}
              timedOutUntil={ofMember(user, spec.timeOutOf) ?? null}
              isMe={spec.isMe(user)}
              items={spec.menuOf(user, spec.memberOf(user))}
              close={close}
            />
          )}
        </Loaded>
      )}
    </Show>
  );
  const open: OpenProfile = (user, anchor, row) =>
    void setOpened({ user, anchor: row ?? anchor, returnTo: anchor instanceof HTMLElement ? anchor : undefined });
  return { open, View };
};
