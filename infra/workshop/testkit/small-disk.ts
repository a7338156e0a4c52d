/** Mounts a file system of a few megabytes, which a test can fill. */
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { closedOnce } from './left-open.ts';

export type SmallDisk = { readonly path: string; readonly close: () => Promise<void> };

const asRoot = (program: string, args: ReadonlyArray<string>): boolean => {
  const [first, ...rest] = userInfo().uid === 0 ? [program, ...args] : ['sudo', '-n', program, ...args];
  return spawnSync(first ?? program, rest, { stdio: 'ignore' }).status === 0;
};

/** Undefined where this user may mount nothing. */
export const mountSmallDisk = async (megabytes: number): Promise<SmallDisk | undefined> => {
  const path = await mkdtemp(join(tmpdir(), 'filament-small-disk-'));
  const options = `size=${megabytes}m,mode=0700,uid=${userInfo().uid}`;
  if (process.platform === 'linux' && asRoot('mount', ['-t', 'tmpfs', '-o', options, 'none', path]))
    return {
      path,
      close: closedOnce(async () => {
        asRoot('umount', ['-l', path]);
        await rm(path, { recursive: true, force: true });
      }),
    };
  await rm(path, { recursive: true, force: true });
  return undefined;
};
