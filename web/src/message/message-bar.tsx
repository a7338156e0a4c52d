import { Index, Show } from 'solid-js';
import type { MessageMenuItem } from '#web/message/message-menu.ts';
import { ToolbarPlace } from '#web/message/toolbar-place.tsx';
import { IconButton } from '#web/ui/button.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { Menu } from '#web/ui/menu.tsx';
import { Toolbar } from '#web/ui/toolbar.tsx';
import { words } from '#web/words/words.ts';

/** The toolbar over a message: its usual actions, and a menu with all of them. The first screen does without its code. */
export const MessageBar = (props: {
  readonly items: ReadonlyArray<MessageMenuItem>;
  readonly picking: boolean;
  /** True in the message with the focus. Tab then reaches one button, and the arrow keys the others. */
  readonly reachable: boolean;
  readonly leave: () => void;
}) => (
  <ToolbarPlace>
    <Toolbar label={words.message.actions} reachable={props.reachable} leave={props.leave}>
      {/* A change of the message makes new items. The buttons stay, because one of them may have the focus. */}
      <Index each={props.items}>
        {(item) => (
          <Show when={item().inBar}>
            <IconButton
              icon={item().icon}
              name={item().name}
              {...(item().tone === undefined ? {} : { tone: item().tone })}
              {...(item().opens === undefined ? {} : { popup: item().opens, expanded: props.picking })}
              press={(event) => item().choose(event)}
            />
          </Show>
        )}
      </Index>
      <Menu label={words.message.more} tip={words.message.more} class="icon-button" items={props.items}>
        <Icon name="more" />
      </Menu>
    </Toolbar>
  </ToolbarPlace>
);
