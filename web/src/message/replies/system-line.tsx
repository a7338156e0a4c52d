/** A sentence about an event between the messages. It is quiet: nobody wrote it, so nobody answers or changes it. */

import { createMemo, createSignal, Show } from 'solid-js';
import { millisOf } from '#domain/kernel/instant.ts';
import type { Message } from '#gateway/protocol/resources.ts';
import { useNames } from '#web/guild/names.ts';
import { useSurroundings } from '#web/message/formatted/surroundings.ts';
import type { MessageHandlers } from '#web/message/message-actions.ts';
import type { JoinsInList } from '#web/message/replies/joins.ts';
import { threadOfLine } from '#web/message/threads/known-threads.ts';
import { dayAndTime, fullTime, timeOf } from '#web/ui/clock.ts';
import { Icon, type IconName } from '#web/ui/icon.tsx';
import { later } from '#web/words/later/later-words.ts';

type Look = { readonly icon: IconName; readonly text: string };

/** Answers how a line is drawn. Undefined for a kind that this client does not know. */
const lookOf = ({ kind, content }: Message, name: string, leads: boolean): Look | undefined => {
  switch (kind) {
    case 'joined':
      return { icon: 'person', text: later.lines.joined(name) };
    case 'pinned':
      return { icon: 'pin', text: later.lines.pinned(name) };
    case 'renamed':
      return { icon: 'pencil', text: later.lines.renamed(name, content ?? '') };
    case 'thread_begun':
      return { icon: 'thread', text: later.lines.threadBegun(name, leads) };
    default:
      return undefined;
  }
};

/** The word of a line that leads somewhere. The Tab key reaches it while the line has the focus. */
const Way = (props: {
  readonly name: string;
  readonly expanded?: boolean;
  readonly reachable: boolean;
  readonly go: () => void;
}) => (
  <button
    type="button"
    class="link"
    aria-expanded={props.expanded}
    tabindex={props.reachable ? undefined : -1}
    onClick={() => props.go()}
  >
    {props.name}
  </button>
);

/** Says who joined: two by name and the number of the others. */
const joinedSaid = (joins: ReadonlyArray<Message>, nameOf: (message: Message) => string): string => {
  const [one, other] = joins.map((join, at) => (at < 2 ? nameOf(join) : ''));
  return later.lines.manyJoined(one ?? '', other ?? '', joins.length - 2);
};

export const SystemLine = (props: {
  readonly message: Message;
  /** The joins that stand in this line, the newest of which is the message. */
  readonly joins: ReadonlyArray<Message> | undefined;
  /** True while each of the joins has a line of its own below. */
  readonly isOpen: boolean;
  readonly list: JoinsInList | undefined;
  /** Loads the messages before this line. False for a line in the middle of a list. */
  readonly loadOlder: (() => void) | false;
  readonly pointed: boolean;
  readonly now: number;
  readonly handlers: MessageHandlers;
}) => {
  const [focused, setFocused] = createSignal(false);
  const names = useNames();
  const { openChannel } = useSurroundings();
  /** The thread as it is called now. A thread that this client has not been told of yet has no name here. */
  const thread = createMemo(() => threadOfLine(props.handlers.client.state(), props.message));
  const look = createMemo(() => {
    if (props.joins === undefined) return lookOf(props.message, names.of(props.message.author), thread() !== undefined);
    const text = joinedSaid(props.joins, ({ author }) => names.of(author));
    return { icon: 'person', text } satisfies Look;
  });
  const key = () => (props.joins === undefined ? props.message.message_id : `joins-${props.joins[0]?.message_id}`);
  const at = () => millisOf(props.message.created_at);
  const said = () => [look()?.text, thread()?.name, dayAndTime(at(), props.now)].filter((part) => part !== undefined);
  return (
    <article
      class="message line"
      classList={{ pointed: props.pointed }}
      tabindex="-1"
      data-message={props.joins === undefined ? props.message.message_id : undefined}
      data-row={key()}
      aria-label={said().join(', ')}
      onFocusIn={() => setFocused(true)}
      onFocusOut={(event) => setFocused(event.currentTarget.contains(event.relatedTarget as Node | null))}
    >
      <Show when={look()}>
        {(drawn) => (
          <>
            <span class="line-icon">
              <Icon name={drawn().icon} />
            </span>
            <p>
              {drawn().text}{' '}
              <Show when={props.joins}>
                {(joins) => (
                  <Way
                    name={props.isOpen ? later.lines.together : later.lines.each}
                    expanded={props.isOpen}
                    reachable={focused()}
                    go={() => props.list?.toggle(joins(), !props.isOpen)}
                  />
                )}
              </Show>
              <Show when={props.message.reply_to}>
                {(messageId) => (
                  <Way
                    name={later.lines.toPinned}
                    reachable={focused()}
                    go={() => props.handlers.jump({ channelId: props.message.channel_id, messageId: messageId() })}
                  />
                )}
              </Show>
              <Show when={thread()}>
                {(it) => <Way name={it().name} reachable={focused()} go={() => openChannel(it())} />}
              </Show>{' '}
              <time datetime={props.message.created_at} title={fullTime(props.message.created_at)}>
                {timeOf(at())}
              </time>
              <Show when={props.list?.rests() === true && props.loadOlder}>
                {(go) => (
                  <>
                    {' '}
                    <Way
                      name={later.lines.older}
                      reachable={true}
                      go={() => {
                        // The button goes with the first of these two calls.
                        const load = go();
                        props.list?.goOn();
                        load();
                      }}
                    />
                  </>
                )}
              </Show>
            </p>
          </>
        )}
      </Show>
    </article>
  );
};
