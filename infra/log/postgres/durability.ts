import type { Client } from 'pg';
import { LogUnavailable } from '../event-log.ts';

const NEEDED = ['fsync', 'full_page_writes', 'synchronous_commit'] as const;

/**
 * An acknowledged append must survive a power cut; a database set up to lie about that is refused.
 * @throws LogUnavailable
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
