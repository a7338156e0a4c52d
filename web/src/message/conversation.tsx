import { createEffect, createMemo, createSignal, type JSX, on, Show } from 'solid-js';
import type { MessageRef } from '#domain/kernel/address.ts';
import type { MessageId, UserId } from '#domain/kernel/ids.ts';
import { millisOf } from '#domain/kernel/instant.ts';
import type { Attachment } from '#gateway/protocol/attachments.ts';
import type { Channel, Message } from '#gateway/protocol/resources.ts';
import type { Client } from '#web/client/client.ts';
import type { Reply } from '#web/client/outbox.ts';
import { loadGoverning } from '#web/governance/governing.ts';
import type { FirstSteps } from '#web/guild/first-steps.tsx';
import type { DialogRoute } from '#web/layers.ts';
import { Composer } from '#web/message/composer.tsx';
import type { Drafts } from '#web/message/drafts.ts';
import type { Edits } from '#web/message/edits.ts';
import { HistoryAwaited } from '#web/message/history-awaited.tsx';
import { messageParts } from '#web/message/later-message-parts.ts';
import { messageActions } from '#web/message/message-actions.ts';
import { MessageList } from '#web/message/message-list.tsx';
import type { ReadingPlaces } from '#web/message/reading-places.ts';
import type { ReplyDrafts } from '#web/message/replying.ts';
import { type Selection, selecting } from '#web/message/selecting.ts';
import { tellWhenLost } from '#web/message/telling.ts';
import { TypingLine } from '#web/message/typing-line.tsx';
import { viewOf } from '#web/store/detour.ts';
import { isLine } from '#web/store/lines.ts';
import type { WritingState } from '#web/store/rights.ts';
import type { ClientState, Timeline } from '#web/store/state.ts';
import { type ConversationPane, focusComposerOf } from '#web/ui/conversation-pane.ts';
import { Loaded } from '#web/ui/loaded.tsx';
import { onlyChanges } from '#web/ui/only-changes.ts';
import type { FailureToast, NewsToast, ShowToast } from '#web/ui/toasts.tsx';
import type { VirtualListHandle } from '#web/ui/virtual-list.tsx';
import { newMessagesOf } from '#web/unread/new-messages.tsx';
import type { ShownUnread } from '#web/unread/shown-unread.ts';
import { words } from '#web/words/words.ts';

export type ConversationRights = {
  readonly read: boolean;
  readonly write: boolean;
  readonly react: boolean;
  readonly moderate: boolean;
};

const loadWritingRule = async () => {
  const [{ loadGovernWords }, parts] = await Promise.all([
    import('#web/governance/words/govern-words.ts'),
    import('#web/governance/channels/writing-rule.tsx'),
  ]);
  await loadGovernWords();
  return parts;
};

/** Part of the list that Page up and Page down scroll by, so that some lines stay in view. */
const PAGE = 0.85;
const DAY_MS = 86_400_000;

const inFront = (timeline: Timeline | undefined): Timeline | undefined =>
  timeline === undefined ? undefined : viewOf(timeline);

/** The last message of the user that can be edited. */
const lastOwn = (timeline: Timeline | undefined, me: UserId): Message | undefined =>
  timeline?.messages.findLast((m) => m.author_id === me && m.content !== null && !isLine(m));

/** Opens each channel that comes. Calls `leave` only for another channel, not for the same one after a reconnect. */
const followChannel = (
  props: Pick<ConversationProps, 'client' | 'pane' | 'channel' | 'lost'>,
  leave: () => void,
): void => {
  const id = () => props.channel.channel_id;
  createEffect(
    on(id, (channelId) => {
      if (!props.lost) props.client.openChannel(channelId, props.pane);
    }),
  );
  createEffect(on(createMemo(id), leave));
};

/** True for a member of less than a day who has said nothing in the messages at hand. */
const hasSaidNothing = (
  { me, rosters }: ClientState,
  { guild_id: guildId }: Channel,
  shown: ReadonlyArray<Message>,
  now: number,
): boolean => {
  const roster = guildId === null ? undefined : rosters[guildId];
  const member = roster?.members.find(({ user }) => user.user_id === me?.user_id);
  if (member === undefined || member.owner || now - millisOf(member.joined_at) > DAY_MS) return false;
  return shown.length > 0 && shown.every((message) => message.author_id !== me?.user_id || isLine(message));
};

