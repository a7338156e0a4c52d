import type { Position } from '#domain/kernel/event.ts';
import type { EventId } from '#domain/kernel/ids.ts';
import { lastOf, PoisonEvent, strictStep } from '#projections/engine/step.ts';
import { REBUILD_PAGE_EVENTS } from '#projections/limits.ts';
import { type EventFeed, type RecordedBatch, UnreadableEvent } from '#projections/ports/event-feed.ts';
import type { ReadModel } from '#projections/ports/read-model.ts';
import {
  type Beside,
  ChangeRefused,
  type Comparison,
  NotComparable,
  type Sink,
  type Step,
  type SwapReport,
} from '#projections/ports/sink.ts';

/** How far a rebuild has come. */
export type RebuildProgress = {
  readonly model: string;
  readonly position: Position;
  readonly head: Position;
  readonly events: number;
  readonly eventsPerSecond: number;
  /** Milliseconds left at this rate. Undefined until a rate is known. */
  readonly etaMs: number | undefined;
};

export type RebuildDeps<Change, Model extends ReadModel<Change>> = {
  readonly feed: EventFeed;
  readonly sink: Pick<Sink<Change, Model>, 'active' | 'beside'>;
  readonly nowMs: () => number;
  /** Events read at once. Lower it when other work must have its turn between two pages. */
  readonly pageEvents?: number;
};
export type RebuildOptions = {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: RebuildProgress) => void;
  /** Builds to the end of the log, past the active generation, when that is too far behind to compare with. */
  readonly ahead?: true;
};

/**
 * Builds a generation beside the active one and swaps it in. Any process may call it, also while a server projects.
 * Rejects with `PoisonEvent` at the first event that cannot be applied, and with `AlreadyBuilding` while another
 * process builds the same read model. Readers keep a whole read model in every case.
 */
export const rebuild =
  <Change, Model extends ReadModel<Change>>(deps: RebuildDeps<Change, Model>) =>
  (model: Model, options: RebuildOptions = {}): Promise<SwapReport> =>
    deps.sink.beside(model, async (beside) => {
      const cursor = { at: beside.generation.position, id: undefined };
      const catchUp = catchUpBeside(deps, model, beside, cursor, options);
      // Never past the active generation, so that the swap compares and exchanges the two at one position.
      const live = async () => (options.ahead === true ? undefined : (await deps.sink.active(model))?.position);
      await catchUp(await live());
      await beside.finish();
      // Events that came while indexes were made. The swap itself blocks the active generation for the last few only.
      await catchUp(await live());
      return beside.swap(lastStepsOf(deps.feed, model, cursor, 'is the end'));
    });

/**
 * Rebuilds beside, brings the copy to the exact position of the active generation, compares the two by their hashes
 * and drops the copy. The active generation is blocked for the last few events only. Rejects with `NotComparable` when
 * there is none, or when it stands beyond the log.
 */
export const verify =
  <Change, Model extends ReadModel<Change>>(deps: RebuildDeps<Change, Model>) =>
  (model: Model, options: RebuildOptions = {}): Promise<Verification> =>
    deps.sink.beside(model, async (beside) => {
      const cursor = { at: beside.generation.position, id: undefined };
      const catchUp = catchUpBeside(deps, model, beside, cursor, options);
      const live = async () => {
        const active = await deps.sink.active(model);
        if (active === undefined) throw new NotComparable(`${model.name} is not built: rebuild it first`);
        return active.position;
      };
      await catchUp(await live());
      await catchUp(await live());
      const comparison = await beside.compare(lastStepsOf(deps.feed, model, cursor, 'is a fault'));
      return { ...comparison, model: model.name, equal: equalHashes(comparison) };
    });

/** Result of a comparison. `equal` is true when every table has the same hash in both. */
export type Verification = Comparison & { readonly model: string; readonly equal: boolean };

const equalHashes = ({ live, rebuilt }: Comparison): boolean =>
  live.length === rebuilt.length &&
  live.every((hash, index) => hash.table === rebuilt[index]?.table && hash.sha256 === rebuilt[index]?.sha256);

/** Place that a rebuild has reached, with the id of the event there. Each page proves that it still stands there. */
type Cursor = { at: Position; id: EventId | undefined };

/**
 * Brings the new generation to within a page of the head, or to exactly `end`. Each call goes on where the last one
 * stopped. The next page is read while this one is written, and the head may move meanwhile.
 */
