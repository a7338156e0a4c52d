/** The bar over the messages while the first new one is out of reach. */

import { millisOfId } from '#domain/kernel/ulid.ts';
import { dayAndTime } from '#web/ui/clock.ts';
import { Icon } from '#web/ui/icon.tsx';
import type { VisitStart } from '#web/unread/new-from.ts';
import { shownNumber } from '#web/unread/unread-sum.ts';
import { later } from '#web/words/later/later-words.ts';
import { words } from '#web/words/words.ts';

export const NewBar = (props: {
  readonly since: VisitStart;
  readonly now: () => number;
  readonly jump: () => void;
  readonly finish: () => void;
}) => {
  /** The id of the last read message says about when it was written. */
  const since = (): string => {
    const { last, count } = props.since;
    const many = shownNumber(count);
    return last === null
      ? later.unread.many(many)
      : later.unread.since(many, dayAndTime(millisOfId(last), props.now()));
  };
  return (
    <section class="new-bar" aria-label={words.unread.line}>
      <button type="button" onClick={() => props.jump()}>
        <Icon name="up" />
        <span>{since()}</span>
        <strong>{later.unread.jump}</strong>
      </button>
      <button type="button" onClick={() => props.finish()}>
        {words.unread.mark}
      </button>
    </section>
  );
};
