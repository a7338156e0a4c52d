/** The keys room's ports to the vault. Secrets are 32 bytes. Every function rejects when the vault is away. */

export type ContentKey = { readonly id: number; readonly secret: Uint8Array };

/** Keys of sealed texts, one for each text. */
export type ContentKeys = {
  /** Returns keys that were never used. They are already durable. */
  readonly fresh: (count: number) => Promise<ReadonlyArray<ContentKey>>;
  /** Loads the keys of `ids` that exist. */
  readonly load: (ids: ReadonlySet<number>) => Promise<ReadonlyMap<number, Uint8Array>>;
  readonly destroy: (ids: ReadonlySet<number>) => Promise<void>;
};

/** Keys of users, one for each user. */
export type UserKeys = {
  /** Returns the users' keys and creates the ones that never existed. A user whose key was destroyed gets none. */
  readonly forSealing: (users: ReadonlySet<string>) => Promise<ReadonlyMap<string, Uint8Array>>;
  readonly load: (users: ReadonlySet<string>) => Promise<ReadonlyMap<string, Uint8Array>>;
  readonly destroy: (user: string) => Promise<void>;
};

/** Purposes of the server's own secrets. The secrets live as long as the log. */
export const SERVER_KEY_PURPOSES = [
  'access-token',
  'sealed-token',
  'keyed-hash',
  'id-derivation',
  'refresh-successor',
] as const;
export type ServerKeyPurpose = (typeof SERVER_KEY_PURPOSES)[number];
/** The server's own secrets. Each is created at its first request, by a process that may create it. */
export type ServerKeys = { readonly of: (purpose: ServerKeyPurpose) => Promise<Uint8Array> };

/** Cost of a password hash by argon2id. `memoryCost` is in KiB, and `timeCost` counts passes over it. */
export type PasswordCost = { readonly memoryCost: number; readonly timeCost: number; readonly parallelism: number };

/** Costs of the password hashes of one server. */
export type PasswordCosts = {
  /** Answers the cost of new hashes. Undefined before the first start. */
  readonly current: () => Promise<PasswordCost | undefined>;
  /** Fixes the cost of new hashes, unless it is fixed. Answers the cost that is fixed, so that all processes agree. */
  readonly fix: (cost: PasswordCost) => Promise<PasswordCost>;
  readonly change: (cost: PasswordCost) => Promise<void>;
  /** Counts the stored hashes by their cost, the most frequent first. A hash that cannot be read is left out. */
  readonly counts: () => Promise<ReadonlyArray<{ readonly cost: PasswordCost; readonly hashes: number }>>;
};

/** Numbers of content keys. A vault that was restored from an older backup has given out fewer than the log names. */
export type KeyNumbers = {
  /** Number of the newest content key. 0 when none was made. */
  readonly newest: () => Promise<number>;
  /** Leaves all numbers up to this one unused. A number that is in use already changes nothing. */
  readonly skipTo: (id: number) => Promise<void>;
  /**
   * Destroys the keys of users who have none, so that no second key is made for what the first one sealed.
   * @returns the number of these users.
   */
  readonly closeUsers: (users: ReadonlyArray<string>) => Promise<number>;
};

/** Token families of sessions, in the order of the ids of their sessions. */
export type TokenFamilies = {
  /** Lists families that were started before a time, after a session. */
  readonly startedBefore: (
    at: Date,
    after: string,
    limit: number,
  ) => Promise<ReadonlyArray<{ readonly sessionId: string; readonly userId: string }>>;
};

/** Kind of removals: by authors, whose texts are due at once, and by others, whose removals can be undone. */
export type ErasureKind = 'authors' | 'others';

/** Progress of the erasure over one log: the position of the last removal whose keys are destroyed. */
export type ErasureProgress = {
  readonly through: (kind: ErasureKind) => Promise<bigint>;
  /** Notes a position. An earlier position than the known one changes nothing. */
  readonly reached: (kind: ErasureKind, position: bigint) => Promise<void>;
};
