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
  /** Lets the user drag in the list of the rail. Answers a function that ends that. */
  readonly drags: (list: HTMLElement) => () => void;
};

/** The ways to order the guilds. The first of them loads what it needs. */
export const guildMoves = (screen: SettingsScreen & { readonly guilds: () => ReadonlyArray<GuildId> }): GuildMoves => {
  let order: GuildOrder | undefined;
  const load = async () => {
    const { guildOrder, dragGuilds } = await loadSettingsParts();
    order ??= guildOrder(screen);
    return { order, dragGuilds };
  };
  return {
    step: (id, by) => void load().then((parts) => parts.order.step(id, by)),
    drags: (list) => {
      let stop: (() => void) | undefined;
      let over = false;
      const begin = (): void =>
        void load().then((parts) => {
          if (!over) stop = parts.dragGuilds(list, parts.order.drop);
        });
      list.addEventListener('pointerenter', begin, { once: true });
      return () => {
        over = true;
        list.removeEventListener('pointerenter', begin);
        stop?.();
      };
    },
  };
};
