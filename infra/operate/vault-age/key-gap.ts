/**
 * Finds a vault that is older than the log (decision 0045): the log names keys with numbers that this vault has not
 * given out yet. Such texts cannot be opened. Without a repair the vault would give the same numbers to other texts,
 * and every read model would stop at texts that no longer fit their keys.
 */
import type { Position } from '#domain/kernel/event.ts';
import { contentKeyId } from '#infra/keys/ports/key-names.ts';
import type { KeyNumbers } from '#infra/keys/ports/key-vault.ts';
import type { LoggedEvent } from '#infra/log/event-log.ts';
import type { OpenedLog } from '#infra/log/opened-log.ts';

/** Events read at once, from the end of the log backwards. */
const PAGE = 1_000;
/** Texts with a key of this vault after which the rest of the log is taken to have its keys too. */
const KNOWN_TEXTS_MIN = 200;
/** Events that are looked through at most while no text is found. */
const EVENTS_WITHOUT_TEXT_MAX = 20_000;
/** Numbers left unused beyond the newest one in the log: processes make keys ahead, and older events may hold later ones. */
const NUMBERS_SKIPPED = 1_000_000;

/** Keys that the log names and the vault has never made. */
export type KeyGap = { readonly after: number; readonly newest: number; readonly texts: number };

/** Lists the numbers of the content keys that an event names. */
const keysIn = ({ data }: LoggedEvent): ReadonlyArray<number> => {
  const facts: unknown = JSON.parse(data);
  if (typeof facts !== 'object' || facts === null) return [];
  return Object.values(facts).flatMap((value: unknown) => {
    const key = typeof value === 'object' && value !== null && 'key' in value ? value.key : undefined;
    return typeof key === 'string' ? (contentKeyId(key) ?? []) : [];
  });
};

export const findKeyGap = async (log: Pick<OpenedLog, 'newest'>, after: number): Promise<KeyGap | undefined> => {
  let newest = after;
  let texts = 0;
  let known = 0;
  let looked = 0;
  for (let before: Position | undefined; known < KNOWN_TEXTS_MIN; ) {
    const page = await log.newest(PAGE, before);
    for (const id of page.flatMap(keysIn)) {
      if (id <= after) known += 1;
      else {
        texts += 1;
        newest = Math.max(newest, id);
      }
    }
    looked += page.length;
    before = page[0]?.position;
    if (before === undefined || (texts + known === 0 && looked >= EVENTS_WITHOUT_TEXT_MAX)) break;
  }
  return texts === 0 ? undefined : { after, newest, texts };
};

/** Finds such a vault and makes it give out numbers that no text of the log names. */
export const repairKeyGap = async (
  log: Pick<OpenedLog, 'newest'>,
  numbers: Pick<KeyNumbers, 'newest' | 'skipTo'>,
): Promise<KeyGap | undefined> => {
  const gap = await findKeyGap(log, await numbers.newest());
  if (gap !== undefined) await numbers.skipTo(gap.newest + NUMBERS_SKIPPED);
  return gap;
};
