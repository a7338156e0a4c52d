/** Loads the acts on the settings of the user with their texts. The first load is without them. */

import type { GuildId } from '#domain/kernel/ids.ts';
import type { Client } from '#web/client/client.ts';
import type { GuildOrder } from '#web/settings/guild-order.ts';
import type { FailureToast, NewsToast } from '#web/ui/toasts.tsx';

export const loadSettingsParts = async () => {
  const [{ loadSettingsWords }, parts] = await Promise.all([
    import('#web/settings/words/settings-words.ts'),
    import('#web/settings/settings-parts.ts'),
  ]);
  await loadSettingsWords();
  return parts;
};

/** The parts of the screen that an act on settings needs. */
export type SettingsScreen = {
  readonly client: Client;
  readonly complain: FailureToast;
  readonly inform: NewsToast;
};

export type GuildMoves = {
  /** Moves a guild by one in the rail. */
  readonly step: (id: GuildId, by: 1 | -1) => void;
  /** Lets the user move guilds in the list of the rail. Answers a function that ends that. */
  readonly follow: (list: HTMLElement) => () => void;
};

/** The ways to order the guilds. The first of them loads what it needs. */
export const guildMoves = (screen: SettingsScreen & { readonly guilds: () => ReadonlyArray<GuildId> }): GuildMoves => {
  let order: GuildOrder | undefined;
  const load = async () => {
    const { guildOrder, moveGuilds } = await loadSettingsParts();
    order ??= guildOrder(screen);
    return { order, moveGuilds };
  };
  return {
    step: (id, by) => void load().then((parts) => parts.order.step(id, by)),
    follow: (list) => {
      let stop: (() => void) | undefined;
      const first = new AbortController();
      const begin = (): void => {
        first.abort();
        void load().then((parts) => {
          if (stop === undefined) stop = parts.moveGuilds(list, parts.order);
        });
      };
      for (const touch of ['pointerenter', 'focusin']) list.addEventListener(touch, begin, first);
      return () => {
        first.abort();
        if (stop === undefined) stop = () => undefined;
        else stop();
      };
    },
  };
};
