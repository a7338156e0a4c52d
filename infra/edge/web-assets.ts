/** Reads the built web client into memory, with the compressed copies that the build left beside the files. */
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import type { WebAsset, WebAssets } from '#gateway/ports/web-assets.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};
/** Path of a hashed file, as `app-1a2b3c4d.js`. The build ends the name with a hash of the bytes. */
const HASHED = /^\/assets\/.+-[\w-]{8,}\.\w+$/;

const readIfThere = async (path: string): Promise<Buffer | undefined> => {
  try {
    return await readFile(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
};

const readAsset = async (file: string, path: string): Promise<WebAsset> => {
  const [identity, br, gzip] = [await readFile(file), await readIfThere(`${file}.br`), await readIfThere(`${file}.gz`)];
  return {
    contentType: TYPES[extname(file)] ?? 'application/octet-stream',
    immutable: HASHED.test(path),
    bytes: { identity, ...(br === undefined ? {} : { br }), ...(gzip === undefined ? {} : { gzip }) },
  };
};

const filesIn = async (folder: string): Promise<ReadonlyArray<string>> => {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
};

/** Reads every file of the folder. A missing folder has no assets, and the API works without a web client. */
export const readWebAssets = async (folder: string): Promise<WebAssets> => {
  const assets = new Map<string, WebAsset>();
  for (const file of await filesIn(folder)) {
    if (/(^|\/)\.|\.(br|gz|map)$/.test(relative(folder, file))) continue;
    const path = `/${relative(folder, file).split(sep).join('/')}`;
    assets.set(path, await readAsset(file, path));
  }
  return { find: (path) => assets.get(path) };
};
