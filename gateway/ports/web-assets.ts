/** Files of the built web client. They stand in memory, because they are small and a request then reads no disk. */
export type Encoding = 'identity' | 'br' | 'gzip';
export type WebAsset = {
  readonly contentType: string;
  /** True when the file's name carries the hash of its bytes, so that a browser may keep it for ever. */
  readonly immutable: boolean;
  readonly bytes: { readonly identity: Buffer } & { readonly [E in Encoding]?: Buffer };
};
/** Finds a file by its path from the root, such as `/assets/app-1a2b.js`. The page is `/index.html`. */
export type WebAssets = { readonly find: (path: string) => WebAsset | undefined };
