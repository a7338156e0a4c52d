import type { PresenceChoice } from '#gateway/protocol/presence.ts';
import type { Me } from '#gateway/protocol/resources.ts';
import { statusMenu } from '#web/account/status-menu.ts';
import type { Phase } from '#web/session/lifecycle.ts';
import { Avatar } from '#web/ui/avatar.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { Menu } from '#web/ui/menu.tsx';
import type { MenuEntry } from '#web/ui/menu-list.tsx';
import { words } from '#web/words/words.ts';

const stateOf = (phase: Phase): 'online' | 'connecting' | 'offline' => {
  if (phase.kind === 'live') return 'online';
  return phase.kind === 'offline' || phase.kind === 'stopped' ? 'offline' : 'connecting';
};

export const UserPanel = (props: {
  readonly me: Me;
  readonly phase: Phase;
  readonly choice: PresenceChoice | null;
  readonly choose: (choice: PresenceChoice) => void;
  /** Opens the dialog of the custom status. */
  readonly write: () => void;
  readonly menu: ReadonlyArray<MenuEntry>;
}) => {
  const name = () => props.me.username ?? words.erasedPerson;
  const status = () => props.choice?.status ?? 'online';
  const isLive = () => stateOf(props.phase) === 'online';
  /** A line that is lost matters more than the status, which nobody sees then. */
  const line = () => {
    if (!isLive()) return words.user[stateOf(props.phase)];
    const text = props.choice?.custom_status?.text;
    if (text !== undefined) return text;
    return status() === 'online' ? words.user.online : words.presence[status()];
  };
  return (
    <section class="user-panel" aria-label={words.user.panel}>
      <Avatar id={props.me.user_id} name={name()} presence={isLive() ? status() : stateOf(props.phase)} />
      <Menu
        label={words.presence.menu(`${name()} ${line()}`, words.presence[isLive() ? status() : 'offline'])}
        class="user-status"
        align="start"
        items={statusMenu(props)}
      >
        <span class="user-name">
          <strong>{name()}</strong> <span>{line()}</span>
        </span>
      </Menu>
      <Menu label={words.user.menu} class="icon-button" tip={words.user.menu} items={props.menu}>
        <Icon name="more" />
      </Menu>
    </section>
  );
};