type ConversationProps = {
  readonly client: Client;
  readonly pane: ConversationPane;
  /** Leaves the pane on Escape. Undefined for the pane of the channel, where Escape marks all as read. */
  readonly leave: (() => void) | undefined;
  /** Name of the composer. */
  readonly label: string;
  readonly channel: Channel;
  readonly me: NonNullable<ClientState['me']>;
  readonly rights: ConversationRights;
  /** The actions that fill a guild without messages, as far as the user may take them. */
  readonly firstSteps: FirstSteps | undefined;
  readonly drafts: Drafts;
  readonly edits: Edits;
  readonly replying: ReplyDrafts;
  readonly places: ReadingPlaces;
  readonly complain: FailureToast;
  readonly inform: NewsToast;
  readonly toast: ShowToast;
  readonly copyText: (text: string) => void;
  /** True when the user lost the channel. Only `notice` and the text in the composer stay. */
  readonly lost: boolean;
  readonly notice: () => JSX.Element;
  /** Called when the messages of a channel are drawn for the first time. */
  readonly loaded: () => void;
  readonly show: (dialog: DialogRoute) => void;
  readonly now: () => number;
  /** The message of this channel to bring into view. */
  readonly sought: MessageId | null;
  readonly shown: () => void;
  readonly seekAgain: (messageId: MessageId) => void;
  readonly unread: ShownUnread;
  /** True while another pane stands over the messages. */
  readonly covered: boolean;
};

/** The bar of the selected messages. It is loaded with the first selection. */
const Selected = (
  props: Pick<ConversationProps, 'client' | 'channel' | 'rights' | 'lost' | 'toast'> & {
    readonly messages: ReadonlyArray<Message>;
    readonly selecting: Selection;
  },
) => (
  <Show when={props.selecting.active() && props.rights.moderate && !props.lost && props.channel.guild_id}>
    {(guildId) => (
      <Loaded load={loadGoverning}>
        {({ SelectionBar }) => (
          <SelectionBar
            client={props.client}
            guildId={guildId()}
            channelId={props.channel.channel_id}
            messages={props.messages}
            selecting={props.selecting}
            toast={props.toast}
          />
        )}
      </Loaded>
    )}
  </Show>
);

/** The acts on the messages of a conversation. */
const actionsOf = (
  props: Pick<
    ConversationProps,
    'client' | 'pane' | 'edits' | 'replying' | 'seekAgain' | 'show' | 'complain' | 'inform' | 'toast' | 'copyText'
  >,
  selected: Selection,
  leaveUnread: (id: MessageId) => void,
) =>
  messageActions(props.client, {
    edits: props.edits,
    selecting: selected,
    replying: props.replying,
    jump: ({ messageId }) => props.seekAgain(messageId),
    leaveUnread,
    focusComposer: () => focusComposerOf(props.pane),
    show: props.show,
    complain: props.complain,
    inform: props.inform,
    toast: props.toast,
    copy: props.copyText,
  });

/** The rule about writing that stands over the composer, for a channel that has one. */
const writingRuleOf = (props: Pick<ConversationProps, 'client' | 'channel' | 'rights' | 'now'>) => {
  const ruled = createMemo(() => {
    const { guild_id: guildId, slow_mode_secs: slow = 0 } = props.channel;
    const lockdown = guildId === null ? null : (props.client.state().guilds[guildId]?.lockdown ?? null);
    return !props.rights.write || slow > 0 || lockdown !== null;
  });
  const [writing, setWriting] = createSignal<WritingState>('open');
  const rule = (hold: (held: WritingState) => void) => {
    const tell = (held: WritingState): void => {
      setWriting(held);
      hold(held);
    };
    return (
      <Loaded load={loadWritingRule} waiting={<p class="writing-rule" />}>
        {({ WritingRule }) => <WritingRule client={props.client} channel={props.channel} now={props.now} hold={tell} />}
      </Loaded>
    );
  };
  return { rule: () => (ruled() ? rule : undefined), isClosed: () => writing() === 'closed' };
};

/** The message that the next one answers. A message that was deleted meanwhile is not answered. */
const replyIn = (props: Pick<ConversationProps, 'client' | 'channel' | 'rights' | 'lost' | 'replying'>) => {
  const answering = createMemo((): MessageRef | null => {
    const channelId = props.channel.channel_id;
    const messageId = props.rights.write && !props.lost ? props.replying.of(channelId) : null;
    return messageId === null ? null : { channelId, messageId };
  });
  const reply = (): Reply | undefined => {
    const at = answering();
    if (at === null) return undefined;
    const quote = props.replying.quote(at);
    const isGone = typeof quote === 'object' && quote.deleted;
    return isGone ? undefined : { to: at.messageId, mentions: props.replying.mentions(at.channelId) };
  };
  /** Answers true when there was a reply to give up. */
  const end = (): boolean => props.replying.end(props.channel.channel_id);
  const send = (text: string, files?: ReadonlyArray<Attachment>): void => {
    props.client.send(props.channel.channel_id, text, reply(), files);
    end();
  };
  return { answering, send, end };
};

/** The bar over the composer while the user answers a message. It is loaded with the first reply. */
const Answering = (props: {
  readonly pane: ConversationPane;
  readonly at: MessageRef | null;
  readonly replying: ReplyDrafts;
  readonly me: UserId | undefined;
}) => (
  <Show when={props.at} keyed>
    {(at) => (
      <Show when={messageParts()} keyed>
        {({ ReplyBar }) => (
          <ReplyBar
            at={at}
            replying={props.replying}
            me={props.me}
            end={() => {
              props.replying.end(at.channelId);
              focusComposerOf(props.pane);
            }}
          />
        )}
      </Show>
    )}
  </Show>
);

