/** Says whether a reader sees anything of a token. */

import { isInvisible } from '#domain/kernel/text.ts';
import { type AnyToken, inside } from '#domain/markdown/walk.ts';

/** True for a token that has a visible text or a sign of its own inside of it. */
export const showsSomething = (token: AnyToken): boolean => {
  switch (token.kind) {
    case 'text':
    case 'code':
    case 'code-block':
      return !isInvisible(token.text);
    case 'break':
      return false;
    case 'user':
    case 'role':
    case 'channel':
    case 'everyone':
    case 'here':
    case 'time':
      return true;
    default:
      return inside(token).some(showsSomething);
  }
};
