/**
 * The turn to keep the read models up to date. One process at a time has it: it holds a lock of its session, which ends
 * with the process. The others ask for the lock every second, so a killed process has a successor within a second. A
 * process that the network cut off has one as soon as the database misses it.
 */
import type pg from 'pg';
import { aborted, keepConnected, MISSED_SOON, pause } from '#infra/database/own-connection.ts';

export type Turn = {
  /** Connection that holds the lock. The turn is lost with this connection. */
  readonly client: pg.Client;
};

const LOCK = [486_107, 1] as const;
const ASK_EVERY_MS = 1_000;
const AGAIN_AFTER_MS = 1_000;

/**
 * Calls `begin` each time this process gets the turn. `begin` returns a function that ends the work, which is awaited
 * before another process may begin, unless the turn is lost. Returns a function that stops and gives the turn away.
 */
export const projectInTurn = (
  url: string,
  begin: (turn: Turn) => () => Promise<void>,
  missed: (why: string) => void,
): (() => Promise<void>) => {
  const named = { connectionString: url, application_name: 'filament projecting turn', options: MISSED_SOON };
  const takeTurn = async (client: pg.Client, over: AbortSignal): Promise<void> => {
    const ask = async (): Promise<boolean> => {
      const { rows } = await client.query<{ ours: boolean }>('SELECT pg_try_advisory_lock($1, $2) AS ours', [...LOCK]);
      return rows[0]?.ours === true;
    };
    while (!(await ask())) {
      await pause(ASK_EVERY_MS, over);
      if (over.aborted) return;
    }
    const end = begin({ client });
    await aborted(over);
    await end();
  };
  return keepConnected(named, AGAIN_AFTER_MS, takeTurn, (error) =>
    missed(error instanceof Error ? error.message : String(error)),
  );
};
