/** Counts the messages and the members that the deletion of a channel concerns, and asks for the reason. */

import { isLeft } from 'fp-ts/lib/Either.js';
import { createResource, Show } from 'solid-js';
import type { Channel } from '#gateway/protocol/resources.ts';
import type { Client } from '#web/client/client.ts';
import { ReasonField } from '#web/governance/reason-field.tsx';
import type { GovernanceRequests } from '#web/governance/requests.ts';
import { UndoTime } from '#web/governance/undo-time.tsx';
import { govern } from '#web/governance/words/govern-words.ts';

/** Counts what a channel takes with it. A category takes no message, and hides no channel. */
const Counts = (props: {
  readonly requests: Pick<GovernanceRequests, 'channelDeletion'>;
  readonly channel: Channel;
}) => {
  const [counts] = createResource(async () => {
    const answer = await props.requests.channelDeletion(props.channel.channel_id);
    return isLeft(answer) ? null : answer.right;
  });
  const isCategory = () => props.channel.kind === 'category';
  const says = (): string => {
    const found = counts.loading ? undefined : counts();
    if (found === undefined) return govern.channels.removeCounting;
    if (found === null)
      return isCategory() ? govern.channels.removeCategoryNotCounted : govern.channels.removeNotCounted;
    return isCategory()
      ? govern.channels.removeCategoryCounts(found.members_count)
      : govern.channels.removeCounts(found.messages_count, found.more_messages, found.members_count);
  };
  return (
    <p class="lead" role="status">
      {says()}
    </p>
  );
};

export const RemovalQuestion = (props: {
  readonly client: Pick<Client, 'state' | 'api'>;
  readonly requests: Pick<GovernanceRequests, 'channelDeletion'>;
  readonly channel: Channel;
  readonly reason: string;
  readonly change: (reason: string) => void;
}) => {
  const inside = () =>
    Object.values(props.client.state().channels).filter(({ parent_id }) => parent_id === props.channel.channel_id);
  return (
    <>
      <Counts requests={props.requests} channel={props.channel} />
      <Show when={props.channel.kind === 'category'}>
        <p class="lead">{govern.channels.removeCategoryAsk(inside().length)}</p>
      </Show>
      <UndoTime client={props.client} />
      <ReasonField value={props.reason} change={props.change} />
    </>
  );
};
