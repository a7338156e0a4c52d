/** Serves each frame of an identified client. */
import { isLeft } from 'fp-ts/lib/Either.js';
import type { Position } from '#domain/kernel/event.ts';
import { millisOf } from '#domain/kernel/instant.ts';
import type { PostRefusal } from '#gateway/ports/posting.ts';
import { sealPosition } from '#gateway/position-token.ts';
import { queryFailures } from '#gateway/present/failures.ts';
import { refusalOf } from '#gateway/present/refusals.ts';
import { commandIdOf } from '#gateway/protocol/attempt-key.ts';
import type { ClientFrameOf } from '#gateway/protocol/frames.ts';
import { givenAttachments } from '#gateway/protocol/given-attachments.ts';
import type { GatewayParts } from '#gateway/ws/gateway-parts.ts';
import type { SocketListener } from '#gateway/ws/listener.ts';
import { errorFrame, type FrameRefusal } from '#gateway/ws/refusal.ts';
import { sealResumePoint } from '#gateway/ws/resume-token.ts';
import { visibleChannel } from '#gateway/ws/visible-channel.ts';

const BUSY: FrameRefusal = { code: 'busy', detail: 'Many rights are changing here. Try again in a moment.' };

const refuse = (
  parts: GatewayParts,
  listener: SocketListener,
  ref: string,
  refusal: FrameRefusal | PostRefusal,
): void => {
  if (refusal.why !== undefined) parts.log.refused(refusal.why);
  listener.say(errorFrame(ref, refusal));
};

/** Finds the position up to which this listener was told everything, although dispatches may wait for the gate. */
const toldUpTo = (parts: GatewayParts, listener: SocketListener): Position => {
  const told = parts.fanOut.position();
  const waitsFrom = parts.audience.recheckedFrom(listener);
  return waitsFrom !== undefined && waitsFrom < told ? waitsFrom : told;
};

/**
 * Seals the point to resume from. During a replay it is the point that the client came back from, and only `replayed`
 * moves it on. The token leaves out a subscription made during a replay, because that began after the point. Otherwise
 * its client would receive older messages and take them for new ones.
 */
export const resumeToken = (parts: GatewayParts, listener: SocketListener): string => {
  const { resumed } = listener;
  const all = parts.audience.subscriptions(listener);
  const carried = resumed === undefined ? all : all.filter((one) => resumed.subscriptions.has(one));
  return sealResumePoint(parts.seals, listener.sessionId, {
    position: resumed?.from ?? toldUpTo(parts, listener),
    witness: parts.feed.witness(),
    channels: carried.map(({ channelId }) => channelId),
  });
};

export const serveHeartbeat = (parts: GatewayParts, listener: SocketListener): void =>
  listener.say({ t: 'heartbeat_ack', d: { resume_token: resumeToken(parts, listener) } });

/** Subscribes a listener that the gate lets through, and unsubscribes any other one. */
const gate = async (parts: GatewayParts, listener: SocketListener, d: ClientFrameOf<'subscribe'>['d']) => {
  const answer = await visibleChannel(parts, listener, d.channel_id);
  if (answer.kind === 'busy') return BUSY;
  if (answer.kind === 'seen') {
    parts.audience.subscribe(listener, answer.to);
    return undefined;
  }
  parts.audience.unsubscribe(listener, d.channel_id);
  return refusalOf(queryFailures, answer.why);
};

export const serveSubscribe = async (
  parts: GatewayParts,
  listener: SocketListener,
  { d }: ClientFrameOf<'subscribe'>,
): Promise<void> => {
  const ref = d.ref ?? 'subscribe';
  const { subscriptions } = parts.limits;
  const known = parts.audience.isSubscribed(listener, d.channel_id);
  if (!known && parts.audience.subscriptions(listener).length >= subscriptions) {
    const detail = `One connection follows at most ${subscriptions} channels. Unsubscribe from one first.`;
    return refuse(parts, listener, ref, { code: 'too_many_subscriptions', detail });
  }
  const refused = await gate(parts, listener, d);
  if (!listener.isOpen()) return;
  if (refused !== undefined) return refuse(parts, listener, ref, refused);
  const position = sealPosition(parts.seals, listener.userId, parts.audience.currentPosition());
  listener.say({ t: 'subscribed', d: { ...d, position, resume_token: resumeToken(parts, listener) } });
};

export const serveUnsubscribe = (
  parts: GatewayParts,
  listener: SocketListener,
  { d }: ClientFrameOf<'unsubscribe'>,
): void => {
  parts.audience.unsubscribe(listener, d.channel_id);
  listener.say({ t: 'unsubscribed', d: { ...d, resume_token: resumeToken(parts, listener) } });
};

/** Takes a choice. It has no answer but a refusal, because `presence_choice` tells all connections of the user. */
export const servePresenceSet = (
  parts: GatewayParts,
  listener: SocketListener,
  { t, d }: ClientFrameOf<'presence_set'>,
): void => {
  if (parts.presences.set(listener, d)) return;
  const detail = 'Write the custom status as one line of visible characters, 128 at most.';
  refuse(parts, listener, t, { code: 'custom_status_invalid', detail });
};

export const serveMessageCreate = async (
  parts: GatewayParts,
  listener: SocketListener,
  { d }: ClientFrameOf<'message_create'>,
): Promise<void> => {
  const commandId = commandIdOf(d.nonce, millisOf(parts.clock.now()));
  if (isLeft(commandId)) {
    return refuse(parts, listener, d.nonce, { code: 'idempotency_key_invalid', detail: commandId.left });
  }
  listener.remember(commandId.right, d.nonce);
  const outcome = await parts.posting({
    commandId: commandId.right,
    actor: listener.userId,
    session: listener.sessionId,
    accessToken: listener.accessToken,
    channelId: d.channel_id,
    content: d.content,
    replyTo: d.reply_to ?? null,
    mentionReplied: d.mention_replied ?? true,
    attachments: givenAttachments(d.attachments),
  });
  if (!listener.isOpen()) return;
  if (isLeft(outcome)) return refuse(parts, listener, d.nonce, outcome.left);
  listener.say({ t: 'message_ack', d: { nonce: d.nonce, message_id: outcome.right } });
};
