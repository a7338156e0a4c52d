/**
 * Replays the missed messages and threads to a client from the read models, as this viewer may see them now. It reads windows of
 * changes, each from the position at which the window before began. Once a window begins after the last withheld
 * dispatch, live dispatches go on without a gap. A repeated message does no harm.
 */
import { isLeft } from 'fp-ts/lib/Either.js';
import type { Position } from '#domain/kernel/event.ts';
import type { ChannelId } from '#domain/kernel/ids.ts';
import { frameBytes } from '#gateway/dispatch/frame-bytes.ts';
import type { Replay } from '#gateway/dispatch/reach.ts';
import { threadTold } from '#gateway/dispatch/threads.ts';
import { presentAuthored } from '#gateway/present/message.ts';
import type { Dispatch } from '#gateway/protocol/dispatches.ts';
import { encodeServerFrame } from '#gateway/protocol/envelope.ts';
import type { GatewayParts } from '#gateway/ws/gateway-parts.ts';
import type { SocketListener } from '#gateway/ws/listener.ts';
import { resumeToken } from '#gateway/ws/serve-frame.ts';
import type { ChangesCursor, ChannelChanges } from '#queries/queries.ts';

const dispatchesOf = (changes: ChannelChanges, { guildId, channelId }: Replay): ReadonlyArray<Dispatch> => [
  ...changes.sent.map((view): Dispatch => ({ t: 'message_create', d: { message: presentAuthored(view) } })),
  ...changes.changed.map((view): Dispatch => ({ t: 'message_replace', d: { message: presentAuthored(view) } })),
  ...changes.deleted.map(
    ({ messageId, revision }): Dispatch => ({
      t: 'message_delete',
      d: { message_id: messageId, guild_id: guildId, channel_id: channelId, revision },
    }),
  ),
];

/** Sends one page and waits until the client has taken it. */
const send = async (listener: SocketListener, dispatches: ReadonlyArray<Dispatch>): Promise<void> => {
  if (dispatches.length === 0) return;
  listener.outbox.stream(Buffer.concat(dispatches.map((dispatch) => frameBytes(encodeServerFrame(dispatch)))));
  await listener.outbox.room();
};

/** Positions of the read models when the first page of a window was read, and when its last page was read. */
type Window = { readonly began: Position; readonly ended: Position };

const replayWindow = async (
  parts: GatewayParts,
  listener: SocketListener,
  replaying: Replay,
  since: Position,
): Promise<Window | 'gone'> => {
  const stands = () => listener.isOpen() && parts.audience.isReplaying(listener, replaying);
  let began: Position | undefined;
  let ended: Position = since;
  let cursor: ChangesCursor | undefined;
  do {
    const answer = await parts.queries.channelChanges({
      channelId: replaying.channelId,
      viewer: listener,
      atLeast: undefined,
      since,
      cursor,
      limit: parts.limits.replayPage,
    })();
    if (!stands()) return 'gone';
    if (isLeft(answer)) {
      if (answer.left.kind === 'NotVisible') return 'gone';
      throw new Error(`The missed messages of a client cannot be read: ${answer.left.why}`);
    }
    ended = answer.right.through;
    began ??= ended;
    await send(listener, dispatchesOf(answer.right.value, replaying));
    if (!stands()) return 'gone';
    cursor = answer.right.value.next;
  } while (cursor !== undefined);
  return { began, ended };
};

/**
 * Replays the threads of a channel, which stand under its messages. Later changes of them come live, because the client
 * sees the guild again. A channel that is gone is told with its messages.
 */
const replayThreads = async (
  parts: GatewayParts,
  listener: SocketListener,
  replaying: Replay,
  since: Position,
): Promise<void> => {
  let after: ChannelId | undefined;
  do {
    const answer = await parts.queries.threadsChanged({
      channelId: replaying.channelId,
      viewer: listener,
      atLeast: undefined,
      since,
      after,
      limit: parts.limits.replayPage,
    })();
    if (!listener.isOpen() || !parts.audience.isReplaying(listener, replaying)) return;
    if (isLeft(answer)) {
      if (answer.left.kind === 'NotVisible') return;
      throw new Error(`The changed threads of a client cannot be read: ${answer.left.why}`);
    }
    await send(listener, answer.right.value.threads.map(threadTold));
    after = answer.right.value.next;
  } while (after !== undefined);
};

/**
 * Replays one channel. Answers the position up to which the client may have been told, possibly ahead of the fan-out.
 */
const replayChannel = async (
  parts: GatewayParts,
  listener: SocketListener,
  replaying: Replay,
  since: Position,
): Promise<Position> => {
  const { channelId } = replaying;
  await replayThreads(parts, listener, replaying, since);
  let from = since;
  for (;;) {
    const window = await replayWindow(parts, listener, replaying, from);
    if (window === 'gone') {
      if (!listener.isOpen() || !parts.audience.isReplaying(listener, replaying)) return from;
      parts.audience.unsubscribe(listener, channelId);
      listener.say({
        t: 'unsubscribed',
        d: { channel_id: channelId, resume_token: resumeToken(parts, listener) },
      });
      return from;
    }
    // No await stands between this check and going live, so no dispatch can come in between.
    if (window.began >= replaying.withheldAt) {
      parts.audience.goLive(listener, channelId, window.began);
      return window.ended;
    }
    from = window.began;
  }
};

/** Waits until everything up to this position was dispatched, or until the connection is over. */
const dispatched = (parts: GatewayParts, listener: SocketListener, at: Position): Promise<void> =>
  new Promise((resolve) => {
    if (!listener.isOpen()) return resolve();
    const cancel = parts.fanOut.whenTold(at, resolve);
    listener.whenOver = () => {
      cancel();
      resolve();
    };
  });

export const replay = async (
  parts: GatewayParts,
  listener: SocketListener,
  replays: ReadonlyArray<Replay>,
  since: Position,
): Promise<void> => {
  let told = since;
  for (const one of replays) {
    const through = await replayChannel(parts, listener, one, since);
    if (through > told) told = through;
  }
  // The read models may be ahead of the fan-out. A token given before the fan-out is there would repeat the replay.
  await dispatched(parts, listener, told);
};
