import type { Pool } from 'pg';
import type { PasswordCost, PasswordCosts } from '#infra/keys/ports/key-vault.ts';
import { costOf } from '../hashes/password-cost.ts';

type CostRow = { readonly memory_kib: number; readonly passes: number; readonly parallelism: number };

const INSERT = 'INSERT INTO vault.password_cost (memory_kib, passes, parallelism) VALUES ($1, $2, $3)';
const valuesOf = ({ memoryCost, timeCost, parallelism }: PasswordCost) => [memoryCost, timeCost, parallelism];

/** The text before the salt holds the cost, so hashes of one cost share it. */
const COUNTS = `
SELECT substring(hash FROM '^.*?\\$.*?\\$.*?\\$.*?\\$') AS beginning, count(*)::integer AS hashes
FROM vault.password GROUP BY beginning ORDER BY hashes DESC, beginning`;

export const createPasswordCosts = (pool: Pool): PasswordCosts => {
  const current = async (): Promise<PasswordCost | undefined> => {
    const { rows } = await pool.query<CostRow>('SELECT memory_kib, passes, parallelism FROM vault.password_cost');
    const [row] = rows;
    return row && { memoryCost: row.memory_kib, timeCost: row.passes, parallelism: row.parallelism };
  };
  return {
    current,
    fix: async (cost) => {
      await pool.query(`${INSERT} ON CONFLICT DO NOTHING`, valuesOf(cost));
      return (await current()) ?? cost;
    },
    change: async (cost) => {
      await pool.query(
        `${INSERT} ON CONFLICT (lone) DO UPDATE SET
           memory_kib = excluded.memory_kib, passes = excluded.passes, parallelism = excluded.parallelism`,
        valuesOf(cost),
      );
    },
    counts: async () => {
      const { rows } = await pool.query<{ beginning: string | null; hashes: number }>(COUNTS);
      return rows.flatMap(({ beginning, hashes }) => {
        const cost = costOf(beginning ?? '');
        return cost === undefined ? [] : [{ cost, hashes }];
      });
    },
  };
};
