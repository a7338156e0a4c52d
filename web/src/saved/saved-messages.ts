/**
 * The saved messages of the user, as this device knows them. The ids are asked for when the first menu of a message is drawn, and the marks of
 * the server bring them forward. They are asked for again after a reconnect, by the next menu.
 */

import { type Either, isLeft, right } from 'fp-ts/lib/Either.js';
import { createSignal } from 'solid-js';
import type { MessageId } from '#domain/kernel/ids.ts';
import { SavedIds, SavedMark } from '#gateway/protocol/saved.ts';
import type { Client } from '#web/client/client.ts';
import { withMark } from '#web/saved/saved-ids.ts';
import type { Trouble } from '#web/store/state.ts';

export type SavedMessages = {
  /** Whether a message is saved. False until the ids are known, which the first question asks for. */
  readonly has: (id: MessageId) => boolean;
  readonly set: (id: MessageId, on: boolean) => Promise<Either<Trouble, SavedMark>>;
};

const make = ({ api, listen }: Pick<Client, 'api' | 'listen'>): SavedMessages => {
  const [ids, setIds] = createSignal<SavedIds>();
  /** Marks that came while the ids were asked for. Undefined while no question runs. */
  let early: SavedMark[] | undefined;
  const follow = (mark: SavedMark): void => {
    early?.push(mark);
    const held = ids();
    if (held !== undefined) setIds(withMark(held, mark));
  };
  const ask = async (): Promise<void> => {
    early = [];
    const answer = await api.read({ method: 'GET', path: '/me/saved/ids' }, SavedIds);
    const marks = early;
    early = undefined;
    if (isLeft(answer)) return;
    let known: SavedIds | undefined = answer.right;
    for (const mark of marks) known = known && withMark(known, mark);
    setIds(known);
  };
  listen((frame) => {
    if (frame.t === 'saved_update') follow(frame.d);
    else if (frame.t === 'ready' || frame.t === 'replayed') setIds(undefined);
  });
  return {
    has: (id) => {
      const held = ids();
      if (held === undefined && early === undefined) void ask();
      return held?.message_ids.includes(id) === true;
    },
    set: async (id, on) => {
      const answer = await api.read({ method: on ? 'PUT' : 'DELETE', path: `/me/saved/${id}` }, SavedMark);
      if (isLeft(answer)) return answer;
      follow(answer.right);
      return right(answer.right);
    },
  };
};

const known = new WeakMap<Client, SavedMessages>();
/** Answers the saved messages of this client, one for all menus and lists. */
export const savedMessages = (client: Client): SavedMessages => {
  const made = known.get(client) ?? make(client);
  known.set(client, made);
  return made;
};
