/** Compresses bytes away from the event loop, in each encoding that the server makes. */
import type { Encoding } from '#gateway/ports/web-assets.ts';

export type Compressions = { readonly [E in Exclude<Encoding, 'identity'>]: (bytes: Buffer) => Promise<Buffer> };
