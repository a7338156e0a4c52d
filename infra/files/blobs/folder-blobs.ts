/**
 * Keeps blobs as files of a folder. A blob is written beside its place and renamed when it is whole and durable, so a
 * reader sees an older blob or the new one. The two last characters of the ULID name the folder of a blob, because they
 * are random; its first ones tell the time.
 */
import { randomBytes } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { type FileHandle, lstat, mkdir, open, opendir, realpath, rename, rm, stat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { FOLDER_IO_BYTES } from '../limits.ts';
import { BlobName, type Blobs, BlobsAway, BlobsFull, type StoredBlob } from './blobs.ts';
import { storingWith } from './storing.ts';

/** Folder of unfinished blobs. It lies below the root, because a rename works within one file system only. */
const UNFINISHED = 'unfinished';
const ULID_LENGTH = 26;
const FAN_OUT = /^[0-9A-HJKMNP-TV-Z]{2}$/;
const UNFINISHED_NAME = /^[\w-]{1,64}\.[0-9a-f]{16}$/;

/** Chunks of a source that are written with one call. Systems take no more at once. */
const CHUNKS_AT_ONCE = 1_024;

const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;
/** Bits that let other users write into a folder. */
const WRITABLE_BY_OTHERS = 0o022;

const { O_CREAT, O_DIRECTORY, O_EXCL, O_NOFOLLOW, O_RDONLY, O_WRONLY } = constants;

/** Codes of the system when a disk, a quota or a limit of sizes is reached. */
const FULL: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

/** Turns an error of the system into one of the port. */
const fault = (error: unknown): BlobsAway | BlobsFull => {
  if (error instanceof BlobsAway || error instanceof BlobsFull) return error;
  const code = codeOf(error);
  const why = code ?? (error instanceof Error ? error.message : String(error));
  return code !== undefined && FULL.has(code)
    ? new BlobsFull(`the folder of files has no space left (${why})`, { cause: error })
    : new BlobsAway(`the folder of files cannot be used (${why})`, { cause: error });
};

const storing = storingWith(fault);

const absent = (error: unknown): undefined => {
  if (codeOf(error) === 'ENOENT') return undefined;
  throw error;
};

const existing = (error: unknown): void => {
  if (codeOf(error) !== 'EEXIST') throw error;
};

/** Tells whether a folder is there. Refuses a symbolic link, which could lead anywhere. */
const realFolder = (path: string, found: Stats | undefined): boolean => {
  if (found === undefined) return false;
  if (!found.isDirectory()) throw new BlobsAway(`${path} must be a folder, and no link to one`);
  return true;
};

/** Makes the names in a folder durable. */
const syncFolder = async (path: string): Promise<void> => {
  const folder = await open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
};

/** Writes all bytes. The system may write fewer than it was given, as on a disk that is nearly full. */
const writeAll = async (file: FileHandle, chunks: ReadonlyArray<Uint8Array>): Promise<void> => {
  const total = chunks.reduce((sum, { length }) => sum + length, 0);
  const { bytesWritten } = await file.writev(chunks);
  if (bytesWritten === total) return;
  const bytes = Buffer.concat(chunks);
  for (let at = bytesWritten; at < total; ) at += (await file.write(bytes, at)).bytesWritten;
};

async function* readFrom(path: string): AsyncGenerator<Uint8Array> {
  const file = await storing(() => open(path, O_RDONLY | O_NOFOLLOW));
  try {
    for (;;) {
      const bytes = Buffer.allocUnsafe(FOLDER_IO_BYTES);
      const { bytesRead } = await storing(() => file.read(bytes, 0, bytes.length, null));
      if (bytesRead === 0) return;
      yield bytes.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

/** Opens a folder as a store, and makes it when it is absent. Rejects with BlobsAway or BlobsFull. */
export const openFolderBlobs = async (path: string): Promise<Blobs> => {
  const root = await storing(async () => {
    const made = await mkdir(path, { recursive: true, mode: FOLDER_MODE });
    const real = await realpath(path);
    await mkdir(join(real, UNFINISHED), { mode: FOLDER_MODE }).catch(existing);
    const highest = made === undefined ? real : await realpath(dirname(made));
    await syncFolder(real);
    // A crash could also take the folders above that were made for the root.
    for (let at = real; at !== highest && at !== dirname(at); ) {
      at = dirname(at);
      await syncFolder(at);
    }
    return real;
  });
  const unfinished = join(root, UNFINISHED);
  const folderOf = (name: BlobName): string => join(root, name.slice(ULID_LENGTH - 2, ULID_LENGTH));
  const placeOf = (name: BlobName): string => join(folderOf(name), name);

  /** Folders whose names this process has seen on the disk. */
  const durable = new Set<string>();
  /** Makes the folder of a blob. The root is synced, or a crash could take the folder with its blobs. */
  const makeFolder = async (folder: string): Promise<void> => {
    if (!durable.has(folder)) await mkdir(folder, { mode: FOLDER_MODE }).catch(existing);
    realFolder(folder, await lstat(folder));
    if (durable.has(folder)) return;
    // Another process may have made it a moment ago, and not synced the root yet.
    await syncFolder(root);
    durable.add(folder);
  };

  const newFile = (name: string) => {
    const at = join(unfinished, `${name}.${randomBytes(8).toString('hex')}`);
    return { at, opened: () => open(at, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, FILE_MODE) };
  };

  const writeSource = async (file: FileHandle, source: AsyncIterable<Uint8Array>): Promise<void> => {
    let waiting: Uint8Array[] = [];
    let bytes = 0;
    const flush = async (): Promise<void> => {
      if (bytes > 0) await storing(() => writeAll(file, waiting));
      waiting = [];
      bytes = 0;
    };
    for await (const chunk of source) {
      if (chunk.length === 0) continue;
      waiting.push(chunk);
      bytes += chunk.length;
      if (bytes >= FOLDER_IO_BYTES || waiting.length === CHUNKS_AT_ONCE) await flush();
    }
    await flush();
  };

  const put = async (name: BlobName, source: AsyncIterable<Uint8Array>): Promise<void> => {
    const { at, opened } = newFile(name);
    const file = await storing(opened);
    try {
      try {
        await writeSource(file, source);
        await storing(() => file.sync());
      } finally {
        await storing(() => file.close());
      }
      await storing(async () => {
        const folder = folderOf(name);
        await makeFolder(folder);
        await rename(at, placeOf(name));
        await syncFolder(folder);
      });
    } catch (error) {
      // A file that cannot be removed now is a leftover, and the sweep removes it.
      await unlink(at).catch(() => undefined);
      throw error;
    }
  };

  const isThere = async (name: BlobName): Promise<boolean> => {
    if (!realFolder(folderOf(name), await lstat(folderOf(name)).catch(absent))) return false;
    const found = await lstat(placeOf(name)).catch(absent);
    if (found !== undefined && !found.isFile()) throw new BlobsAway(`${placeOf(name)} must be a file, and no link`);
    return found !== undefined;
  };

  async function* namesIn(folder: string): AsyncGenerator<string> {
    const entries = await storing(() => opendir(folder).catch(absent));
    if (entries === undefined) return;
    try {
      for (;;) {
        const entry = await storing(() => entries.read());
        if (entry === null) return;
        yield entry.name;
      }
    } finally {
      await entries.close();
    }
  }

  async function* list(): AsyncGenerator<StoredBlob> {
    for await (const folder of namesIn(root)) {
      const at = join(root, folder);
      if (!FAN_OUT.test(folder) || !(await storing(async () => realFolder(at, await lstat(at).catch(absent)))))
        continue;
      for await (const name of namesIn(at)) {
        if (!BlobName.is(name) || folderOf(name) !== at) continue;
        const found = await storing(() => lstat(join(at, name)).catch(absent));
        if (found?.isFile() === true) yield { name, changedAt: found.mtime };
      }
    }
  }

  const tidy = async (before: Date): Promise<number> => {
    let removed = 0;
    for await (const name of namesIn(unfinished)) {
      if (!UNFINISHED_NAME.test(name)) continue;
      const at = join(unfinished, name);
      await storing(async () => {
        const found = await lstat(at).catch(absent);
        if (found === undefined || found.mtime >= before) return;
        await rm(at, { force: true });
        removed += 1;
      });
    }
    return removed;
  };

  const check = (): Promise<void> =>
    storing(async () => {
      const { mode } = await stat(root);
      if ((mode & WRITABLE_BY_OTHERS) !== 0)
        throw new BlobsAway(`other users may write into ${root}; take that right from them with chmod go-w`);
      const { at, opened } = newFile('check');
      const file = await opened();
      try {
        const bytes = randomBytes(32);
        await writeAll(file, [bytes]);
        await file.sync();
        const read: Buffer[] = [];
        for await (const chunk of readFrom(at)) read.push(Buffer.from(chunk));
        if (!Buffer.concat(read).equals(bytes)) throw new BlobsAway(`${root} does not return what was written`);
      } finally {
        await file.close();
        await rm(at, { force: true });
      }
    });

  return {
    put,
    open: (name) => storing(async () => ((await isThere(name)) ? readFrom(placeOf(name)) : undefined)),
    remove: (name) =>
      storing(async () => {
        if (await isThere(name)) await unlink(placeOf(name)).catch(absent);
      }),
    list,
    tidy,
    check,
    close: async () => undefined,
  };
};
