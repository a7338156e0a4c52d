import { For } from 'solid-js';
import { Avatar } from '#web/ui/avatar.tsx';
import { Button, IconButton } from '#web/ui/button.tsx';
import { EmptyState } from '#web/ui/empty-state.tsx';
import { Icon, type IconName, iconNames } from '#web/ui/icon.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';
import { Sample } from './sample.tsx';

const STEPS = ['display', 'heading', 'title', 'message', 'label', 'note', 'small', 'micro'];
const NAMES = ['ada', 'arno', 'arronei', 'bram k', 'ruth.k', 'Zoë', '雪', 'x'];
const nothing = () => undefined;

/** Components without a life of their own. */
export const Shapes = () => (
  <>
    <Sample title="Type">
      <div class="sample-scale">
        <For each={STEPS}>{(step) => <p class={`scale-${step}`}>{step}: 1,904 owls, 👩‍🚀 and ❤️</p>}</For>
      </div>
    </Sample>
    <Sample title="Buttons">
      <div class="sample-row">
        <Button press={nothing}>Primary</Button>
        <Button press={nothing} kind="quiet">
          Quiet
        </Button>
        <Button press={nothing} kind="danger">
          Danger
        </Button>
      </div>
      <div class="sample-row">
        <Button press={nothing} disabled>
          Disabled
        </Button>
        <Button press={nothing} busy>
          Busy
        </Button>
        <button type="button" class="link">
          A link
        </button>
      </div>
      <div class="sample-row">
        <IconButton icon="search" name="Search" press={nothing} />
        <IconButton icon="people" name="Pressed" press={nothing} pressed />
        <IconButton icon="smile" name="Open" press={nothing} expanded />
        <IconButton icon="trash" name="Delete" press={nothing} tone="danger" />
      </div>
      <div class="sample-row">
        <button type="button" class="chip" aria-pressed="true">
          Chosen
        </button>
        <button type="button" class="chip" aria-pressed="false">
          Not chosen
        </button>
        <button type="button" class="reaction" aria-pressed="true">
          <span class="emoji">😍</span>6
        </button>
        <button type="button" class="reaction" aria-pressed="false">
          <span class="emoji">🌌</span>2
        </button>
        <span class="tag">This device</span>
        <kbd>Ctrl K</kbd>
      </div>
      <p class="note">A note says something in passing.</p>
    </Sample>
    <Sample title="Avatars">
      <div class="sample-row">
        <For each={NAMES}>{(name) => <Avatar id={name} name={name} />}</For>
        <Avatar id="imported" name="old friend" imported />
      </div>
      <div class="sample-row">
        <For each={NAMES}>{(name) => <Avatar id={`${name} 2`} name={name} size="small" />}</For>
        <Avatar id="imported" name="old friend" size="small" imported />
      </div>
    </Sample>
    <Sample title="Icons">
      <div class="sample-row">
        <For each={iconNames}>{(name: IconName) => <Icon name={name} />}</For>
      </div>
    </Sample>
    <Sample title="Messages on their way">
      <Skeleton of="messages" count={3} label="Loading messages" />
    </Sample>
    <Sample title="Names on their way">
      <Skeleton of="rows" count={4} label="Loading members" />
    </Sample>
    <Sample title="Empty">
      <EmptyState icon="hash" title="No messages yet" text="Say hello, or invite somebody to say it to.">
        <Button press={nothing}>Invite people</Button>
        <Button press={nothing} kind="quiet">
          Create a channel
        </Button>
      </EmptyState>
    </Sample>
    <Sample title="Banners">
      <div class="banner">
        <Icon name="alert" /> Connection lost. Trying again in 4 s.
        <button type="button" class="link">
          Reconnect now
        </button>
      </div>
      <div class="banner calm">Reconnecting…</div>
      <div class="banner severe">
        <Icon name="alert" /> The server closed the connection.
      </div>
    </Sample>
  </>
);
