/**
 * A connection between a client and its database that a test can cut. The worst moment is after the request and before
 * the answer.
 */
import { connect, createServer, type Socket } from 'node:net';
import { Client, type ClientConfig } from 'pg';

export type CuttingProxy = {
  readonly connection: ClientConfig;
  /** The same connection as a URL. */
  readonly url: string;
  /** From now on requests pass and answers are lost. */
  readonly muffle: () => void;
  /** From now on nothing passes in either direction, and no connection is closed. */
  readonly silence: () => void;
  /** From now on so many pieces of requests pass, over all connections. The next one cuts its connection instead. */
  readonly passOnly: (pieces: number) => void;
  /** Closes every connection. New connections pass everything again. */
  readonly cut: () => void;
  readonly close: () => Promise<void>;
};

export const openCuttingProxy = async (url: string): Promise<CuttingProxy> => {
  // This client never connects. It only reads the URL.
  const { host, port, user, password, database } = new Client({ connectionString: url });
  const pairs = new Set<readonly [Socket, Socket]>();
  let muffled = false;
  let silent = false;
  let left = Number.POSITIVE_INFINITY;
  const target = (): Socket => (host.startsWith('/') ? connect(`${host}/.s.PGSQL.${port}`) : connect(port, host));
  const server = createServer((near) => {
    const far = target();
    const pair = [near, far] as const;
    pairs.add(pair);
    near.on('data', (bytes) => {
      left -= 1;
      if (left === -1) near.destroy();
      else far.write(bytes);
    });
    far.on('data', (bytes) => {
      if (!muffled) near.write(bytes);
    });
    if (silent) for (const socket of pair) socket.pause();
    for (const [one, other] of [pair, [far, near] as const]) {
      one.on('error', () => other.destroy());
      one.on('close', () => {
        other.destroy();
        pairs.delete(pair);
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const listening = typeof address === 'object' && address !== null ? address.port : 0;
  const cut = (): void => {
    muffled = false;
    silent = false;
    left = Number.POSITIVE_INFINITY;
    for (const [near, far] of pairs) {
      near.destroy();
      far.destroy();
    }
  };
  const near = new URL(url);
  near.host = `127.0.0.1:${listening}`;
  return {
    url: near.href,
    connection: {
      host: '127.0.0.1',
      port: listening,
      ...(user === undefined ? {} : { user }),
      ...(password === undefined || password === null ? {} : { password }),
      ...(database === undefined ? {} : { database }),
    },
    muffle: () => {
      muffled = true;
    },
    silence: () => {
      silent = true;
      for (const pair of pairs) for (const socket of pair) socket.pause();
    },
    passOnly: (pieces) => {
      left = pieces;
    },
    cut,
    close: () => {
      cut();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
};
