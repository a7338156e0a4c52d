/**
 * Lets the operator's CLI talk to the running server: HTTP over a socket that only the server's own user can open. It
 * asks for no credential, because that user can read the database's password in the same folder.
 */
import { chmod, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { dirname } from 'node:path';
import { finished } from 'node:stream/promises';
import { makeFolder } from '#infra/config/home.ts';
import { adminSocketPath } from './socket-path.ts';

/** One task that the operator may ask of the running server. It writes lines of JSON until it is done. */
export type AdminTask = (asked: {
  readonly params: URLSearchParams;
  readonly body: AsyncIterable<Buffer>;
  readonly signal: AbortSignal;
  readonly write: (line: object) => void;
}) => Promise<void>;

const serve = async (
  tasks: Readonly<Record<string, AdminTask>>,
  asked: IncomingMessage,
  answer: ServerResponse,
): Promise<void> => {
  const url = new URL(asked.url ?? '/', 'http://admin');
  const task = asked.method === 'POST' && Object.hasOwn(tasks, url.pathname) ? tasks[url.pathname] : undefined;
  if (task === undefined) {
    answer.writeHead(404).end();
    return;
  }
  const left = new AbortController();
  answer.once('close', () => left.abort());
  answer.writeHead(200, { 'content-type': 'application/x-ndjson' });
  const write = (line: object): void => {
    answer.write(`${JSON.stringify(line)}\n`);
  };
  try {
    await task({ params: url.searchParams, body: asked, signal: left.signal, write });
  } catch (error) {
    write({ failure: error instanceof Error ? error.message : String(error) });
  }
  // A refused task may leave its body unread. The body is read to the end, because closing the connection early could
  // lose the answer.
  asked.resume();
  await finished(asked).catch(() => undefined);
  answer.end();
};

export type AdminSocket = { readonly path: string; readonly close: () => Promise<void> };

/**
 * Opens the socket. Only the holder of the writer's lock may call this, so a socket file that exists belongs to a dead
 * server.
 */
export const openAdminSocket = async (
  home: string,
  tasks: Readonly<Record<string, AdminTask>>,
): Promise<AdminSocket> => {
  const path = adminSocketPath(home);
  await makeFolder(dirname(path), 0o700);
  await chmod(dirname(path), 0o700);
  await rm(path, { force: true });
  const server = createServer((asked, answer) => void serve(tasks, asked, answer));
  // An import may take any time, and its caller is the operator.
  server.requestTimeout = 0;
  await new Promise<void>((listening, failed) => {
    server.once('error', failed);
    server.listen(path, () => listening());
  });
  await chmod(path, 0o600);
  return {
    path,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
};
