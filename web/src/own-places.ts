/**
 * The ways to places that the user has just made, joined, left or deleted. The answer to the request comes a moment before
 * the gateway tells of the change, so these ways wait for it or go around it.
 */

import { createEffect, createRoot, untrack } from 'solid-js';
import type { GuildId } from '#domain/kernel/ids.ts';
import type { Channel } from '#gateway/protocol/resources.ts';
import type { Client } from '#web/client/client.ts';
import type { Router } from '#web/router.ts';
import { pathOf, routeTo } from '#web/routes.ts';
import type { Whereabouts } from '#web/whereabouts.ts';

export const ownPlaces = (
  { state }: Pick<Client, 'state'>,
  router: Router,
  where: Pick<Whereabouts, 'goTo' | 'goToGuild' | 'guilds' | 'textOf'>,
) => {
  /** Goes on once the gateway has told of the place, unless the user has gone elsewhere meanwhile. */
  const onceHere = (isHere: () => boolean, then: () => void): void => {
    const from = pathOf(router.route());
    createRoot((over) =>
      createEffect(() => {
        const stayed = pathOf(router.route()) === from;
        if (stayed && !isHere()) return;
        over();
        if (stayed) untrack(then);
      }),
    );
  };
  const open = () => {
    const route = router.route();
    return route.kind === 'guild' ? route : null;
  };
  return {
    goToNew: (channel: Channel): void =>
      onceHere(
        () => state().channels[channel.channel_id] !== undefined,
        () => where.goTo(channel),
      ),
    goToNewGuild: (guildId: GuildId): void =>
      onceHere(
        () => state().guilds[guildId] !== undefined,
        () => where.goToGuild(guildId),
      ),
    /** Leaves a guild, and keeps no way back to it. */
    leaveGuild: (guildId: GuildId): void => {
      if (open()?.guildId !== guildId) return;
      const next = where.guilds().find((one) => one.guild_id !== guildId);
      router.go(next === undefined ? { kind: 'home' } : routeTo(next.guild_id, null), 'replace');
    },
    /** Leaves a channel, and keeps no way back to it. */
    leaveChannel: ({ guild_id: guildId, channel_id: channelId }: Channel): void => {
      if (guildId === null || open()?.channelId !== channelId) return;
      const next = where.textOf(guildId).find((one) => one.channel_id !== channelId);
      router.go(routeTo(guildId, next?.channel_id ?? null), 'replace');
    },
  };
};
