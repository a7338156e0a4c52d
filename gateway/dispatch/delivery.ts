import type { DomainEvent } from '#domain/event-catalog.ts';
import type { RecordedEvent } from '#domain/kernel/event.ts';
import { frameBytes } from '#gateway/dispatch/frame-bytes.ts';
import type { Listener } from '#gateway/dispatch/listener.ts';
import type { Dispatch } from '#gateway/protocol/dispatches.ts';
import { encodeServerFrame } from '#gateway/protocol/envelope.ts';

/** A delivery hands one dispatch to one listener after another, and encodes it once for all of them. */
export type Delivery = (listener: Listener) => void;

const bytesOf = (dispatch: Dispatch): Buffer => frameBytes(encodeServerFrame(dispatch));

/** Makes a delivery of a dispatch that belongs to no event. */
export const plainDelivery = (dispatch: Dispatch): Delivery => {
  let frame: Buffer | undefined;
  return (listener) => {
    frame ??= bytesOf(dispatch);
    listener.share(frame);
  };
};

/** Makes a delivery of an event's dispatch. The session that sent a message gets a copy with its nonce. */
export const deliveryOf = ({ metadata }: RecordedEvent<DomainEvent>, dispatch: Dispatch): Delivery => {
  const shared = plainDelivery(dispatch);
  const { session, causation } = metadata;
  if (dispatch.t !== 'message_create' || session === undefined) return shared;
  return (listener) => {
    if (listener.sessionId !== session) return shared(listener);
    const nonce = listener.nonceOf(causation) ?? causation;
    listener.tell(bytesOf({ t: 'message_create', d: { ...dispatch.d, nonce } }));
  };
};
