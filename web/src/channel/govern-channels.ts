/** Loads the acts on channels with their texts. Only users who govern need them, so the first load is without them. */

import type { GuildId } from '#domain/kernel/ids.ts';
import type { Client } from '#web/client/client.ts';
import type { ChannelActs } from '#web/governance/channels/channel-acts.ts';
import type { ShowToast } from '#web/ui/toasts.tsx';

const loaded = async () => {
  const [{ loadGovernWords }, parts] = await Promise.all([
    import('#web/governance/words/govern-words.ts'),
    import('#web/governance/channels/channel-parts.ts'),
  ]);
  await loadGovernWords();
  return parts;
};
export const loadChannelParts = loaded;

export type GovernChannels = (guildId: GuildId, act: (acts: ChannelActs) => void) => void;

export const governChannels =
  (screen: { readonly client: Client; readonly toast: ShowToast }): GovernChannels =>
  (guildId, act) =>
    void loaded().then(({ channelActs }) => act(channelActs(screen, guildId)));
