import { isLeft } from 'fp-ts/lib/Either.js';
import type { ChannelId } from '#domain/kernel/ids.ts';
import type { Subscription } from '#gateway/dispatch/reach.ts';
import { GATE_ATTEMPTS_MAX } from '#gateway/limits/sockets.ts';
import type { GatewayParts } from '#gateway/ws/gateway-parts.ts';
import type { SocketListener } from '#gateway/ws/listener.ts';
import type { NotVisible, QueryFailure } from '#queries/queries.ts';

/** Answer of the gate about a channel: a subscription, a refusal, or that its guild changes too fast. */
export type GateAnswer =
  | { readonly kind: 'seen'; readonly to: Subscription }
  | { readonly kind: 'refused'; readonly why: NotVisible | QueryFailure }
  | { readonly kind: 'busy' };

/** Asks the gate about a channel. An answer that is older than a change of rights in the guild does not count. */
export const visibleChannel = async (
  parts: GatewayParts,
  listener: SocketListener,
  channel: ChannelId,
): Promise<GateAnswer> => {
  for (let attempt = 0; attempt < GATE_ATTEMPTS_MAX; attempt += 1) {
    const answer = await parts.queries.channelVisible({ channelId: channel, viewer: listener, atLeast: undefined })();
    if (isLeft(answer)) return { kind: 'refused', why: answer.left };
    const { channelId, guildId, parentId, channelKind } = answer.right.value;
    const seenAt = answer.right.through;
    if (seenAt < parts.audience.changedAt(guildId)) continue;
    const thread = channelKind === 'thread' && parentId !== null ? { parentId } : {};
    return { kind: 'seen', to: { channelId, guildId, ...thread, seenAt } };
  }
  return { kind: 'busy' };
};
