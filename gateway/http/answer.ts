/** Ends every answer of the HTTP server, also one that is given before the request's body was read. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { hasBody } from '#gateway/http/middleware/body.ts';
import { UNREAD_BODY_BYTES_MAX, UNREAD_BODY_WITHIN_MS } from '#gateway/limits/http.ts';

/** Headers as names and values in turn, the form that costs Node the least. */
export type Headers = ReadonlyArray<string>;

type Exchange = { readonly req: IncomingMessage; readonly res: ServerResponse };

const NO_CONTENT = 204;

/**
 * Says whether a client asks first and still waits to send its body. It may send the body after the answer or not, so
 * nothing can follow on the same connection.
 */
const asksFirst = (req: IncomingMessage): boolean => !req.complete && req.headers.expect !== undefined;

/** Says whether the rest of the body may be more than the server takes after its answer. */
const leavesTooMuch = (req: IncomingMessage): boolean => {
  if (req.complete || !hasBody(req)) return false;
  const announced = req.headers['content-length'];
  return announced === undefined || Number(announced) > UNREAD_BODY_BYTES_MAX;
};

/** Takes a bounded rest of the body, and then ends the answer and the connection. */
const linger = ({ req, res }: Exchange): void => {
  let left = UNREAD_BODY_BYTES_MAX;
  const over = (): void => {
    clearTimeout(deadline);
    req.off('data', take).off('end', over).off('close', over).pause();
    res.end();
  };
  const take = (chunk: Buffer): void => {
    left -= chunk.length;
    if (left <= 0) over();
  };
  const deadline = setTimeout(over, UNREAD_BODY_WITHIN_MS);
  req.on('data', take).once('end', over).once('close', over).resume();
};

/**
 * Sends an answer whole. A long body that was not read would otherwise be taken to its end by Node, so after such an
 * answer the connection is closed.
 */
export const answer = (
  { req, res }: Exchange,
  status: number,
  headers: Headers,
  body: string | Buffer | undefined,
): void => {
  const length = status === NO_CONTENT ? [] : ['Content-Length', String(Buffer.byteLength(body ?? ''))];
  const asks = asksFirst(req);
  const lingers = !asks && leavesTooMuch(req);
  res.writeHead(status, [...headers, ...length, ...(asks || lingers ? ['Connection', 'close'] : [])]);
  if (!lingers) {
    res.end(body);
    return;
  }
  if (body === undefined) res.flushHeaders();
  else res.write(body);
  linger({ req, res });
};
