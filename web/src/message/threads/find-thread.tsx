import { isLeft } from 'fp-ts/lib/Either.js';
import { createResource, type JSX, Show } from 'solid-js';
import type { ChannelId } from '#domain/kernel/ids.ts';
import { Thread } from '#gateway/protocol/resources.ts';
import type { Client } from '#web/client/client.ts';
import { readingThreads } from '#web/message/threads/take-read.ts';

/**
 * Asks for the thread that an address names, because a snapshot names no threads. The place opens once it is found.
 * `children` are shown for an address that names nothing in sight.
 */
export const FindThread = (props: {
  readonly client: Client;
  readonly channelId: ChannelId;
  readonly children: JSX.Element;
}) => {
  const { client } = props;
  const [found] = createResource(
    () => (client.phase().kind === 'live' ? props.channelId : null),
    async (id) => {
      const take = readingThreads(client);
      const answer = await client.api.read({ method: 'GET', path: `/channels/${id}/thread` }, Thread);
      if (!isLeft(answer)) take([answer.right]);
      return !isLeft(answer);
    },
  );
  return (
    <Show when={found() === false} fallback={<div class="empty-state" />}>
      {props.children}
    </Show>
  );
};
