import { createSignal, Show } from 'solid-js';
import type { Channel } from '#gateway/protocol/resources.ts';
import { IconButton } from '#web/ui/button.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { words } from '#web/words/words.ts';

/** The topic on one line. A press shows all of it. */
const Topic = (props: { readonly text: string }) => {
  const [whole, setWhole] = createSignal(false);
  return (
    <button
      type="button"
      class="topic"
      classList={{ whole: whole() }}
      aria-expanded={whole()}
      onClick={() => setWhole((before) => !before)}
    >
      {props.text}
    </button>
  );
};

export const ChannelHead = (props: {
  readonly channel: Channel;
  readonly mayInvite: boolean;
  readonly membersShown: boolean;
  readonly searchShown: boolean;
  readonly back: () => void;
  readonly invite: () => void;
  readonly showThreads: () => void;
  readonly showPins: () => void;
  readonly toggleMembers: () => void;
  readonly toggleSearch: () => void;
}) => (
  <header class="channel-head">
    <IconButton icon="back" class="only-narrow" tip="below" name={words.channel.back} press={() => props.back()} />
    <h1>
      <Icon name={props.channel.kind === 'forum' ? 'forum' : 'hash'} />
      <span>{props.channel.name}</span>
    </h1>
    <Show when={props.channel.topic} fallback={<span class="topic" />}>
      {(topic) => <Topic text={topic()} />}
    </Show>
    <Show when={props.mayInvite}>
      <IconButton icon="invite" tip="below" name={words.guild.invite} popup="dialog" press={() => props.invite()} />
    </Show>
    <Show when={props.channel.kind !== 'forum'}>
      <IconButton
        icon="thread"
        tip="below"
        name={words.channel.threads}
        popup="dialog"
        press={() => props.showThreads()}
      />
      <IconButton icon="pin" tip="below" name={words.channel.pins} popup="dialog" press={() => props.showPins()} />
    </Show>
    <IconButton
      icon="search"
      tip="below"
      name={words.search.open}
      pressed={props.searchShown}
      press={() => props.toggleSearch()}
    />
    <IconButton
      icon="people"
      tip="below-end"
      name={words.members.toggle}
      pressed={props.membersShown}
      press={() => props.toggleMembers()}
    />
  </header>
);
