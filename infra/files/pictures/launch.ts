import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { KIB, SECOND_MS } from '#domain/kernel/units.ts';
import { PICTURE_WITHIN_MS, type PictureBounds } from './bounds.ts';

/** Child that has its file on stdin and gives its answer on stdout. */
export type PictureChild = ChildProcessByStdio<Writable, Readable, null>;

const PROGRAM = join(import.meta.dirname, 'picture-child.js');
/**
 * Flags of V8. Without a compiler the process reserves 40 MB instead of 600, so that a bound of the data segment is a
 * bound of real memory. It also has no page that can be both written and run.
 */
const FLAGS = ['--jitless', '--v8-pool-size=0', '--max-old-space-size=64', '--max-semi-space-size=4'];
/** Seconds of the processor. They end a child that outlives its parent. */
const CPU_SECS = (3 * PICTURE_WITHIN_MS) / SECOND_MS;
/**
 * Bounds of the kernel, set by a shell before it becomes the child: no core file, no byte into any file, few open files,
 * small stacks, a time on the processor, and the data segment. `-v` would not do: Node reserves more addresses than it
 * ever uses. The first line lets a machine without memory end this child before the server.
 */
const BOUNDED = [
  '{ echo 1000 > /proc/self/oom_score_adj; } 2> /dev/null',
  'ulimit -c 0; ulimit -f 0; ulimit -n 64; ulimit -s 2048',
  'ulimit -t "$1" && ulimit -d "$2" || exit 70',
  'shift 2',
  'exec "$@"',
].join('\n');

/**
 * Starts a child for one picture. It gets nothing of the environment and no other file. On Linux the kernel bounds it,
 * elsewhere its own look at its memory does.
 */
export const launchPictureChild = (
  bounds: PictureBounds,
  wants: { readonly original: boolean },
  platform: NodeJS.Platform = process.platform,
): PictureChild => {
  const program = [process.execPath, ...FLAGS, PROGRAM, JSON.stringify({ ...bounds, ...wants })];
  const limited = [
    '-c',
    BOUNDED,
    'picture',
    String(CPU_SECS),
    String(Math.floor(bounds.memoryBytes / KIB)),
    ...program,
  ];
  const [command = '', ...args] = platform === 'linux' ? ['/bin/sh', ...limited] : program;
  return spawn(command, args, {
    cwd: import.meta.dirname,
    env: { UV_THREADPOOL_SIZE: '2', VIPS_BLOCK_UNTRUSTED: '1' },
    stdio: ['pipe', 'pipe', 'ignore'],
    windowsHide: true,
  });
};
