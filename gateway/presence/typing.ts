/** Typing: a user writes in a channel. It is told to the other subscribers of the channel, and forgotten at once. */
import type { ChannelId, UserId } from '#domain/kernel/ids.ts';
import { type Instant, millisOf } from '#domain/kernel/instant.ts';
import type { Audience } from '#gateway/dispatch/audience.ts';
import { type Delivery, plainDelivery } from '#gateway/dispatch/delivery.ts';
import type { Listener } from '#gateway/dispatch/listener.ts';
import { TYPING_TOLD_EVERY_MS } from '#gateway/protocol/limits.ts';

/** Typing of a user, as one process tells it to another. */
export type Typing = { readonly channel: ChannelId; readonly user: UserId; readonly at: Instant };

export class TypingTelling<L extends Listener> {
  readonly #audience: Audience<L>;
  readonly #last = new WeakMap<L, Map<ChannelId, number>>();

  constructor(audience: Audience<L>) {
    this.#audience = audience;
  }

  /**
   * Takes `typing_start` of a listener. Answers what other processes are told, or undefined when it is dropped: the user
   * may not write there, or the listener said so a moment ago. A client hears of no difference.
   */
  started(listener: L, channel: ChannelId, now: Instant): Typing | undefined {
    if (!this.#mayWrite(listener, channel) || !this.#isInTime(listener, channel, millisOf(now))) return undefined;
    const typing = { channel, user: listener.userId, at: now };
    this.tell(typing);
    return typing;
  }

  /** Tells the subscribers who see the channel at this moment. The connections of the user hear nothing. */
  tell({ channel, user, at }: Typing): void {
    const subscribers = this.#audience.at({ kind: 'channel', channelId: channel, guildId: null });
    let deliver: Delivery | undefined;
    for (const listener of subscribers) {
      if (listener.userId === user) continue;
      deliver ??= this.#delivery(listener, { channel, user, at });
      deliver(listener);
    }
  }

  #delivery(listener: L, { channel, user, at }: Typing): Delivery {
    const subscription = this.#audience.subscriptions(listener).find(({ channelId }) => channelId === channel);
    const d = { guild_id: subscription?.guildId ?? null, channel_id: channel, user_id: user, at };
    return plainDelivery({ t: 'typing_start', d });
  }

  /** A listener whose rights are being found out anew may not write, until they are known. */
  #mayWrite(listener: L, channel: ChannelId): boolean {
    return this.#audience.guildsOf(listener).some((guild) => {
      const channels = this.#audience.sight(listener, guild)?.channels;
      const parent = this.#audience.subscriptions(listener).find((one) => one.channelId === channel)?.parentId;
      const seen = channels?.get(parent ?? channel);
      const writing = parent === undefined ? 'send_messages' : 'send_messages_in_threads';
      if (seen?.channelKind !== 'text' || !seen.permissions.includes(writing)) return false;
      return this.#audience.recheckedFrom(listener, guild) === undefined;
    });
  }

  #isInTime(listener: L, channel: ChannelId, now: number): boolean {
    const last = this.#last.get(listener) ?? new Map<ChannelId, number>();
    this.#last.set(listener, last);
    for (const [id, at] of last) if (now - at >= TYPING_TOLD_EVERY_MS) last.delete(id);
    if (last.has(channel)) return false;
    last.set(channel, now);
    return true;
  }
}
