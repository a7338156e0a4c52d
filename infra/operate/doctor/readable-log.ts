/**
 * Checks a log of any kind by reading it: no event is missing and none is double. The server of the log enforces its
 * integrity.
 */
import { BEGINNING } from '#domain/kernel/event.ts';
import type { LoggedEvent } from '#infra/log/event-log.ts';
import type { OpenedLog } from '#infra/log/opened-log.ts';
import { count } from '#infra/operate/words.ts';
import { type Check, type Finding, fail, ok } from './finding.ts';

const RESTORE = 'stop every server, keep the store as it is, and restore the log from a backup';
const PAGE = 2_000;
/** Newest events that are checked without --full. */
const NEWEST_EVENTS = 20_000;
const BROKEN_SHOWN = 5;

async function* wholeLog(log: OpenedLog): AsyncGenerator<ReadonlyArray<LoggedEvent>> {
  for (let at = BEGINNING; ; ) {
    const page = await log.readAll(at, PAGE);
    const last = page.at(-1);
    if (last === undefined) return;
    yield page;
    at = last.position;
  }
}

async function* newestOf(log: OpenedLog): AsyncGenerator<ReadonlyArray<LoggedEvent>> {
  yield await log.newest(NEWEST_EVENTS);
}

/** Checks that revisions follow one another in every stream. Without --full a stream may begin at any revision. */
export const checkReadableLog =
  (log: OpenedLog, full: boolean): Check =>
  async () => {
    const heads = new Map<string, number>();
    const broken = new Set<string>();
    let events = 0;
    for await (const page of full ? wholeLog(log) : newestOf(log)) {
      for (const { stream, revision } of page) {
        const before = heads.get(stream) ?? (full ? -1 : revision - 1);
        if (revision !== before + 1) broken.add(stream);
        heads.set(stream, revision);
      }
      events += page.length;
    }
    const says = `${count(events)} events checked`;
    const found: Finding[] = [ok('log', says)];
    found.push(
      broken.size === 0
        ? ok('log revisions', `no gap in ${full ? 'any stream' : 'any stream checked'}`)
        : fail('log revisions', `gaps or duplicates in ${[...broken].slice(0, BROKEN_SHOWN).join(', ')}`, RESTORE),
    );
    return found;
  };
