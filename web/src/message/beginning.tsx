/** The first row of a channel or thread: its name, when it was made or imported, and in a new guild what to do first. */

import { Show } from 'solid-js';
import { millisOf } from '#domain/kernel/instant.ts';
import type { Channel, Message } from '#gateway/protocol/resources.ts';
import { FirstStepButtons, type FirstSteps } from '#web/guild/first-steps.tsx';
import type { Place } from '#web/store/state.ts';
import { longDay } from '#web/ui/clock.ts';
import { Icon } from '#web/ui/icon.tsx';
import { words } from '#web/words/words.ts';

/**
 * Says that a channel was imported, when its first message was. An import makes a channel after the time of its messages,
 * so the channel's own time is the day of the import. Without that order the day is not known.
 */
const importedText = (channel: Channel, first: Message | undefined): string | undefined => {
  if (first?.author.imported !== true) return undefined;
  return millisOf(first.created_at) < millisOf(channel.created_at)
    ? words.importing.channelOn(longDay(millisOf(channel.created_at)))
    : words.importing.channel;
};

/** Says since when the place is there, and of a thread who began it. */
const madeText = ({ thread, created_at: at }: Place): string =>
  thread === undefined
    ? words.message.created(longDay(millisOf(at)))
    : words.message.threadBegun(thread.begun_by.username ?? words.erasedPerson, longDay(millisOf(thread.begun_at)));

export const Beginning = (props: {
  readonly channel: Place;
  /** The first message that a user wrote. Lines about joins and pins do not greet. */
  readonly first: Message | undefined;
  readonly mayWrite: boolean;
  readonly firstSteps: FirstSteps | undefined;
}) => (
  <article class="beginning">
    <span class="beginning-mark">
      <Icon name={props.channel.thread === undefined ? 'hash' : 'thread'} />
    </span>
    <h2>
      {props.channel.thread === undefined
        ? words.message.beginningTitle(props.channel.name)
        : props.channel.thread.name}
    </h2>
    <Show when={importedText(props.channel, props.first)} fallback={<p>{madeText(props.channel)}</p>}>
      {(text) => (
        <p class="imported-note">
          <Icon name="info" />
          {text()}
        </p>
      )}
    </Show>
    <Show when={props.first === undefined}>
      <p>{props.mayWrite ? words.message.hello : words.message.nothingYet}</p>
      <Show when={props.firstSteps}>
        {(steps) => (
          <div class="empty-actions">
            <FirstStepButtons {...steps()} />
          </div>
        )}
      </Show>
    </Show>
  </article>
);
