/** A log of any kind, looked at by reading it: nothing missing, nothing twice. What guards it is its server's business. */
import { BEGINNING } from '#domain/kernel/event.ts';
import type { LoggedEvent } from '#infra/log/event-log.ts';
import type { OpenedLog } from '#infra/log/opened-log.ts';
import { count } from '#infra/operate/words.ts';
import { type Check, type Finding, fail, ok } from './finding.ts';

const RESTORE = 'stop every server, keep the store as it is, and restore the log from a backup';
const PAGE = 2_000;
/** Without --full the newest so many are looked at. */
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

/** Revisions follow one on another in every stream; in a part of the log a stream may begin anywhere. */
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
    const says = `${count(events)} events looked at`;
    const found: Finding[] = [ok('log', says)];
    found.push(
      broken.size === 0
        ? ok('log revisions', `contiguous on every stream ${full ? 'there is' : 'looked at'}`)
        : fail('log revisions', `not contiguous on ${[...broken].slice(0, BROKEN_SHOWN).join(', ')}`, RESTORE),
    );
    return found;
  };
