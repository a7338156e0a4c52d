/** Measures the memory of processes as PSS. A shared page is divided among the processes that share it. */
import { readFile } from 'node:fs/promises';

const kilobytesOf = async (pid: number): Promise<number> =>
  Number(/^Pss:\s+(\d+) kB/m.exec(await readFile(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0);

export const pssKb = async (pids: ReadonlyArray<number>): Promise<number> =>
  (await Promise.all(pids.map(kilobytesOf))).reduce((sum, kilobytes) => sum + kilobytes, 0);
