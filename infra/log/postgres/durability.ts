import type { Client } from 'pg';
import { LogUnavailable } from '../event-log.ts';

const NEEDED = ['fsync', 'full_page_writes', 'synchronous_commit'] as const;

/**
 * Checks that the database keeps acknowledged events through a power cut.
 * @throws LogUnavailable when its settings do not promise that.
 */
export const assertDurable = async (client: Client): Promise<void> => {
  const { rows } = await client.query<{ name: string; setting: string }>(
    'SELECT name, setting FROM pg_settings WHERE name = ANY ($1)',
    [[...NEEDED]],
  );
  const off = NEEDED.filter((name) => (rows.find((row) => row.name === name)?.setting ?? 'off') === 'off');
  if (off.length > 0)
    throw new LogUnavailable(
      `this database would lose acknowledged events at a power cut: turn on ${off.join(', ')} in its configuration`,
    );
};
