import type { IncomingMessage, ServerResponse } from 'node:http';
import type { IncomingBytes } from '#gateway/http/endpoint.ts';
import { UPLOAD_SILENCE_MS, UPLOAD_WITHIN_MS } from '#gateway/limits/http.ts';

/** Error of a body that broke off, or that came too slowly. */
export class BodyBroken extends Error {
  override readonly name = 'BodyBroken';
}

const typeOf = (req: IncomingMessage): string | undefined =>
  req.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase() || undefined;

const announcedOf = (req: IncomingMessage): number | undefined => {
  const length = req.headers['content-length'];
  return length === undefined ? undefined : Number(length);
};

/** Reads the body in chunks. A sender that is silent, or too slow in all, is cut off. */
async function* chunksOf(req: IncomingMessage, res: ServerResponse): AsyncGenerator<Uint8Array> {
  if (req.headers.expect !== undefined) res.writeContinue();
  const cut = (): void => {
    req.destroy(new BodyBroken('the body came too slowly'));
  };
  const whole = setTimeout(cut, UPLOAD_WITHIN_MS);
  let silence: NodeJS.Timeout | undefined;
  const listen = (): void => {
    clearTimeout(silence);
    silence = setTimeout(cut, UPLOAD_SILENCE_MS);
  };
  try {
    listen();
    for await (const chunk of req.iterator({ destroyOnReturn: false })) {
      // The time in which the reader works is not the time of the sender.
      clearTimeout(silence);
      yield chunk as Buffer;
      listen();
    }
    if (!req.complete) throw new BodyBroken('the body broke off');
  } catch (error) {
    throw error instanceof BodyBroken ? error : new BodyBroken('the body broke off');
  } finally {
    clearTimeout(whole);
    clearTimeout(silence);
  }
}

export const incomingBytes = ({
  req,
  res,
}: {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
}): IncomingBytes => ({ source: chunksOf(req, res), announced: announcedOf(req), type: typeOf(req) });