/** The part of the channel's history that is in front, and the messages that wait for their place in it. */
const historyIn = (props: Pick<ConversationProps, 'client' | 'channel' | 'now'>) => {
  const { state } = props.client;
  const channelId = () => props.channel.channel_id;
  const timeline = onlyChanges(() => state().timelines[channelId()]);
  const all = onlyChanges(() => state().unconfirmed);
  const unconfirmed = createMemo(() => all().filter((pending) => pending.channelId === channelId()));
  return {
    channelId,
    timeline,
    view: createMemo(() => inFront(timeline())),
    /** True while the list shows a place away from the newest messages. */
    away: () => (timeline()?.detour?.seen ?? null) !== null,
    unconfirmed,
    isNew: createMemo(
      () =>
        unconfirmed().length === 0 && hasSaidNothing(state(), props.channel, timeline()?.messages ?? [], props.now()),
    ),
    toPresent: (): void => {
      if (timeline()?.detour != null) props.client.toPresent(channelId());
    },
  };
};

/** The messages of one channel and the composer under them. */
export const Conversation = (props: ConversationProps) => {
  const { state } = props.client;
  const { edits } = props;
  const selected = selecting();
  let list: VirtualListHandle | undefined;

  const { channelId, timeline, view, away, unconfirmed, isNew, toPresent } = historyIn(props);
  followChannel(props, () => {
    edits.leave();
    selected.end();
  });

  tellWhenLost(props, timeline, view);
  const news = newMessagesOf(props, {
    timeline,
    view,
    list: () => list,
    toNewest: () => toNewest(),
    leave: () => props.leave,
  });
  const handlers = actionsOf(props, selected, (id) => news.leaveUnread(id));
  const toNewest = (): void => {
    toPresent();
    queueMicrotask(() => list?.toEnd());
  };
  const editLast = (): boolean => {
    const own = lastOwn(timeline(), props.me.user_id);
    if (own === undefined) return false;
    toNewest();
    handlers.startEdit(own);
    return true;
  };

  const reply = replyIn(props);
  const writing = writingRuleOf(props);
  const mayWriteNow = () => props.rights.write && !writing.isClosed();
  return (
    <>
      <Show when={!props.lost} fallback={props.notice()}>
        <Show
          when={view()?.start.kind === 'unloaded' ? undefined : view()}
          fallback={
            <HistoryAwaited
              trouble={timeline()?.trouble ?? null}
              mayRead={props.rights.read}
              again={() => void props.client.loadOlder(channelId())}
            />
          }
        >
          {(loaded) => (
            <Show when={props.channel.channel_id} keyed>
              {(id) => (
                <MessageList
                  channel={props.channel}
                  timeline={loaded()}
                  unconfirmed={away() ? [] : unconfirmed()}
                  me={props.me}
                  mayReact={props.rights.react}
                  mayReply={props.rights.write && props.rights.read}
                  mayWrite={mayWriteNow()}
                  firstSteps={props.firstSteps}
                  mayModerate={props.rights.moderate}
                  editing={edits.open()}
                  handlers={handlers}
                  loadOlder={() => void props.client.loadOlder(channelId())}
                  away={away()}
                  loadNewer={() => void props.client.loadNewer(channelId())}
                  toPresent={toPresent}
                  sought={props.sought}
                  shown={props.shown}
                  sendAgain={props.client.sendAgain}
                  discard={props.client.discard}
                  handle={(handle) => {
                    list = handle;
                    props.loaded();
                  }}
                  place={news.begin() ?? props.places.of(id)}
                  leaveAt={(place) => props.places.keep(id, place)}
                  seekPlace={(messageId) => props.client.seek({ channelId: id, messageId })}
                  now={props.now}
                  news={news}
                />
              )}
            </Show>
          )}
        </Show>
      </Show>
      <Selected {...props} messages={view()?.messages ?? []} selecting={selected} />
      <Show when={props.pane === 'messages' && mayWriteNow() && isNew()}>
        <p class="welcome-note">{words.message.welcome(props.channel.name)}</p>
      </Show>
      <TypingLine state={state()} channelId={channelId()} />
      <Answering pane={props.pane} at={reply.answering()} replying={props.replying} me={state().me?.user_id} />
      <Composer
        client={props.client}
        pane={props.pane}
        label={props.label}
        channel={props.channel}
        mayWrite={props.rights.write}
        lost={props.lost}
        rule={writing.rule()}
        copy={props.copyText}
        drafts={props.drafts}
        typed={() => props.client.typeIn(channelId())}
        send={(text, files) => {
          toPresent();
          news.goOn();
          reply.send(text, files);
        }}
        editLast={editLast}
        escape={() => void (reply.end() || news.end())}
        page={(by) => list?.element.scrollBy({ top: by * PAGE * list.element.clientHeight })}
      />
    </>
  );
};
