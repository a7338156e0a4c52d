/**
 * A message that a link leads to, in small under the message with the link. A message that the reader may not see, or that
 * there is not, shows nothing.
 */

import { isLeft } from 'fp-ts/lib/Either.js';
import { createEffect, createResource, createSignal, on, onCleanup, Show } from 'solid-js';
import type { MessageRef } from '#domain/kernel/address.ts';
import { millisOf } from '#domain/kernel/instant.ts';
import { quotedLine } from '#domain/kernel/quoted-line.ts';
import type { Message } from '#gateway/protocol/resources.ts';
import { withFiles } from '#web/files/later-files.ts';
import { useReachable } from '#web/message/formatted/reachable.ts';
import { spokenText } from '#web/message/formatted/spoken-text.ts';
import { type FormattedDeps, useSurroundings } from '#web/message/formatted/surroundings.ts';
import { isLine } from '#web/store/lines.ts';
import { may } from '#web/store/rights.ts';
import { messageIn } from '#web/store/timeline.ts';
import { dayAndTime } from '#web/ui/clock.ts';
import { words } from '#web/words/words.ts';

type Reading = NonNullable<FormattedDeps['client']>;

/** Reads wait for each other, so that a page of links sends one request at a time. */
let last: Promise<unknown> = Promise.resolve();
const inTurn = <A,>(work: () => Promise<A>): Promise<A> => {
  const next = last.then(work, work);
  last = next;
  return next;
};

/** Answers a message of a channel that the reader sees. It follows the dispatches about the message. */
const linkedMessage = (client: Reading, at: MessageRef) => {
  const channel = () => client.state().channels[at.channelId] ?? null;
  const readable = () => may(channel(), 'read_message_history');
  const held = () => {
    const timeline = client.state().timelines[at.channelId];
    return timeline === undefined ? undefined : messageIn(timeline, at.messageId);
  };
  const [wanted, setWanted] = createSignal(readable() && held() === undefined);
  const [read, { refetch }] = createResource(
    () => wanted() && readable(),
    () =>
      inTurn(async (): Promise<Message | null> => {
        const answer = await client.api.message(at);
        return isLeft(answer) ? null : answer.right;
      }),
  );
  createEffect(on(readable, (now) => setWanted(now && held() === undefined), { defer: true }));
  onCleanup(
    client.listen((frame) => {
      switch (frame.t) {
        case 'message_update':
        case 'message_delete':
        case 'message_restore':
          if (frame.d.message_id !== at.messageId) return;
          if (wanted()) void refetch();
          else setWanted(readable());
      }
    }),
  );
  return {
    channel,
    message: (): Message | undefined => {
      const found = readable() ? (held() ?? read.latest ?? undefined) : undefined;
      return found === undefined || isLine(found) ? undefined : found;
    },
  };
};

const Embed = (props: { readonly client: Reading; readonly at: MessageRef }) => {
  const deps = useSurroundings();
  const tabIndex = useReachable();
  const { channel, message } = linkedMessage(props.client, props.at);
  const textOf = ({ content, attachments }: Message): string =>
    content === null ? words.erasedMessage : withFiles(quotedLine(spokenText(content, deps)), attachments);
  return (
    <Show when={message()}>
      {(found) => (
        <button
          type="button"
          class="linked-message"
          tabindex={tabIndex()}
          onClick={() => {
            const { guild_id: guildId, channel_id: channelId, message_id: messageId } = found();
            if (guildId !== null) deps.openPlace({ guildId, channelId, messageId });
          }}
        >
          <span class="linked-head">
            <strong>{deps.nameOf(found().author)}</strong> <span>#{channel()?.name}</span>{' '}
            <time datetime={found().created_at}>{dayAndTime(millisOf(found().created_at), deps.now())}</time>
          </span>
          <span class="linked-text">{textOf(found())}</span>
        </button>
      )}
    </Show>
  );
};

export const LinkedMessage = (props: { readonly at: MessageRef }) => {
  const { client } = useSurroundings();
  return <Show when={client}>{(one) => <Embed client={one()} at={props.at} />}</Show>;
};
