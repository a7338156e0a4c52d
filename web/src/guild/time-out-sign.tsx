import { createEffect, createSignal, onCleanup, Show } from 'solid-js';
import { type Instant, millisOf } from '#domain/kernel/instant.ts';
import type { Member } from '#gateway/protocol/resources.ts';
import type { Platform } from '#web/platform/platform.ts';
import { whenOver } from '#web/platform/when-over.ts';
import { timeOutOf } from '#web/store/roles.ts';
import { fullTime } from '#web/ui/clock.ts';
import { Icon } from '#web/ui/icon.tsx';
import { words } from '#web/words/words.ts';

/** Says until when a member is in a time-out. The clock ends it, and no dispatch says so. */
export const TimeOutSign = (props: {
  readonly member: Member;
  readonly later: Platform['later'];
  /** The clock of the server. */
  readonly now: () => number;
}) => {
  const [until, setUntil] = createSignal<Instant | null>(null);
  createEffect(() => {
    const { member, later, now } = props;
    let stop = (): void => {};
    const look = (): void => {
      const end = setUntil(timeOutOf(member, now()));
      if (end !== null) stop = whenOver({ now, later }, millisOf(end), look);
    };
    look();
    onCleanup(() => stop());
  });
  return (
    <Show when={until()}>
      {(end) => (
        <span class="time-out-sign" title={words.members.timedOut(fullTime(end()))}>
          <Icon name="clock" />
          <span class="spoken">{words.members.timedOut(fullTime(end()))}</span>
        </span>
      )}
    </Show>
  );
};
