import {
  CLOSE_WITHIN_MS,
  CONNECTIONS_PER_ADDRESS_MAX,
  CONNECTIONS_PER_USER_MAX,
  DISPLACED_AFTER_MS,
  FRAME_BYTES_BEFORE_IDENTIFY_MAX,
  FRAME_BYTES_MAX,
  FRAMES_UNANSWERED_MAX,
  HEARTBEAT_INTERVAL_MS,
  OUTBOUND_BYTES_MAX,
  OUTBOUND_EVENTS_MAX,
  PRESENCE_GRACE_MS,
  PRESENCE_TOLD_EVERY_MS,
  REPLAY_PAGE_MESSAGES,
  UNIDENTIFIED_CONNECTIONS_MAX,
  UNREAD_TOLD_EVERY_MS,
} from '#gateway/limits/sockets.ts';
import { SUBSCRIPTIONS_MAX } from '#gateway/protocol/limits.ts';
import { INGRESS_RATE, type IngressRate } from '#gateway/ws/ingress.ts';
import { DEADLINES, type Deadlines } from '#gateway/ws/lifecycle.ts';
import type { OutboxLimits } from '#gateway/ws/outbox.ts';

/**
 * Limits of gateway connections on this server, with the operator's changes. `gateway/limits` names their consequences.
 */
export type GatewayLimits = {
  readonly frameBytes: number;
  readonly frameBytesBeforeIdentify: number;
  readonly ingress: IngressRate;
  readonly outbound: OutboxLimits;
  readonly deadlines: Deadlines;
  readonly heartbeatIntervalMs: number;
  readonly closeWithinMs: number;
  readonly subscriptions: number;
  readonly framesUnanswered: number;
  readonly connectionsPerUser: number;
  readonly connectionsPerAddress: number;
  readonly unidentified: number;
  readonly displacedAfterMs: number;
  readonly replayPage: number;
  readonly unreadToldEveryMs: number;
  readonly presenceToldEveryMs: number;
  readonly presenceGraceMs: number;
};

export const GATEWAY_LIMITS: GatewayLimits = {
  frameBytes: FRAME_BYTES_MAX,
  frameBytesBeforeIdentify: FRAME_BYTES_BEFORE_IDENTIFY_MAX,
  ingress: INGRESS_RATE,
  outbound: { events: OUTBOUND_EVENTS_MAX, bytes: OUTBOUND_BYTES_MAX },
  deadlines: DEADLINES,
  heartbeatIntervalMs: HEARTBEAT_INTERVAL_MS,
  closeWithinMs: CLOSE_WITHIN_MS,
  subscriptions: SUBSCRIPTIONS_MAX,
  framesUnanswered: FRAMES_UNANSWERED_MAX,
  connectionsPerUser: CONNECTIONS_PER_USER_MAX,
  connectionsPerAddress: CONNECTIONS_PER_ADDRESS_MAX,
  unidentified: UNIDENTIFIED_CONNECTIONS_MAX,
  displacedAfterMs: DISPLACED_AFTER_MS,
  replayPage: REPLAY_PAGE_MESSAGES,
  unreadToldEveryMs: UNREAD_TOLD_EVERY_MS,
  presenceToldEveryMs: PRESENCE_TOLD_EVERY_MS,
  presenceGraceMs: PRESENCE_GRACE_MS,
};
