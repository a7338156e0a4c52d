/** A conversation that is the same in every process: event n depends on n alone. */
import type { DomainEvent } from '#domain/event-catalog.ts';
import {
  channel,
  channelDeleted,
  deleted,
  edited,
  guild,
  message,
  sent,
  user,
} from '#infra/workshop/testkit/community-events.ts';
import { type WrittenLog, writtenLog } from '#infra/workshop/testkit/written-log.ts';

const CHANNELS = 7;
const WORDS = ['apple', 'pear', 'plum', 'quince', 'medlar', 'sloe', 'fig', 'olive', 'almond', 'carob', 'lychee'];

const word = (n: number): string => WORDS[n % WORDS.length] ?? '';
const placeOf = (n: number) => ({ guildId: guild(1), channelId: channel(1 + (n % CHANNELS)) });

/**
 * Returns event n. Most events are messages, some are edits and deletions, and few delete a channel. Event n sends
 * message n.
 */
export const scripted = (n: number): DomainEvent => {
  const earlier = Math.max(1, n - 1 - ((n * 7_919) % 97));
  if (n % 1_009 === 0) return channelDeleted(guild(1), placeOf(n).channelId);
  if (n % 11 === 0) return edited(placeOf(earlier), message(earlier), `${word(n)} instead, said ${n}`);
  if (n % 13 === 0) return deleted(placeOf(earlier), message(earlier), user(1));
  return sent(placeOf(n), message(n), user(1 + (n % 5)), `${word(n)} and ${word(n * 3 + 1)}, said ${n}`);
};

/** Writes the first events into a log that may grow. */
export const scriptedLog = (events: number): WrittenLog => {
  const log = writtenLog();
  for (let n = 1; n <= events; n += 1) log.write(scripted(n));
  return log;
};
