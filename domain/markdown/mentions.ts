/** Finds the users, roles and channels that a message names. */

import type { ChannelId, RoleId, UserId } from '#domain/kernel/ids.ts';
import type { Tokens } from '#domain/markdown/tokens.ts';
import { visits } from '#domain/markdown/walk.ts';

/** Ids as a message names them. They may belong to nothing, or to something that its author may not see. */
export type NamedIds = {
  readonly users: ReadonlyArray<UserId>;
  readonly roles: ReadonlyArray<RoleId>;
  readonly channels: ReadonlyArray<ChannelId>;
  readonly everyone: boolean;
  readonly here: boolean;
};

/**
 * Answers each mention once, in the order of the text. Mentions in code do not count; mentions in quotes, links and
 * spoilers do. Their number follows from `MESSAGE_CHARS_MAX`, because a mention has at least 29 characters.
 */
export const mentionsIn = (tokens: Tokens): NamedIds => {
  const users = new Set<UserId>();
  const roles = new Set<RoleId>();
  const channels = new Set<ChannelId>();
  const crowds = new Set<string>();
  for (const { token } of visits(tokens)) {
    if (token.kind === 'user') users.add(token.id);
    else if (token.kind === 'role') roles.add(token.id);
    else if (token.kind === 'channel') channels.add(token.id);
    else if (token.kind === 'everyone' || token.kind === 'here') crowds.add(token.kind);
  }
  return {
    users: [...users],
    roles: [...roles],
    channels: [...channels],
    everyone: crowds.has('everyone'),
    here: crowds.has('here'),
  };
};
