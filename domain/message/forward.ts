/** Forwards: a message that shows another one. Its event names the words and does not hold them (decision 0051). */
import * as t from 'io-ts';
import type { Upcaster } from '#domain/kernel/event.ts';
import { ChannelId, MessageId } from '#domain/kernel/ids.ts';
import { Instant } from '#domain/kernel/instant.ts';

/**
 * The message that a forward shows, in the text that it got at `saidAt`. A later edit does not reach the readers of the
 * forward, because its author wrote for other readers.
 */
export type ForwardedMessage = {
  readonly channelId: ChannelId;
  readonly messageId: MessageId;
  readonly saidAt: Instant;
};
export const ForwardedMessage = t.strict({ channelId: ChannelId, messageId: MessageId, saidAt: Instant });

/**
 * A forward in an event. `chosen` is the message that the author forwarded. It differs from the
 * forwarded one where it was a forward itself.
 */
export type Forward = { readonly chosen: MessageId; readonly forwarded: ForwardedMessage };
export const Forward = t.strict({ chosen: MessageId, forwarded: ForwardedMessage });

/** A forward in an event, or null for every other message. */
export const CarriedForward = t.union([Forward, t.null]);
export type CarriedForward = t.TypeOf<typeof CarriedForward>;

/** Lifts a version that knew no forwards. */
export const withoutForward: Upcaster = (facts) => ({ ...facts, forward: null });
