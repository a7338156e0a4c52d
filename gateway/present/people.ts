import { isRight } from 'fp-ts/lib/Either.js';
import { LRUCache } from 'lru-cache';
import type { DomainEvent } from '#domain/event-catalog.ts';
import type { UserId } from '#domain/kernel/ids.ts';
import { presentUser } from '#gateway/present/user.ts';
import type { User } from '#gateway/protocol/resources.ts';
import type { Queries } from '#queries/queries.ts';

/** People answer the name of a user. Each user is asked for once, and later events keep the answer current. */
export type People = {
  /** Takes the name from an event that registers or imports an account. */
  readonly learn: (event: DomainEvent) => void;
  /** Answers a known user without a promise. Rejects when the read models are away. */
  readonly person: (id: UserId) => User | Promise<User>;
};

export const people = (deps: { readonly userViews: Queries['userViews']; readonly kept: number }): People => {
  const known = new LRUCache<UserId, User>({ max: deps.kept });

  const ask = async (id: UserId): Promise<User> => {
    const answer = await deps.userViews([id])();
    if (!isRight(answer)) throw new Error(`The read models are away: ${answer.left.why}`);
    const [view] = answer.right;
    // A user without a row is shown like an erased one. This answer is not kept, so the next call asks again.
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
