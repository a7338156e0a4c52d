/**
 * How far the read models have come, told by the process that projects to all others. A checkpoint in the database may
 * lie behind what was applied by knowing it; so the one who knows says so, and the checkpoints are looked at besides.
 */
import type pg from 'pg';
import type { Position } from '#domain/kernel/event.ts';
import { onOwnConnection, pause } from '#infra/database/own-connection.ts';

const CHANNEL = 'filament_progress';
const LOOK_EVERY_MS = 500;
const BACK_OFF_MS = 1_000;

export type Advance = (model: string, position: Position) => void;

/** Says it at once, and while that is under way gathers what comes: one word for many steps. */
export const tellProgress = (client: pg.Client): Advance => {
  const untold = new Map<string, Position>();
  let telling = false;
  const tell = async (): Promise<void> => {
    telling = true;
    while (untold.size > 0) {
      const said = JSON.stringify([...untold].map(([model, position]) => [model, String(position)]));
      untold.clear();
      // Whoever does not hear it looks at the checkpoints a moment later.
      await client.query('SELECT pg_notify($1, $2)', [CHANNEL, said]).catch(() => undefined);
    }
    telling = false;
  };
  return (model, position) => {
    untold.set(model, position);
    if (!telling) void tell();
  };
};

/** Whoever may connect may say anything on the channel, and what nobody catches here ends the process. */
const read = (said: string): unknown => {
  try {
    return JSON.parse(said);
  } catch {
    return undefined;
  }
};

const heard = (said: string, advance: Advance): void => {
  const told = read(said);
  if (!Array.isArray(told)) return;
  for (const one of told) {
    const [model, position] = Array.isArray(one) ? one : [];
    if (typeof model === 'string' && typeof position === 'string' && /^\d+$/.test(position))
      advance(model, BigInt(position));
  }
};

/** Returns how to stop. While the database is away nothing advances, and whoever waits for it waits. */
export const hearProgress = (url: string, advance: Advance): (() => Promise<void>) => {
  const stop = new AbortController();
  const { signal } = stop;
  const named = { connectionString: url, application_name: 'filament progress' };
  const hearing = (async () => {
    while (!signal.aborted) {
      await onOwnConnection(named, signal, async (client, over) => {
        client.on('notification', ({ payload = '' }) => heard(payload, advance));
        await client.query(`LISTEN ${CHANNEL}`);
        while (!over.aborted) {
          const { rows } = await client.query<{ model: string; position: string }>(
            'SELECT model, position::text AS position FROM read.progress',
          );
          for (const { model, position } of rows) advance(model, BigInt(position));
          await pause(LOOK_EVERY_MS, over);
        }
      }).catch(() => undefined);
      await pause(BACK_OFF_MS, signal);
    }
  })();

  return () => {
    stop.abort();
    return hearing;
  };
};
