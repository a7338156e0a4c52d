/** What cryptography needs of the vault. Secrets are 32 bytes. Everything rejects when the vault is away. */

export type ContentKey = { readonly id: number; readonly secret: Uint8Array };

/** One key for each sealed text. */
export type ContentKeys = {
  /** Keys that nobody used before; they are durable already. */
  readonly fresh: (count: number) => Promise<ReadonlyArray<ContentKey>>;
  /** Those of `ids` that exist. */
  readonly load: (ids: ReadonlySet<number>) => Promise<ReadonlyMap<number, Uint8Array>>;
  readonly destroy: (ids: ReadonlySet<number>) => Promise<void>;
};

/** One key for each user. */
export type UserKeys = {
  /** Makes those that were never there. A user whose key was destroyed has none, and gets none. */
  readonly forSealing: (users: ReadonlySet<string>) => Promise<ReadonlyMap<string, Uint8Array>>;
  readonly load: (users: ReadonlySet<string>) => Promise<ReadonlyMap<string, Uint8Array>>;
  readonly destroy: (user: string) => Promise<void>;
};

/** Secrets of the server itself. They live as long as the log. */
export const SERVER_KEY_PURPOSES = [
  'access-token',
  'sealed-token',
  'keyed-hash',
  'id-derivation',
  'refresh-successor',
] as const;
export type ServerKeyPurpose = (typeof SERVER_KEY_PURPOSES)[number];
/** Made when it is first asked for, by whoever asks first and may make it. */
export type ServerKeys = { readonly of: (purpose: ServerKeyPurpose) => Promise<Uint8Array> };
