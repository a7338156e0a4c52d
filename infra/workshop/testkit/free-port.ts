import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * First port of the range. The range lies below the ports that a system assigns by itself, so a port stays free between
 * two starts of a server.
 */
const LOWEST = 15_000;
const ABOVE = 32_000;

const isFree = async (port: number): Promise<boolean> => {
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch {
    return false;
  }
  server.close();
  await once(server, 'close');
  return true;
};

/** Ports that this process was given. None is given twice, because its first owner may not listen yet. */
const given = new Set<number>();

/** Returns a port that was free a moment ago. Only a program that names it can take it. */
export const freePort = async (): Promise<number> => {
  for (;;) {
    if (given.size === ABOVE - LOWEST) given.clear();
    const port = LOWEST + Math.floor(Math.random() * (ABOVE - LOWEST));
    if (given.has(port)) continue;
    given.add(port);
    if (await isFree(port)) return port;
  }
};
