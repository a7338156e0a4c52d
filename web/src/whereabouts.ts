/** The guild and channel that the user looks at, and the ways to other channels. */

import { createEffect, createMemo, createSignal } from 'solid-js';
import type { ChannelId, GuildId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import type { Permission } from '#domain/permission/bits.ts';
import type { Channel } from '#gateway/protocol/resources.ts';
import type { Destination } from '#web/channel/quick-switcher.tsx';
import type { Client } from '#web/client/client.ts';
import type { Router } from '#web/routes.ts';
import { mayInGuild } from '#web/store/rights.ts';
import { words } from '#web/words/words.ts';

/** The pane that a narrow screen shows. A wide screen shows all of them. */
export type Pane = 'channels' | 'messages' | 'members';

type Made = { readonly created_at: Instant };
const oldestFirst = (a: Made, b: Made): number =>
  a.created_at < b.created_at ? -1 : a.created_at > b.created_at ? 1 : 0;

const stepFrom = <A>(all: ReadonlyArray<A>, here: (a: A) => boolean, by: 1 | -1): A | undefined =>
  all.at((all.findIndex(here) + by + all.length) % all.length);

export const whereabouts = ({ state, platform }: Client, router: Router) => {
  const [pane, setPane] = createSignal<Pane>('messages');
  const guilds = createMemo(() => Object.values(state().guilds).toSorted(oldestFirst));
  const wanted = () => {
    const route = router.route();
    return route.kind === 'guild' ? route : null;
  };
  const guild = createMemo(() => {
    const at = wanted();
    return (at === null ? undefined : state().guilds[at.guildId]) ?? guilds()[0] ?? null;
  });
  const channelsOf = (guildId: GuildId | undefined): ReadonlyArray<Channel> =>
    Object.values(state().channels)
      .filter((channel) => channel.guild_id === guildId)
      .toSorted(oldestFirst);
  const textOf = (guildId: GuildId | undefined) => channelsOf(guildId).filter((channel) => channel.kind === 'text');
  const channels = createMemo(() => channelsOf(guild()?.guild_id));
  const textChannels = createMemo(() => textOf(guild()?.guild_id));
  const channel = createMemo(() => {
    const here = (id: string | null | undefined) => textChannels().find((one) => one.channel_id === id);
    return (
      here(wanted()?.channelId) ??
      here(platform.keepsakes.read(`last.${guild()?.guild_id}`)) ??
      textChannels()[0] ??
      null
    );
  });
  const channelId = createMemo((): ChannelId | null => channel()?.channel_id ?? null);

  /** Shows a channel of a guild. Conversations have no page yet. */
  const goTo = ({ guild_id: guildId, channel_id: channelId }: Pick<Channel, 'guild_id' | 'channel_id'>): void => {
    if (guildId === null) return;
    setPane('messages');
    router.go({ kind: 'guild', guildId, channelId });
  };
  const goToGuild = (guildId: GuildId): void => {
    setPane('channels');
    router.go({ kind: 'guild', guildId, channelId: null });
  };

  createEffect(() => {
    const guildId = guild()?.guild_id;
    const here = channelId();
    if (guildId === undefined || here === null) return;
    platform.keepsakes.write(`last.${guildId}`, here);
    router.go({ kind: 'guild', guildId, channelId: here }, 'replace');
  });
  createEffect(() => {
    const here = channel();
    const parts = [here === null ? null : `#${here.name}`, guild()?.name ?? null, words.product];
    document.title = parts.filter((part) => part !== null).join(' · ');
  });

  return {
    pane,
    setPane,
    guilds,
    guild,
    channels,
    channel,
    channelId,
    goTo,
    goToGuild,
    mayInGuild: (permission: Permission): boolean => mayInGuild(state(), guild()?.guild_id, permission),
    stepChannel: (by: 1 | -1): void => {
      const to = stepFrom(textChannels(), (one) => one.channel_id === channelId(), by);
      if (to !== undefined) goTo(to);
    },
    stepGuild: (by: 1 | -1): void => {
      const to = stepFrom(guilds(), (one) => one.guild_id === guild()?.guild_id, by);
      if (to !== undefined) goToGuild(to.guild_id);
    },
    destinations: (): ReadonlyArray<Destination> =>
      guilds().flatMap((one) => textOf(one.guild_id).map((each) => ({ channel: each, guild: one }))),
  };
};
export type Whereabouts = ReturnType<typeof whereabouts>;
