import type { GuildId } from '#domain/kernel/ids.ts';
import { SNAPSHOTS_KEPT_MAX } from '#queries/limits.ts';
import type { GuildSnapshot } from '#queries/snapshot/guild-snapshot.ts';

/**
 * Memory of guilds: their snapshots, each with its stamp. A question names the stamp that its own rows have, so an old
 * snapshot answers nothing (0036).
 */
export type GuildMemory = {
  /** Answers undefined when the memory has no snapshot of this guild with this stamp. */
  readonly find: (guildId: GuildId, stamp: string) => GuildSnapshot | undefined;
  readonly keep: (snapshot: GuildSnapshot) => void;
};

export const guildMemory = (kept = SNAPSHOTS_KEPT_MAX): GuildMemory => {
  // A Map iterates in the order of insertion, so its first entry is the least recently asked for.
  const snapshots = new Map<GuildId, GuildSnapshot>();
  const renew = (snapshot: GuildSnapshot): void => {
    snapshots.delete(snapshot.guildId);
    snapshots.set(snapshot.guildId, snapshot);
  };
  return {
    find: (guildId, stamp) => {
      const found = snapshots.get(guildId);
      if (found?.stamp !== stamp) return undefined;
      renew(found);
      return found;
    },
    keep: (snapshot) => {
      renew(snapshot);
      const [oldest] = snapshots.keys();
      if (snapshots.size > kept && oldest !== undefined) snapshots.delete(oldest);
    },
  };
};
