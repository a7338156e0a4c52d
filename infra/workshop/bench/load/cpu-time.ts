import { readdir, readFile } from 'node:fs/promises';

/** Linux counts CPU time in hundredths of a second. */
const TICK_MS = 10;

const statOf = async (pid: number): Promise<ReadonlyArray<string>> => {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
};

const sum = (fields: ReadonlyArray<string>, from: number, to: number): number =>
  fields.slice(from, to).reduce((total, field) => total + Number(field), 0);

/**
 * CPU time in milliseconds of a process and its children, including ended ones. It shows a program's cost even on a
 * busy machine. Undefined where there is no `/proc`.
 */
export const familyCpuMs = async (parent: number): Promise<number | undefined> => {
  const names = await readdir('/proc').catch(() => []);
  const own = await statOf(parent);
  if (own.length < 15) return undefined;
  const pids = names.filter((name) => /^\d+$/.test(name)).map(Number);
  const children = (await Promise.all(pids.map(statOf))).filter((fields) => fields[1] === String(parent));
  // Fields after the name: own time in user and system mode, then the time of ended children.
  const ticks = children.reduce((total, fields) => total + sum(fields, 11, 13), sum(own, 11, 15));
  return ticks * TICK_MS;
};
