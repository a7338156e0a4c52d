import type { Position } from '#domain/kernel/event.ts';
import { PoisonEvent, strictStep } from '#projections/engine/step.ts';
import { REBUILD_PAGE_EVENTS } from '#projections/limits.ts';
import { type EventFeed, type RecordedBatch, UnreadableEvent } from '#projections/ports/event-feed.ts';
import type { ReadModel } from '#projections/ports/read-model.ts';
import {
  type Beside,
  ChangeRefused,
  type Comparison,
  type Sink,
  type Step,
  type SwapReport,
} from '#projections/ports/sink.ts';

export type RebuildProgress = {
  readonly model: string;
  readonly position: Position;
  readonly head: Position;
  readonly events: number;
  readonly eventsPerSecond: number;
  /** Milliseconds left at this rate; undefined until there is one. */
  readonly etaMs: number | undefined;
};

export type RebuildDeps<Change, Model extends ReadModel<Change>> = {
  readonly feed: EventFeed;
  readonly sink: Pick<Sink<Change, Model>, 'active' | 'beside'>;
  readonly nowMs: () => number;
  /** How much is read at once; less where other work must have its turn between two pages. */
  readonly pageEvents?: number;
};
export type RebuildOptions = {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: RebuildProgress) => void;
  /** To the end of the log, past the model that serves: for one that is too far behind to be worth comparing. */
  readonly ahead?: true;
};

/**
 * Builds a read model anew beside the one that serves and swaps it in. Usable from any process, also while
 * a server projects. Rejects with `PoisonEvent` at the first event that cannot be taken, with
 * `AlreadyBuilding` when somebody else is at it; whatever happens, the readers keep a whole model.
 */
export const rebuild =
  <Change, Model extends ReadModel<Change>>(deps: RebuildDeps<Change, Model>) =>
  (model: Model, options: RebuildOptions = {}): Promise<SwapReport> =>
    deps.sink.beside(model, async (beside) => {
      const catchUp = catchUpBeside(deps, model, beside, options);
      // Never past the model that serves, so that the swap compares and exchanges the two at one position.
      const live = async () => (options.ahead === true ? undefined : (await deps.sink.active(model))?.position);
      await catchUp(await live());
      await beside.finish();
      // What came while indexes were made; the swap itself holds the live model still for the last few events only.
      await catchUp(await live());
      return beside.swap(tailOf(deps.feed, model, 'is the end'));
    });

/**
 * Rebuilds beside, brings the copy to the live model's exact position, compares the two row for row by hash and
 * drops the copy. The live model is only held still for the last few events.
 */
export const verify =
  <Change, Model extends ReadModel<Change>>(deps: RebuildDeps<Change, Model>) =>
  (model: Model, options: RebuildOptions = {}): Promise<Verification> =>
    deps.sink.beside(model, async (beside) => {
      const catchUp = catchUpBeside(deps, model, beside, options);
      const live = async () => (await deps.sink.active(model))?.position;
      await catchUp(await live());
      await catchUp(await live());
      const comparison = await beside.compare(tailOf(deps.feed, model, 'is a fault'));
      return { ...comparison, model: model.name, equal: equalHashes(comparison) };
    });

export type Verification = Comparison & { readonly model: string; readonly equal: boolean };

const equalHashes = ({ live, rebuilt }: Comparison): boolean =>
  live.length === rebuilt.length &&
  live.every((hash, index) => hash.table === rebuilt[index]?.table && hash.sha256 === rebuilt[index]?.sha256);

/**
 * From where it last stood to within a page of the head, or to exactly `end`, with the next page read while
 * this one is written. The head itself may move as fast as this does.
 */
const catchUpBeside = <Change>(
  deps: Pick<RebuildDeps<Change, ReadModel<Change>>, 'feed' | 'nowMs' | 'pageEvents'>,
  model: ReadModel<Change>,
  beside: Beside<Change>,
  { signal, onProgress }: RebuildOptions,
): ((end?: Position) => Promise<void>) => {
  const { pageEvents = REBUILD_PAGE_EVENTS } = deps;
  const startedMs = deps.nowMs();
  let at = beside.generation.position;
  let events = 0;
  return async (end) => {
    if (end !== undefined && at >= end) return;
    let head = end ?? (await deps.feed.head());
    let next = readPage(deps.feed, at, pageEvents);
    // The page read ahead is nobody's once something else failed.
    next.catch(() => undefined);
    for (;;) {
      signal?.throwIfAborted();
      const page = upTo(await next, end);
      if (page.through <= at) return;
      const last = end === undefined ? page.events.length < pageEvents : page.through >= end;
      if (!last) next = readPage(deps.feed, page.through, pageEvents);
      next.catch(() => undefined);
      await applyPage(model, beside, page, at);
      at = page.through;
      events += page.events.length;
      if (end === undefined && at > head) head = await deps.feed.head();
      onProgress?.(progressOf(model, at, head, events, deps.nowMs() - startedMs));
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

/** A page that is refused is halved until the event at fault stands alone. */
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

const readPage = async (feed: EventFeed, after: Position, events: number): Promise<RecordedBatch> => {
  try {
    return await feed.readAll(after, events);
  } catch (error) {
    throw error instanceof UnreadableEvent ? new PoisonEvent(error.place, error.message) : error;
  }
};

const upTo = (batch: RecordedBatch, end: Position | undefined): RecordedBatch =>
  end === undefined || batch.through <= end
    ? batch
    : { events: batch.events.filter((event) => event.position <= end), through: end };

/**
 * A read model beyond the end of the log is one of a log that was set back, as by restoring an older backup.
 * The log is what counts: a rebuild ends with it, and a comparison has nothing to compare.
 */
const tailOf = <Change>(feed: EventFeed, model: ReadModel<Change>, beyondTheLog: 'is the end' | 'is a fault') =>
  async function* (from: Position, to: Position): AsyncGenerator<Step<Change>> {
    for (let at = from; at < to; ) {
      const page = upTo(await readPage(feed, at, REBUILD_PAGE_EVENTS), to);
      if (page.through <= at) {
        if (beyondTheLog === 'is the end') return;
        throw new Error(`the log ends at ${at}, before ${to}`);
      }
      yield strictStep(model, page.events, { from: at, to: page.through });
      at = page.through;
    }
  };
