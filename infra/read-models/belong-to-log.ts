/** Finds the lineage of the log that this process follows, and whether the log was cut back since the last start. */
import { setTimeout as pause } from 'node:timers/promises';
import type { DatabasePool } from 'slonik';
import { NotMadeYet } from '#infra/database/migrations.ts';
import { adoptCut, adoptLog, lineageOf } from '#infra/read-models/adopt-log.ts';
import { type LogCut, measureCut, recordCut } from '#infra/read-models/log-cut.ts';
import type { ComparedLog } from '#infra/read-models/ports/compared-log.ts';
import { refutedCheckpoints } from '#infra/read-models/prove-checkpoints.ts';

/** Hears that the read models belong to another log than before. They are built anew. */
export type LineageWatch = {
  readonly otherLog: () => void;
  readonly cutBack: (cut: LogCut) => void;
};

type Deps = {
  readonly pool: DatabasePool;
  readonly log: ComparedLog;
  readonly watch: LineageWatch;
};

/** The lineage of the log, and the cut that began it when this start found one. */
export type FoundLineage = { readonly lineage: string; readonly cut: LogCut | undefined };

/**
 * Adopts the log for all processes. When a checkpoint names an event that the log does not hold, a new lineage begins,
 * and every read model is built anew.
 */
export const adoptedLineage = async ({ pool, log, watch }: Deps): Promise<FoundLineage> => {
  const { identity } = log;
  const { found, lineage } = await adoptLog(pool, identity);
  if (found === 'anew') watch.otherLog();
  const [furthest] = await refutedCheckpoints(pool, log, lineage);
  if (furthest === undefined) return { lineage, cut: undefined };
  const cut = await measureCut(log, furthest);
  const next = await adoptCut(pool, { identity, lineage }, (transaction) => recordCut(transaction, cut));
  if (next.found === 'as before') return { lineage: next.lineage, cut: undefined };
  watch.cutBack(cut);
  return { lineage: next.lineage, cut };
};

const LOOK_EVERY_MS = 500;
/** Milliseconds after which the whole start is tried again. Each start reports what it waits for. */
const ADOPTED_WITHIN_MS = 5_000;

/** Waits until a projector has adopted the log as it is now. @throws NotMadeYet when none does in time. */
export const lineageOfAnother = async ({ pool, log }: Deps, signal: AbortSignal): Promise<FoundLineage> => {
  for (const until = performance.now() + ADOPTED_WITHIN_MS; performance.now() < until; ) {
    const lineage = await lineageOf(pool, log.identity);
    if (lineage !== undefined && (await refutedCheckpoints(pool, log, lineage)).length === 0)
      return { lineage, cut: undefined };
    await pause(LOOK_EVERY_MS, undefined, { signal });
  }
  throw new NotMadeYet(
    'no projector has built the read models of this log yet: start a process with the role projector',
  );
};
