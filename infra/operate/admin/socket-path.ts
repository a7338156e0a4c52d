import { join, resolve } from 'node:path';

/** Longest path of a socket in bytes. `sun_path` holds 104 bytes on macOS and 108 on Linux, with a NUL at the end. */
const SOCKET_PATH_BYTES_MAX = 103;

export class SocketPathTooLong extends Error {
  override readonly name = 'SocketPathTooLong';
}

export const adminSocketPath = (home: string): string => {
  const path = join(resolve(home), 'run', 'admin.sock');
  if (Buffer.byteLength(path) <= SOCKET_PATH_BYTES_MAX) return path;
  throw new SocketPathTooLong(`${path} is too long for a socket: choose a shorter FILAMENT_HOME`);
};
