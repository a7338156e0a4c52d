/** Position of the log as a client carries it. It is sealed, and it opens for the user it was given to alone. */
import type { Position } from '#domain/kernel/event.ts';
import type { UserId } from '#domain/kernel/ids.ts';
import type { SealedTokens } from '#gateway/ports/sealed-tokens.ts';

const DIGITS = /^\d{1,19}$/;

export const sealPosition = (sealed: SealedTokens, holder: UserId, position: Position): string =>
  sealed.seal('position', holder, position.toString());

export const openPosition = (sealed: SealedTokens, holder: UserId, token: string): Position | undefined => {
  const position = sealed.open('position', holder, token);
  return position !== undefined && DIGITS.test(position) ? BigInt(position) : undefined;
};
