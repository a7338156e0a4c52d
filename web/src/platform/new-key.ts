/** Makes the keys of attempts: ULIDs of the given time. The browser makes the random part. */

import { MessageId } from '#domain/kernel/ids.ts';
import { ulidOf } from '#domain/kernel/ulid.ts';

const TIME_DIGITS = 12;
const RANDOM_BYTES = 10;

const hex = (n: number, digits: number): string => n.toString(16).padStart(digits, '0');

/** @param now milliseconds since 1970 */
export const newKey = (now: number): string => {
  const random = crypto.getRandomValues(new Uint8Array(RANDOM_BYTES));
  return ulidOf(hex(Math.floor(now), TIME_DIGITS) + Array.from(random, (byte) => hex(byte, 2)).join(''));
};

/** True for a key that `newKey` may have made. All ids of the house have the form of a ULID. */
export const isKey = (text: string): boolean => MessageId.is(text);
