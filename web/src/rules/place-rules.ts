/** The notification rules of places: a channel asks its category, or the channel it hangs on, and then its guild. */

import type { ChannelId } from '#domain/kernel/ids.ts';
import { millisOf } from '#domain/kernel/instant.ts';
import type { NotificationLevel, NotificationRule, Settings } from '#gateway/protocol/settings.ts';
import type { ClientState } from '#web/store/state.ts';

/** The level of a place without any rule. */
export const FIRST_LEVEL: NotificationLevel = 'mentions';
/** The rule that holds at a place, whichever place above gave it. */
export type PlaceRule = { readonly level: NotificationLevel; readonly muted: boolean };

export const isMuted = ({ muted, muted_until: until }: NotificationRule, now: number): boolean =>
  muted && (until === null || millisOf(until) > now);

/** Answers the rule of each channel at a moment. The nearest level counts, and a mute of any place above too. */
export const rulesIn = (settings: Settings, channels: ClientState['channels'], now: number) => {
  const rules = new Map<string, NotificationRule>();
  for (const rule of settings.guild_rules) rules.set(rule.guild_id, rule);
  for (const rule of settings.channel_rules) rules.set(rule.channel_id, rule);
  return (channelId: ChannelId): PlaceRule => {
    let level: NotificationLevel | null = null;
    let muted = false;
    let place: string | null = channelId;
    while (place !== null) {
      const rule = rules.get(place);
      level ??= rule?.level ?? null;
      muted ||= rule !== undefined && isMuted(rule, now);
      const channel: ClientState['channels'][ChannelId] | undefined = channels[place as ChannelId];
      place = channel === undefined ? null : (channel.parent_id ?? channel.guild_id);
    }
    return { level: level ?? FIRST_LEVEL, muted };
  };
};
