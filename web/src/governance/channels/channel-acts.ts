/** Acts on channels from a menu or by a drag: another place, and a lock. They are loaded with the first such act. */

import { isLeft } from 'fp-ts/lib/Either.js';
import type { ChannelId, GuildId, RoleId } from '#domain/kernel/ids.ts';
import type { Permission } from '#domain/permission/bits.ts';
import type { Channel } from '#gateway/protocol/resources.ts';
import type { Client } from '#web/client/client.ts';
import { categoryPlaced, channelPlaced, type ListPlace, stepped } from '#web/governance/channels/placing.ts';
import { deedsIn } from '#web/governance/deeds.ts';
import { governanceRequests } from '#web/governance/requests.ts';
import { govern } from '#web/governance/words/govern-words.ts';
import { type ChannelSection, channelSections, orderOf } from '#web/store/channel-order.ts';
import type { ShowToast } from '#web/ui/toasts.tsx';

type Sections = ReadonlyArray<ChannelSection>;

/** The permission that the lock of a channel denies to the everyone-role. */
const LOCK: Permission = 'send_messages';

/** The name as the list shows it. */
export const shownName = ({ kind, name }: Pick<Channel, 'kind' | 'name'>): string =>
  kind === 'text' ? `#${name}` : name;

export const channelActs = (screen: { readonly client: Client; readonly toast: ShowToast }, guildId: GuildId) => {
  const { client, toast } = screen;
  const requests = governanceRequests(client.api, guildId);
  const deeds = deedsIn({ client, requests, toast });
  const sections = (): Sections => channelSections(client.state().channels, guildId);
  const nameOf = (id: ChannelId): string => {
    const channel = client.state().channels[id];
    return channel === undefined ? '…' : shownName(channel);
  };

  /** Writes an order. Its undo also brings back a sync that a move has ended. */
  const write = async (before: Sections, after: Sections, id: ChannelId): Promise<void> => {
    const [was, is] = [orderOf(before), orderOf(after)];
    if (JSON.stringify(was) === JSON.stringify(is)) {
      toast({ text: govern.channels.stays, tone: 'plain' });
      return;
    }
    const at = is.findIndex(({ channel_id }) => channel_id === id);
    const home = is[at]?.parent_id ?? null;
    const peers = is.filter(({ parent_id }) => parent_id === home);
    const place = peers.findIndex(({ channel_id }) => channel_id === id) + 1;
    const says = govern.channels.moved(nameOf(id), home === null ? null : nameOf(home), place);
    await deeds.perform((key) => requests.orderChannels(is, key), says);
  };

  /** The overwrite of the everyone-role, which has the id of the guild. */
  const everyone = { target: 'role', id: guildId as string as RoleId } as const;
  const unlockLater = (channel: Channel): void => {
    toast({
      text: govern.channels.lockedAlready(shownName(channel)),
      tone: 'plain',
      action: { name: govern.channels.unlock, run: () => void lock(channel, false) },
    });
  };
  const lock = async (channel: Channel, on: boolean): Promise<void> => {
    const known = await requests.overwrites(channel.channel_id);
    if (isLeft(known)) return deeds.complain(known.left);
    const now = known.right.overwrites.find(({ id }) => id === everyone.id);
    const denied = now?.deny ?? [];
    if (on && denied.includes(LOCK)) return unlockLater(channel);
    const deny = on ? [...denied, LOCK] : denied.filter((one) => one !== LOCK);
    const allow = (now?.allow ?? []).filter((one) => one !== LOCK);
    const says = on ? govern.channels.locked : govern.channels.unlocked;
    await deeds.perform(
      (key) =>
        allow.length + deny.length === 0
          ? requests.removeOverwrite(channel.channel_id, everyone, key)
          : requests.setOverwrite(channel.channel_id, everyone, allow, deny, key),
      says(shownName(channel)),
    );
  };

  return {
    sections,
    step: (id: ChannelId, by: 1 | -1): Promise<void> => write(sections(), stepped(sections(), id, by), id),
    drop: (id: ChannelId, place: ListPlace): Promise<void> =>
      write(sections(), channelPlaced(sections(), id, place), id),
    dropCategory: (id: ChannelId, at: number): Promise<void> =>
      write(sections(), categoryPlaced(sections(), id, at), id),
    lock,
  };
};
export type ChannelActs = ReturnType<typeof channelActs>;
