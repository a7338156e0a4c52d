/**
 * Telling a client what it missed, from the read models: what this viewer may see now, as it is now. It reads
 * windows of changes, each from where the one before began, until a window began after the last dispatch that was
 * withheld meanwhile; from there the live dispatches go on without a gap. What is told twice does no harm.
 */
import { isLeft } from 'fp-ts/lib/Either.js';
import type { Position } from '#domain/kernel/event.ts';
import type { Withheld } from '#gateway/dispatch/audience.ts';
import { frameBytes } from '#gateway/dispatch/frame-bytes.ts';
import { presentAuthored } from '#gateway/present/message.ts';
import type { Dispatch } from '#gateway/protocol/dispatches.ts';
import { encodeServerFrame } from '#gateway/protocol/envelope.ts';
import type { Served } from '#gateway/ws/deps.ts';
import type { Hearing } from '#gateway/ws/hearing.ts';
import { resumeToken } from '#gateway/ws/serve.ts';
import type { ChangesCursor, ChannelChanges } from '#queries/queries.ts';

const dispatchesOf = (changes: ChannelChanges, { subscription }: Withheld): ReadonlyArray<Dispatch> => [
  ...changes.sent.map((view): Dispatch => ({ t: 'message_create', d: { message: presentAuthored(view) } })),
  ...changes.changed.map((view): Dispatch => ({ t: 'message_replace', d: { message: presentAuthored(view) } })),
  ...changes.deleted.map(
    ({ messageId, revision }): Dispatch => ({
      t: 'message_delete',
      d: { message_id: messageId, guild_id: subscription.guildId, channel_id: subscription.channelId, revision },
    }),
  ),
];

/** Sends one page and waits until the client has taken it. */
const send = async (hearing: Hearing, dispatches: ReadonlyArray<Dispatch>): Promise<void> => {
  if (dispatches.length === 0) return;
  hearing.outbox.stream(Buffer.concat(dispatches.map((dispatch) => frameBytes(encodeServerFrame(dispatch)))));
  await hearing.outbox.room();
};

/** Up to where the read models had applied the log when the first page of a window was read, and when the last was. */
type Window = { readonly began: Position; readonly ended: Position };

const replayWindow = async (
  served: Served,
  hearing: Hearing,
  withheld: Withheld,
  since: Position,
): Promise<Window | 'gone'> => {
  const stands = () => hearing.isOpen() && served.audience.isReplaying(hearing, withheld);
  let began: Position | undefined;
  let ended: Position = since;
  let cursor: ChangesCursor | undefined;
  do {
    const answer = await served.queries.channelChanges({
      channelId: withheld.subscription.channelId,
      viewer: hearing,
      atLeast: undefined,
      since,
      cursor,
      limit: served.limits.replayPage,
    })();
    if (!stands()) return 'gone';
    if (isLeft(answer)) {
      if (answer.left.kind === 'NotVisible') return 'gone';
      throw new Error(`What a client missed cannot be read: ${answer.left.why}`);
    }
    ended = answer.right.through;
    began ??= ended;
    await send(hearing, dispatchesOf(answer.right.value, withheld));
    if (!stands()) return 'gone';
    cursor = answer.right.value.next;
  } while (cursor !== undefined);
  return { began, ended };
};

/** Answers up to where the client may have been told of this channel, be the live dispatches there yet or not. */
const replayChannel = async (
  served: Served,
  hearing: Hearing,
  withheld: Withheld,
  since: Position,
): Promise<Position> => {
  const { channelId } = withheld.subscription;
  let from = since;
  for (;;) {
    const window = await replayWindow(served, hearing, withheld, from);
    if (window === 'gone') {
      if (!hearing.isOpen() || !served.audience.isReplaying(hearing, withheld)) return from;
      served.audience.unsubscribe(hearing, channelId);
      hearing.say({ t: 'unsubscribed', d: { channel_id: channelId, resume_token: resumeToken(served, hearing) } });
      return from;
    }
    // No await between this check and going live: nothing can be dispatched in between.
    if (window.began >= withheld.withheldAt) {
      served.audience.goLive(hearing, channelId);
      return window.ended;
    }
    from = window.began;
  }
};

/** Until all up to here was dispatched to whoever hears it, or this connection is over. */
const dispatched = (served: Served, hearing: Hearing, at: Position): Promise<void> =>
  new Promise((resolve) => {
    if (!hearing.isOpen()) return resolve();
    const cancel = served.fanOut.whenTold(at, resolve);
    hearing.whenOver = () => {
      cancel();
      resolve();
    };
  });

export const replay = async (
  served: Served,
  hearing: Hearing,
  withheld: ReadonlyArray<Withheld>,
  since: Position,
): Promise<void> => {
  let told = since;
  for (const one of withheld) {
    const through = await replayChannel(served, hearing, one, since);
    if (through > told) told = through;
  }
  // A token given before the dispatches are there would bring again what the read models, ahead of them, have told.
  await dispatched(served, hearing, told);
};
