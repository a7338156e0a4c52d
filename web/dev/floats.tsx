import { createSignal, Show } from 'solid-js';
import { browser } from '#web/platform/browser.ts';
import { Button, IconButton } from '#web/ui/button.tsx';
import { contextMenu } from '#web/ui/context-menu.tsx';
import { Dialog, Foot } from '#web/ui/dialog.tsx';
import { Form, TextField } from '#web/ui/form.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { Menu } from '#web/ui/menu.tsx';
import type { MenuEntry } from '#web/ui/menu-list.tsx';
import { Popover } from '#web/ui/popover.tsx';
import { toasts as newToasts } from '#web/ui/toasts.tsx';
import { Sample } from './sample.tsx';

/** Menus, popovers, dialogs and toasts. `said` shows what was chosen. */
export const Floats = () => {
  const [said, setSaid] = createSignal('nothing yet');
  const [anchor, setAnchor] = createSignal<HTMLElement | null>(null);
  const [open, setOpen] = createSignal<'field' | 'question' | null>(null);
  const [name, setName] = createSignal('');
  const toasts = newToasts(browser.later);
  const entries: ReadonlyArray<MenuEntry> = [
    { icon: 'copy', name: 'Copy text', keys: 'C', choose: () => setSaid('copied') },
    { icon: 'pencil', name: 'Edit', choose: () => setSaid('edited'), disabled: 'Only the author may edit' },
    { icon: 'trash', name: 'Delete', tone: 'danger', choose: () => setSaid('deleted') },
  ];
  const menu = contextMenu({ label: () => 'Actions of the area', entries: () => entries });
  const close = () => setOpen(null);
  return (
    <Sample title="Floats">
      <p role="status">Last choice: {said()}</p>
      <div class="sample-row">
        <Menu label="A menu" class="icon-button" tip="A menu" items={entries}>
          <Icon name="more" />
        </Menu>
        <IconButton icon="people" name="A popover" press={(event) => setAnchor(event.currentTarget as HTMLElement)} />
        <Button kind="quiet" press={() => setOpen('field')}>
          Dialog with a field
        </Button>
        <Button kind="quiet" press={() => setOpen('question')}>
          Dialog with a question
        </Button>
      </div>
      <button type="button" class="note" ref={menu.attach}>
        An area with a menu
      </button>
      <menu.View />
      <div class="sample-row">
        <Button kind="quiet" press={() => toasts.show({ tone: 'good', text: 'The channel was created.' })}>
          Good toast
        </Button>
        <Button
          kind="quiet"
          press={() =>
            toasts.show({
              tone: 'bad',
              text: 'Your reaction was not saved. The server did not answer.',
              action: { name: 'Try again', run: () => setSaid('tried again') },
            })
          }
        >
          Bad toast
        </Button>
        <Button kind="quiet" press={() => toasts.show({ tone: 'plain', text: 'Copied' })}>
          Plain toast
        </Button>
      </div>
      <Show when={anchor()} keyed>
        {(at) => (
          <Popover anchor={at} label="A popover" close={() => setAnchor(null)}>
            <p>A popover holds anything.</p>
            <Button press={() => setAnchor(null)}>Done</Button>
          </Popover>
        )}
      </Show>
      <Show when={open() === 'field'}>
        <Dialog title="Rename channel" close={close}>
          <Form submit={close}>
            <TextField label="Channel name" value={name()} change={setName} />
            <Foot close={close} busy={false} yes="Save" />
          </Form>
        </Dialog>
      </Show>
      <Show when={open() === 'question'}>
        <Dialog title="Delete message?" close={close}>
          <Form
            submit={() => {
              close();
              setSaid('the message is deleted');
            }}
          >
            <p class="lead">The message disappears for everyone.</p>
            <Foot close={close} busy={false} yes="Delete" danger />
          </Form>
        </Dialog>
      </Show>
      <toasts.View />
    </Sample>
  );
};
