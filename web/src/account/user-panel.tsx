import type { Me } from '#gateway/protocol/resources.ts';
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
  readonly menu: ReadonlyArray<MenuEntry>;
}) => {
  const name = () => props.me.username ?? words.erasedPerson;
  return (
    <section class="user-panel" aria-label={words.user.panel}>
      <span class={`presence ${stateOf(props.phase)}`}>
        <Avatar id={props.me.user_id} name={name()} />
      </span>
      <div class="user-name">
        <strong>{name()}</strong>
        <span>{words.user[stateOf(props.phase)]}</span>
      </div>
      <Menu label={words.user.menu} class="icon-button" tip={words.user.menu} items={props.menu}>
        <Icon name="more" />
      </Menu>
    </section>
  );
};
