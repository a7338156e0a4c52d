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
/** Milliseconds after which no further page of them is read, however slow the store is. */
const NEWEST_WITHIN_MS = 1_500;
const BROKEN_SHOWN = 5;

type ReadableLog = Pick<OpenedLog, 'readAll' | 'newest'>;

async function* wholeLog(log: ReadableLog): AsyncGenerator<ReadonlyArray<LoggedEvent>> {
  for (let at = BEGINNING; ; ) {
    const page = await log.readAll(at, PAGE);
    const last = page.at(-1);
    if (last === undefined) return;
    yield page;
    at = last.position;
  }
}

/** Reads backwards, page by page, and yields the pages in the order of the log. */
async function* newestOf(log: ReadableLog, nowMs: () => number): AsyncGenerator<ReadonlyArray<LoggedEvent>> {
  const until = nowMs() + NEWEST_WITHIN_MS;
  const pages: Array<ReadonlyArray<LoggedEvent>> = [];
  for (let events = 0; events < NEWEST_EVENTS && nowMs() <= until; ) {
    const page = await log.newest(PAGE, pages[0]?.[0]?.position);
    if (page.length === 0) break;
    pages.unshift(page);
    events += page.length;
  }
  yield* pages;
}

/** Checks that revisions follow one another in every stream. Without --full a stream may begin at any revision. */
export const checkReadableLog =
  (log: ReadableLog, full: boolean, nowMs: () => number = () => performance.now()): Check =>
  async () => {
    const heads = new Map<string, number>();
    const broken = new Set<string>();
    let events = 0;
    for await (const page of full ? wholeLog(log) : newestOf(log, nowMs)) {
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
