/** Changes the order of the guilds, which all devices of the user share. */

import { isLeft } from 'fp-ts/lib/Either.js';
import type { GuildId } from '#domain/kernel/ids.ts';
import type { SettingsScreen } from '#web/settings/load-settings-parts.ts';
import { settingsRequests } from '#web/settings/requests.ts';
import { settings } from '#web/settings/words/settings-words.ts';
import { problemSaid } from '#web/words/problems.ts';

/** Milliseconds in which the gateway tells of a new order. */
const SHOWN_WITHIN_MS = 1_000;

/** True for two orders of the same guilds that are alike. */
const isAlike = (one: ReadonlyArray<GuildId>, other: ReadonlyArray<GuildId>): boolean =>
  one.every((id, n) => id === other[n]);

/** Moves a guild to a place that counts without the guild itself. */
export const guildPlaced = (order: ReadonlyArray<GuildId>, id: GuildId, at: number): ReadonlyArray<GuildId> =>
  order.filter((one) => one !== id).toSpliced(Math.max(0, at), 0, id);

export const guildOrder = (
  screen: Pick<SettingsScreen, 'client' | 'complain' | 'inform'> & { readonly guilds: () => ReadonlyArray<GuildId> },
) => {
  const { client } = screen;
  const requests = settingsRequests(client.api);
  /** The order that is on its way. A second move begins with it, and not with the order of before. */
  let wanted: ReadonlyArray<GuildId> | null = null;
  const order = (): ReadonlyArray<GuildId> => wanted ?? screen.guilds();

  /** Resolves once the client shows an order, or soon after. */
  const shown = (wished: ReadonlyArray<GuildId>): Promise<void> =>
    new Promise((resolve) => {
      const done = (): void => {
        stop();
        resolve();
      };
      const stop = client.listen(() => {
        if (isAlike(screen.guilds(), wished)) done();
      });
      client.platform.later(SHOWN_WITHIN_MS, done);
      if (isAlike(screen.guilds(), wished)) done();
    });

  const drop = async (id: GuildId, at: number): Promise<void> => {
    const before = order();
    const after = guildPlaced(before, id, at);
    if (isAlike(after, before)) return screen.inform(settings.order.stays);
    const name = client.state().guilds[id]?.name ?? '…';
    wanted = after;
    const [answer] = await Promise.all([requests.change({ guild_order: after }), shown(after)]);
    if (wanted === after) wanted = null;
    if (isLeft(answer)) screen.complain(settings.order.notMoved(await problemSaid(answer.left)));
    else screen.inform(settings.order.moved(name, after.indexOf(id) + 1, after.length));
  };
  return {
    drop,
    step: (id: GuildId, by: 1 | -1): Promise<void> => drop(id, order().indexOf(id) + by),
  };
};
export type GuildOrder = ReturnType<typeof guildOrder>;
