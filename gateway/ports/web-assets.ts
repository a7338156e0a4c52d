/** The built web client, whole in memory: it is small, and a request then costs no disk. */
export type Encoding = 'identity' | 'br' | 'gzip';
export type WebAsset = {
  readonly contentType: string;
  /** Its name carries the hash of its bytes, so a browser may keep it for ever. */
  readonly immutable: boolean;
  readonly bytes: { readonly identity: Buffer } & { readonly [E in Encoding]?: Buffer };
};
/** By path from the root, as `/assets/app-1a2b.js`; the page itself is `/index.html`. */
export type WebAssets = { readonly find: (path: string) => WebAsset | undefined };
