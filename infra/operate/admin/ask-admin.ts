/** The CLI's side of the running server's door, `admin-socket.ts`. */
import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { adminSocketPath } from './socket-path.ts';

/** No server listens there: it does not run, or it was killed. */
export class NobodyListens extends Error {
  override readonly name = 'NobodyListens';
}

/** It is of another release. */
export class UnknownTask extends Error {
  override readonly name = 'UnknownTask';
}

/** It was there, and is not any more: it was stopped or killed in the middle. */
export class ServerLeft extends Error {
  override readonly name = 'ServerLeft';
}

const NOBODY: ReadonlySet<unknown> = new Set(['ENOENT', 'ECONNREFUSED']);
const isNobody = (error: unknown): boolean => error instanceof Error && 'code' in error && NOBODY.has(error.code);

const connected = async (asked: ClientRequest): Promise<void> => {
  try {
    const [socket] = await once(asked, 'socket');
    if (socket.connecting) await once(socket, 'connect');
  } catch (error) {
    throw isNobody(error) ? new NobodyListens('no server is running') : error;
  }
};

async function* linesOf(answer: IncomingMessage): AsyncGenerator<unknown> {
  answer.setEncoding('utf8');
  let open = '';
  for await (const chunk of answer) {
    const lines = `${open}${chunk}`.split('\n');
    open = lines.pop() ?? '';
    for (const line of lines) yield JSON.parse(line);
  }
}

/**
 * Lines of the answer, as they are written. Rejects with `NobodyListens` before any of `body` was read, and with
 * `ServerLeft` when the answer breaks off.
 */
export async function* askAdmin(
  home: string,
  task: string,
  params: Readonly<Record<string, string>>,
  body: () => AsyncIterable<Buffer>,
): AsyncGenerator<unknown> {
  const path = `${task}?${new URLSearchParams(params)}`;
  const asked = request({ socketPath: adminSocketPath(home), method: 'POST', path, agent: false });
  // Whoever waits for the request is told what broke; it also breaks when nobody waits.
  asked.on('error', () => undefined);
  try {
    await connected(asked);
    // What stops the sending shows in the answer: the server says why, or is gone.
    pipeline(body(), asked).catch(() => undefined);
    const [answer]: IncomingMessage[] = await once(asked, 'response');
    if (answer?.statusCode !== 200) throw new UnknownTask(`the server does not know the task ${task}`);
    yield* linesOf(answer);
  } catch (error) {
    if (error instanceof NobodyListens || error instanceof UnknownTask) throw error;
    throw new ServerLeft(error instanceof Error ? error.message : String(error));
  } finally {
    asked.destroy();
  }
}
