/** Speaks HTTP over a bare socket, for requests that no client library would send. */
import { connect } from 'node:net';

export type RawAnswer = {
  /** Everything that the server sent until the connection ended. */
  readonly text: string;
  readonly status: number;
  /** Bytes that the socket took, also the ones that the server never read. */
  readonly sentBytes: number;
};

/**
 * Sends the pieces one after the other, each once the socket has taken the one before. Resolves when the connection is
 * over. A piece is made anew for each turn, so a body may be longer than memory.
 */
export const speak = (port: number, pieces: Iterable<string | Buffer>): Promise<RawAnswer> =>
  new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const waiting = pieces[Symbol.iterator]();
    const socket = connect(port, '127.0.0.1');
    const send = (): void => {
      const next = waiting.next();
      if (next.done !== true && !socket.destroyed && socket.writable) socket.write(next.value, send);
    };
    socket.on('connect', send);
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    // The server may cut the connection while it is written to.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      const text = Buffer.concat(chunks).toString('utf8');
      resolve({ text, status: Number(/^HTTP\/1\.1 (\d+) /.exec(text)?.[1]), sentBytes: socket.bytesWritten });
    });
  });

/** Writes the head of a request. */
export const head = (line: string, headers: Readonly<Record<string, string | number>>): string =>
  `${line} HTTP/1.1\r\n${Object.entries({ Host: 'x', ...headers })
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')}\r\n`;

/** Makes pieces of a body that has `bytes` bytes. */
export function* bodyOf(bytes: number, piece: Buffer): Generator<Buffer> {
  for (let left = bytes; left > 0; left -= piece.length) yield piece.subarray(0, Math.min(left, piece.length));
}

/** Writes pieces as chunks of a body without a length, and leaves out the last chunk. */
export function* chunked(pieces: Iterable<Buffer>): Generator<Buffer> {
  for (const piece of pieces) yield Buffer.concat([Buffer.from(`${piece.length.toString(16)}\r\n`), piece, CRLF]);
}
const CRLF = Buffer.from('\r\n');
