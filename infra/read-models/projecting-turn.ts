/**
 * Any number of processes may keep the read models up to date, and one does: it holds a lock of its own session, which
 * ends with the process. Whoever waits asks again every second, so a killed one has a successor in a second, one that
 * the network swallowed in as long as the database takes to miss it.
 */
import type pg from 'pg';
import { aborted, MISSED_SOON, onOwnConnection, pause } from '#infra/database/own-connection.ts';

export type Turn = {
  /** The client that holds the lock; what it loses, the turn has lost. */
  readonly client: pg.Client;
};

const LOCK = [486_107, 1] as const;
const ASK_EVERY_MS = 1_000;
const BACK_OFF_MS = 1_000;

/**
 * Calls `begin` whenever the turn is ours; what it returns ends the work, and is awaited before anybody else may
 * begin, unless the turn is lost. Returns how to stop, which gives the turn away.
 */
export const projectInTurn = (
  url: string,
  begin: (turn: Turn) => () => Promise<void>,
  missed: (why: string) => void,
): (() => Promise<void>) => {
  const stop = new AbortController();
  const { signal } = stop;
  const takeOne = (): Promise<void> =>
    onOwnConnection(
      { connectionString: url, application_name: 'filament projecting turn', options: MISSED_SOON },
      signal,
      async (client, over) => {
        const ask = async (): Promise<boolean> => {
          const { rows } = await client.query<{ ours: boolean }>('SELECT pg_try_advisory_lock($1, $2) AS ours', [
            ...LOCK,
          ]);
          return rows[0]?.ours === true;
        };
        while (!(await ask())) {
          await pause(ASK_EVERY_MS, over);
          if (over.aborted) return;
        }
        const end = begin({ client });
        await aborted(over);
        await end();
      },
    );

  const turns = (async () => {
    while (!signal.aborted) {
      await takeOne().catch((error: unknown) => {
        if (!signal.aborted) missed(error instanceof Error ? error.message : String(error));
      });
      await pause(BACK_OFF_MS, signal);
    }
  })();

  return () => {
    stop.abort();
    return turns;
  };
};
