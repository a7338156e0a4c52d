import { setTimeout as pause } from 'node:timers/promises';
import { NO_REVISION, type Position } from '#domain/kernel/event.ts';
import type { StreamName } from '#domain/kernel/stream.ts';
import type { EventLog, LoggedEvent } from '#infra/log/event-log.ts';
import type { OpenedLog } from '#infra/log/opened-log.ts';
import type { Sealer } from '#infra/log/ports/sealer.ts';
import { decodeEvents } from '#infra/log/sealing/codec.ts';
import { UnreadableEvent } from '#projections/ports/event-feed.ts';
import { EXIT, type ExitCode, Stop } from './exit-codes.ts';
import { type ShownEvent, shownLine } from './log-line.ts';
import type { Terminal } from './terminal.ts';

export type TailOptions = {
  readonly lines: number;
  readonly follow: boolean;
  readonly stream?: string;
  readonly type?: string;
};

/** Turns events into a readable form, either as stored or with their sealed texts opened. */
export type EventPresenter = (events: ReadonlyArray<LoggedEvent>) => Promise<ReadonlyArray<ShownEvent>>;

/** Shows sealed texts as `<sealed>`. */
export const showAsStored: EventPresenter = async (events) =>
  events.map(({ position, stream, revision, type, data, metadata }) => {
    const { time, actor } = JSON.parse(metadata);
    return { position, stream, revision, type, time, actor, facts: JSON.parse(data) };
  });

/** Opens sealed texts with the keys of the vault. An erased text shows as `{"erased":true}`. */
export const showOpened =
  (sealer: Sealer): EventPresenter =>
  async (events) =>
    (await decodeEvents(sealer)(events)).map((decoded) => {
      if (decoded instanceof UnreadableEvent) throw new Stop(EXIT.problemFound, decoded.message);
      const { position, stream, revision, event, metadata } = decoded;
      return { position, stream, revision, type: event.type, ...metadata, facts: event.data };
    });

const PAGE = 500;
const POLL_MS = 500;

const isAsked =
  ({ stream, type }: TailOptions) =>
  (event: LoggedEvent): boolean =>
    (stream === undefined || event.stream === stream) && (type === undefined || event.type === type);

/** Reads the log backwards, page by page. */
const lastOfLog = async (log: OpenedLog, head: Position, options: TailOptions): Promise<ReadonlyArray<LoggedEvent>> => {
  let found: ReadonlyArray<LoggedEvent> = [];
  let page = await log.newest(PAGE);
  while (page.length > 0) {
    found = [...page.filter((event) => event.position <= head && isAsked(options)(event)), ...found];
    if (found.length >= options.lines) break;
    page = await log.newest(PAGE, page[0]?.position);
  }
  return found;
};

const lastOfStream = async (
  log: EventLog,
  stream: string,
  head: Position,
  options: TailOptions,
): Promise<ReadonlyArray<LoggedEvent>> => {
  // The name is passed on as typed. A stream that does not exist is empty.
  const { events } = await log.readStream(stream as StreamName, NO_REVISION);
  return events.filter((event) => event.position <= head && isAsked(options)(event));
};

const grown = async (log: EventLog, signal: AbortSignal): Promise<void> => {
  const stop = new AbortController();
  const forget = log.onAppended(() => stop.abort());
  await pause(POLL_MS, undefined, { signal: AbortSignal.any([signal, stop.signal]) }).catch(() => undefined);
  forget();
};

export const tailLog = async (
  terminal: Terminal,
  log: OpenedLog,
  show: EventPresenter,
  options: TailOptions,
  signal: AbortSignal,
): Promise<ExitCode> => {
  const print = async (events: ReadonlyArray<LoggedEvent>): Promise<void> => {
    for (const event of await show(events)) {
      terminal.say(shownLine(event));
      terminal.give(event);
    }
  };
  const head = await log.head();
  const { stream } = options;
  const last =
    stream === undefined ? await lastOfLog(log, head, options) : await lastOfStream(log, stream, head, options);
  if (options.lines > 0) await print(last.slice(-options.lines));
  for (let at = head; options.follow && !signal.aborted; ) {
    const page = await log.readAll(at, PAGE);
    await print(page.filter(isAsked(options)));
    at = page.at(-1)?.position ?? at;
    if (page.length === 0) await grown(log, signal);
  }
  return EXIT.ok;
};
