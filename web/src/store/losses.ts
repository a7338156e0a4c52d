/** Why the viewer lost a guild or a channel, as far as the server told it. */

import type { ChannelId, GuildId } from '#domain/kernel/ids.ts';
import type { DispatchOf } from '#gateway/protocol/dispatches.ts';
import type { ClientState } from '#web/store/state.ts';

export type Loss = DispatchOf<'access_lost'>['d'];
export type Losses = { readonly [id: GuildId | ChannelId]: Loss };

/** Keeps the newest loss of each place. A place that comes back is forgotten. */
export const noteLoss = (losses: Losses, loss: Loss): Losses => ({
  ...losses,
  [loss.channel_id ?? loss.guild_id]: loss,
});

export const forgetLoss = (losses: Losses, id: GuildId | ChannelId): Losses => {
  if (losses[id] === undefined) return losses;
  const { [id]: _back, ...others } = losses;
  return others;
};

/** Answers why the user lost a place: its guild, or the channel alone. Null when the server did not say. */
export const lossOf = (
  { losses, guilds }: Pick<ClientState, 'losses' | 'guilds'>,
  at: { readonly guildId: GuildId; readonly channelId: ChannelId | null },
): Loss | null => {
  if (guilds[at.guildId] === undefined) return losses[at.guildId] ?? null;
  return at.channelId === null ? null : (losses[at.channelId] ?? null);
};
