/** Counts the messages of a person before they are deleted. */

import { isLeft } from 'fp-ts/lib/Either.js';
import { createMemo, createResource } from 'solid-js';
import type { Instant } from '#domain/kernel/instant.ts';
import type { MemberAct } from '#web/governance/members/acting.ts';
import { govern } from '#web/governance/words/govern-words.ts';

/** `waiting` until the server has answered. `unknown` when it could not count. */
export type MessageCount = number | 'waiting' | 'unknown';

/** Counts anew when the moment changes. Null asks nothing. */
export const countedMessages = (
  { requests, target }: Pick<MemberAct, 'requests' | 'target'>,
  since: () => Instant | null,
): (() => MessageCount) => {
  const asked = createMemo(since);
  const [count] = createResource(
    () => asked() ?? undefined,
    async (from) => {
      const answer = await requests.countMessagesOf(target.userId, from);
      return isLeft(answer) ? ('unknown' as const) : answer.right.deleted;
    },
  );
  return () => (count.loading ? 'waiting' : (count() ?? 'waiting'));
};

export const CountedMessages = (props: { readonly counted: MessageCount }) => {
  const says = () => {
    if (props.counted === 'waiting') return govern.members.counting;
    return props.counted === 'unknown' ? govern.members.notCounted : govern.members.count(props.counted);
  };
  return (
    <p class="counted" role="status">
      {says()}
    </p>
  );
};