const catchUpBeside = <Change>(
  deps: Pick<RebuildDeps<Change, ReadModel<Change>>, 'feed' | 'nowMs' | 'pageEvents'>,
  model: ReadModel<Change>,
  beside: Beside<Change>,
  cursor: Cursor,
  { signal, onProgress }: RebuildOptions,
): ((end?: Position) => Promise<void>) => {
  const { pageEvents = REBUILD_PAGE_EVENTS } = deps;
  const startedMs = deps.nowMs();
  let events = 0;
  return async (end) => {
    if (end !== undefined && cursor.at >= end) return;
    let head = end ?? (await deps.feed.head());
    let next = readPage(deps.feed, cursor.at, pageEvents, cursor.id);
    // After another failure the page read ahead is discarded, and so is its own failure.
    next.catch(() => undefined);
    for (;;) {
      signal?.throwIfAborted();
      const page = upTo(await next, end);
      if (page.through <= cursor.at) return;
      const { eventId } = lastOf(page.events, page.through);
      const last = end === undefined ? page.events.length < pageEvents : page.through >= end;
      if (!last) next = readPage(deps.feed, page.through, pageEvents, eventId);
      next.catch(() => undefined);
      await applyPage(model, beside, page, cursor.at);
      cursor.at = page.through;
      cursor.id = eventId;
      events += page.events.length;
      if (end === undefined && cursor.at > head) head = await deps.feed.head();
      onProgress?.(progressOf(model, cursor.at, head, events, deps.nowMs() - startedMs));
      if (last) return;
    }
  };
};

const progressOf = (
  model: Pick<ReadModel<never>, 'name'>,
  position: Position,
  head: Position,
  events: number,
  tookMs: number,
): RebuildProgress => {
  const done = head > 0n ? Number(position) / Number(head) : 1;
  return {
    model: model.name,
    position,
    head,
    events,
    eventsPerSecond: tookMs > 0 ? (events / tookMs) * 1_000 : 0,
    etaMs: done > 0 && tookMs > 0 ? Math.max(0, tookMs / done - tookMs) : undefined,
  };
};

/** Applies a page. A refused page is halved until the event at fault stands alone. */
const applyPage = async <Change>(
  model: ReadModel<Change>,
  beside: Beside<Change>,
  page: RecordedBatch,
  from: Position,
): Promise<void> => {
  const { events, through } = page;
  try {
    await beside.apply(strictStep(model, events, { from, to: through }));
  } catch (error) {
    const [only] = events;
    if (!(error instanceof ChangeRefused) || only === undefined) throw error;
    if (events.length === 1) throw new PoisonEvent(only, error.message);
    const half = events.slice(0, events.length >> 1);
    const middle = half.at(-1)?.position ?? through;
    await applyPage(model, beside, { events: half, through: middle }, from);
    await applyPage(model, beside, { events: events.slice(half.length), through }, middle);
  }
};

const readPage = async (
  feed: EventFeed,
  after: Position,
  events: number,
  known: EventId | undefined,
): Promise<RecordedBatch> => {
  try {
    return await feed.readAll(after, events, known);
  } catch (error) {
    throw error instanceof UnreadableEvent ? new PoisonEvent(error.place, error.message) : error;
  }
};

const upTo = (batch: RecordedBatch, end: Position | undefined): RecordedBatch =>
  end === undefined || batch.through <= end
    ? batch
    : { events: batch.events.filter((event) => event.position <= end), through: end };

/**
 * Gives the steps up to the position of the active generation. That position lies beyond the end of the log after an
 * older backup of the log was restored. The log decides: a rebuild ends with it, and a comparison is refused.
 */
const lastStepsOf = <Change>(
  feed: EventFeed,
  model: ReadModel<Change>,
  cursor: Cursor,
  beyondTheLog: 'is the end' | 'is a fault',
) =>
  async function* (from: Position, to: Position): AsyncGenerator<Step<Change>> {
    let id = cursor.at === from ? cursor.id : undefined;
    for (let at = from; at < to; ) {
      const page = upTo(await readPage(feed, at, REBUILD_PAGE_EVENTS, id), to);
      if (page.through <= at) {
        if (beyondTheLog === 'is the end') return;
        throw new NotComparable(
          `${model.name} stands at ${to}, and the log ends at ${at}, because the log was set back: rebuild it`,
        );
      }
      yield strictStep(model, page.events, { from: at, to: page.through });
      at = page.through;
      id = lastOf(page.events, page.through).eventId;
    }
  };
