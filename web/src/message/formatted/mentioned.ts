/** The mentions of a message that count. The server resolved them when the message was sent or edited. */

import { createContext } from 'solid-js';
import type { Mentions, Message } from '#gateway/protocol/resources.ts';
import type { FormattedDeps } from '#web/message/formatted/surroundings.ts';

const NO_MENTIONS: Mentions = { users: [], roles: [], everyone: false, here: false };

export const mentionsOf = ({ mentions }: Pick<Message, 'mentions'>): Mentions => mentions ?? NO_MENTIONS;

/** Mentions around a text. Undefined for a text that the server has not resolved yet. */
export const MentionedContext = createContext<() => Mentions | undefined>(() => undefined);

/** True for a message that calls this user: by name, by a role of theirs, or with all others. */
export const callsMe = (message: Pick<Message, 'mentions'>, deps: Pick<FormattedDeps, 'isMe' | 'isMine'>): boolean => {
  const { users, roles, everyone, here } = mentionsOf(message);
  return everyone || here || users.some(deps.isMe) || roles.some(deps.isMine);
};
