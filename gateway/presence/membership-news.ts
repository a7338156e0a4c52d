import type { Position } from '#domain/kernel/event.ts';
import type { GuildId, UserId } from '#domain/kernel/ids.ts';
import { MEMBERSHIP_NEWS_KEPT_MAX } from '#gateway/limits/sockets.ts';

/** News of memberships: the last join or leave of each user in each guild, against whispers from before. */
export class MembershipNews {
  readonly #byUser = new Map<UserId, Map<GuildId, { readonly at: Position; readonly isMember: boolean }>>();

  note(user: UserId, guild: GuildId, at: Position, isMember: boolean): void {
    const news = this.#byUser.get(user) ?? new Map();
    news.set(guild, { at, isMember });
    // The user of the newest news stands last.
    this.#byUser.delete(user);
    this.#byUser.set(user, news);
    const [oldest] = this.#byUser.keys();
    if (this.#byUser.size > MEMBERSHIP_NEWS_KEPT_MAX && oldest !== undefined) this.#byUser.delete(oldest);
  }

  /** Answers guilds that were said as of `through`, with the joins and leaves that came later. */
  corrected(user: UserId, guilds: ReadonlyArray<GuildId>, through: Position): ReadonlySet<GuildId> {
    const corrected = new Set(guilds);
    for (const [guild, { at, isMember }] of this.#byUser.get(user) ?? []) {
      if (at <= through) continue;
      if (isMember) corrected.add(guild);
      else corrected.delete(guild);
    }
    return corrected;
  }
}
