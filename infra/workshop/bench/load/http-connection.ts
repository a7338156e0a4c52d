import { connect } from 'node:net';

/**
 * One keep-alive connection that sends one request at a time. It does as little work as possible, so that the server's
 * work is measured.
 */
export type HttpConnection = {
  /**
   * Sends a whole request.
   * @param request head and body.
   * @returns the status.
   */
  readonly ask: (request: string) => Promise<number>;
  readonly close: () => void;
};

const HEAD_END = Buffer.from('\r\n\r\n');
const LENGTH = /\r\ncontent-length: (\d+)/i;

export const httpConnection = (port: number): Promise<HttpConnection> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let answered: { readonly resolve: (status: number) => void; readonly reject: (error: Error) => void } | undefined;
    let rest: Buffer | undefined;
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => {
      const bytes = rest === undefined ? chunk : Buffer.concat([rest, chunk]);
      const end = bytes.indexOf(HEAD_END);
      const head = end < 0 ? '' : bytes.toString('latin1', 0, end);
      const length = Number(LENGTH.exec(head)?.[1] ?? 0);
      if (end < 0 || bytes.length < end + HEAD_END.length + length) {
        rest = bytes;
        return;
      }
      rest = undefined;
      answered?.resolve(Number(head.slice('HTTP/1.1 '.length, 'HTTP/1.1 200'.length)));
    });
    socket.on('error', (error) => {
      reject(error);
      answered?.reject(error);
    });
    socket.on('close', () => answered?.reject(new Error('the server closed the connection')));
    socket.once('connect', () =>
      resolve({
        ask: (request) =>
          new Promise((resolveAnswer, rejectAnswer) => {
            answered = { resolve: resolveAnswer, reject: rejectAnswer };
            socket.write(request);
          }),
        close: () => {
          answered = undefined;
          socket.destroy();
        },
      }),
    );
  });
