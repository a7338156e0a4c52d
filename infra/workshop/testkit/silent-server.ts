/** A server that accepts connections and never says a word. TLS does not get past its first message either. */
import { createServer, type Socket } from 'node:net';
import { closedOnce } from './left-open.ts';

export type SilentServer = {
  readonly port: number;
  /** Connections that were accepted so far. */
  readonly accepted: () => number;
  readonly close: () => Promise<void>;
};

export const openSilentServer = async (): Promise<SilentServer> => {
  const sockets = new Set<Socket>();
  let accepted = 0;
  const server = createServer((socket) => {
    accepted += 1;
    sockets.add(socket);
    // It takes all bytes and drops them, so that it notices a caller who leaves.
    socket.resume();
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    accepted: () => accepted,
    close: closedOnce(async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    }),
  };
};
