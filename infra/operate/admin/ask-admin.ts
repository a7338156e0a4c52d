/** The CLI's side of `admin-socket.ts`. */
import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { adminSocketPath } from './socket-path.ts';

/** No server listens at the socket. None is running, or it was killed. */
export class NoServerRuns extends Error {
  override readonly name = 'NoServerRuns';
}

/** The running server does not know the task, because it is of another version. */
export class UnknownTask extends Error {
  override readonly name = 'UnknownTask';
}

/** The server was stopped or killed before it finished its answer. */
export class ServerGone extends Error {
  override readonly name = 'ServerGone';
}

const NOT_LISTENING: ReadonlySet<unknown> = new Set(['ENOENT', 'ECONNREFUSED']);
const isNotListening = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && NOT_LISTENING.has(error.code);

const connected = async (asked: ClientRequest): Promise<void> => {
  try {
    const [socket] = await once(asked, 'socket');
    if (socket.connecting) await once(socket, 'connect');
  } catch (error) {
    throw isNotListening(error) ? new NoServerRuns('no server is running') : error;
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
 * Yields the lines of the answer as they arrive. Rejects with `NoServerRuns` before any of `body` is read, and with
 * `ServerGone` when the answer breaks off.
 */
export async function* askAdmin(
  home: string,
  task: string,
  params: Readonly<Record<string, string>>,
  body: () => AsyncIterable<Buffer>,
): AsyncGenerator<unknown> {
  const path = `${task}?${new URLSearchParams(params)}`;
  const asked = request({ socketPath: adminSocketPath(home), method: 'POST', path, agent: false });
  // The awaited calls below report the error. It may also occur while none of them waits.
  asked.on('error', () => undefined);
  try {
    await connected(asked);
    // A failure to send shows in the answer: the server gives the reason, or is gone.
    pipeline(body(), asked).catch(() => undefined);
    const [answer]: IncomingMessage[] = await once(asked, 'response');
    if (answer?.statusCode !== 200) throw new UnknownTask(`the server does not know the task ${task}`);
    yield* linesOf(answer);
  } catch (error) {
    if (error instanceof NoServerRuns || error instanceof UnknownTask) throw error;
    throw new ServerGone(error instanceof Error ? error.message : String(error));
  } finally {
    asked.destroy();
  }
}
