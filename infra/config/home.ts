import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** FILAMENT_HOME cannot be used. Only the operator can mend that. */
export class HomeUnfit extends Error {
  override readonly name = 'HomeUnfit';
}

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined);

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );

/**
 * Makes a folder and the missing ones above it. Node's own recursive `mkdir` never ends in a file system that takes no
 * folders, such as /proc.
 */
export const makeFolder = async (path: string, mode: number): Promise<void> => {
  try {
    await mkdir(path, { mode });
  } catch (error) {
    if (codeOf(error) === 'EEXIST' && (await isFolder(path))) return;
    const above = dirname(path);
    if (codeOf(error) !== 'ENOENT' || above === path || (await isFolder(above))) throw error;
    await makeFolder(above, mode);
    await mkdir(path, { mode });
  }
};

/**
 * Makes the home if it is missing.
 * @throws HomeUnfit when that is not possible.
 */
export const makeHome = async (home: string): Promise<void> => {
  try {
    await makeFolder(home, 0o700);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new HomeUnfit(
      `Filament cannot keep its files in ${home} (${why}). ` +
        'Set FILAMENT_HOME to a folder on a disk that this user may write to.',
    );
  }
};
