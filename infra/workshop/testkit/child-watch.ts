import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Looks at child processes while they run. Linux alone tells of another process, so elsewhere all values are 0. */
export type ChildWatch = {
  readonly add: (child: ChildProcess) => void;
  /** Most bytes that one child had resident, as far as the looks saw it. */
  readonly peakBytes: () => number;
  /** Milliseconds of the processor that all children took, as far as the looks saw it. */
  readonly cpuMs: () => number;
  readonly stop: () => void;
};

const LOOKED_AT_EVERY_MS = 5;
/** Milliseconds of one tick, the unit of /proc/<pid>/stat. It is the same on every Linux that runs us. */
const TICK_MS = 10;

type Look = { readonly peakBytes: number; readonly cpuMs: number };

const NOTHING: Look = { peakBytes: 0, cpuMs: 0 };

/** Looks again. A child that has ended, and is not yet collected, tells of no memory any more. */
const lookAt = (pid: number, before: Look): Look => {
  try {
    const [, kib] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    // The name of the program stands in brackets and may hold spaces. The 14th and 15th values are the times.
    const values = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    const ticks = Number(values[11]) + Number(values[12]);
    return { peakBytes: Math.max(before.peakBytes, Number(kib ?? 0) * 1024), cpuMs: ticks * TICK_MS };
  } catch {
    return before;
  }
};

export const watchChildren = (): ChildWatch => {
  const running = new Map<number, Look>();
  const ended: Look[] = [];
  const look = (): void => {
    for (const [pid, before] of running) running.set(pid, lookAt(pid, before));
  };
  const timer = setInterval(look, LOOKED_AT_EVERY_MS);
  const all = (): ReadonlyArray<Look> => [...ended, ...running.values()];
  return {
    add: (child) => {
      const { pid } = child;
      if (pid === undefined) return;
      running.set(pid, NOTHING);
      child.once('exit', () => {
        ended.push(running.get(pid) ?? NOTHING);
        running.delete(pid);
      });
    },
    peakBytes: () => Math.max(0, ...all().map(({ peakBytes }) => peakBytes)),
    cpuMs: () => all().reduce((sum, { cpuMs }) => sum + cpuMs, 0),
    stop: () => clearInterval(timer),
  };
};
