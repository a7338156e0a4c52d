import { isRight } from 'fp-ts/lib/Either.js';
import { LRUCache } from 'lru-cache';
import type { DomainEvent } from '#domain/event-catalog.ts';
import type { UserId } from '#domain/kernel/ids.ts';
import { presentUser } from '#gateway/present/user.ts';
import type { User } from '#gateway/protocol/resources.ts';
import type { Queries } from '#queries/queries.ts';

/** Who is who, for those who speak now: asked for once, and kept current by the events themselves. */
export type People = {
  readonly learn: (event: DomainEvent) => void;
  /** At once when known. Rejects when the read models are away. */
  readonly person: (id: UserId) => User | Promise<User>;
};

export const people = (deps: { readonly userViews: Queries['userViews']; readonly kept: number }): People => {
  const known = new LRUCache<UserId, User>({ max: deps.kept });

  const ask = async (id: UserId): Promise<User> => {
    const answer = await deps.userViews([id])();
    if (!isRight(answer)) throw new Error(`The read models are away: ${answer.left.why}`);
    const [view] = answer.right;
    // Somebody the directory could not read is shown like somebody who was erased, and asked for again next time.
    if (view === undefined) return { user_id: id, username: null, imported: false };
    const user = presentUser(view);
    known.set(id, user);
    return user;
  };

  return {
    learn: (event) => {
      if (event.type !== 'account.registered' && event.type !== 'account.imported') return;
      const { userId, username } = event.data;
      known.set(userId, presentUser({ userId, username, imported: event.type === 'account.imported' }));
    },
    person: (id) => known.get(id) ?? ask(id),
  };
};
