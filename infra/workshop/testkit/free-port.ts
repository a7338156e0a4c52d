import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below those that a system hands out by itself, which it may do with one that is free between two starts of a server. */
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

/** A port that was free a moment ago, and that nobody takes who does not ask for it by its number. */
export const freePort = async (): Promise<number> => {
  for (;;) {
    const port = LOWEST + Math.floor(Math.random() * (ABOVE - LOWEST));
    if (await isFree(port)) return port;
  }
};
