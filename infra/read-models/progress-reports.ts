/**
 * Reports of progress from the process that projects to all others. A written checkpoint may lie behind the applied
 * position, so that process sends the position itself. The others read the checkpoints too, in case a report is lost.
 */
import type pg from 'pg';
import type { Position } from '#domain/kernel/event.ts';
import { keepConnected, pause } from '#infra/database/own-connection.ts';

const CHANNEL = 'filament_progress';
const LOOK_EVERY_MS = 500;
const AGAIN_AFTER_MS = 1_000;

export type AdvanceHandler = (model: string, position: Position) => void;

/**
 * Seal of the reports. Any session of the database may send any text on the channel, so a report counts only when a
 * process with the key of the vault has sealed it. Positions never go back, so an old report that is sent again changes
 * nothing.
 */
export type ReportSeal = {
  readonly seal: (report: string) => string;
  /** Answers undefined for a text that this seal did not make. */
  readonly open: (sealed: string) => string | undefined;
};

/** Sends a position at once. Positions that come while a report is being sent go out together in the next one. */
export const reportProgress = (client: pg.Client, { seal }: ReportSeal): AdvanceHandler => {
  const waiting = new Map<string, Position>();
  let sending = false;
  const send = async (): Promise<void> => {
    sending = true;
    while (waiting.size > 0) {
      const report = JSON.stringify([...waiting].map(([model, position]) => [model, String(position)]));
      waiting.clear();
      // A process that misses this report reads the checkpoints a moment later.
      await client.query('SELECT pg_notify($1, $2)', [CHANNEL, seal(report)]).catch(() => undefined);
    }
    sending = false;
  };
  return (model, position) => {
    waiting.set(model, position);
    if (!sending) void send();
  };
};

type Entry = readonly [model: string, position: string];

const advanceBy = (report: string, advance: AdvanceHandler): void => {
  const entries: ReadonlyArray<Entry> = JSON.parse(report);
  for (const [model, position] of entries) advance(model, BigInt(position));
};

/** Follows the reports and the checkpoints. Returns a function that stops it. Nothing advances without the database. */
export const followReports = (url: string, { open }: ReportSeal, advance: AdvanceHandler): (() => Promise<void>) => {
  const named = { connectionString: url, application_name: 'filament progress' };
  return keepConnected(named, AGAIN_AFTER_MS, async (client, over) => {
    client.on('notification', ({ payload = '' }) => {
      const report = open(payload);
      if (report !== undefined) advanceBy(report, advance);
    });
    await client.query(`LISTEN ${CHANNEL}`);
    while (!over.aborted) {
      const { rows } = await client.query<{ model: string; position: string }>(
        'SELECT model, position::text AS position FROM read.progress',
      );
      for (const { model, position } of rows) advance(model, BigInt(position));
      await pause(LOOK_EVERY_MS, over);
    }
  });
};
