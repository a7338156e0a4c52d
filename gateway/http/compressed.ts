/** Compresses the body of an answer. Only an answer whose endpoint says so comes here (decision 0033). */
import { encodingFor } from '#gateway/http/encodings.ts';
import { COMPRESSED_FROM_BYTES, COMPRESSIONS_AT_ONCE_MAX } from '#gateway/limits/http.ts';
import type { Compressions } from '#gateway/ports/compressions.ts';
import type { Encoding } from '#gateway/ports/web-assets.ts';

/** Body as it is sent, and the encoding that its header names. */
export type EncodedBody = { readonly encoding: Encoding; readonly bytes: Buffer };

/** Makes the compressor of one server. It leaves a short body alone, and any body while too many are under way. */
export const compressor = (compressions: Compressions) => {
  let underWay = 0;
  return async (body: string, acceptEncoding: string): Promise<EncodedBody> => {
    const bytes = Buffer.from(body);
    const encoding = encodingFor(acceptEncoding);
    if (encoding === 'identity' || bytes.length < COMPRESSED_FROM_BYTES || underWay >= COMPRESSIONS_AT_ONCE_MAX) {
      return { encoding: 'identity', bytes };
    }
    underWay += 1;
    try {
      return { encoding, bytes: await compressions[encoding](bytes) };
    } finally {
      underWay -= 1;
    }
  };
};
