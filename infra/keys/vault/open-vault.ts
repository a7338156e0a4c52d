import { type ClientBase, Pool, type PoolConfig } from 'pg';
import type { CredentialVault } from '#commands/ports/credential-vault.ts';
import type { KeyedHasher } from '#commands/ports/keyed-hasher.ts';
import type { PostingPace } from '#commands/ports/posting-pace.ts';
import type { LoginPlaces } from '#gateway/ports/login-places.ts';
import type { ListeningTerms } from '#infra/database/listening-connection.ts';
import { assertMade, type MigrationPlan, migrate, migrationsAt } from '#infra/database/migrations.ts';
import type {
  ContentKeys,
  ErasureProgress,
  KeyNumbers,
  PasswordCosts,
  ServerKeys,
  TokenFamilies,
  UserKeys,
} from '#infra/keys/ports/key-vault.ts';
import { createContentKeys } from './content-keys.ts';
import { createCredentialVault } from './credential-vault.ts';
import { listenForDestruction } from './destruction.ts';
import { createErasureProgress } from './erasure-progress.ts';
import { createKeyNumbers } from './key-numbers.ts';
import { createLoginPlaces } from './login-places.ts';
import { createPasswordCosts } from './password-costs.ts';
import { createPostingPace } from './posting-pace.ts';
import { createServerKeys, storedServerKeys } from './server-keys.ts';
import { createTokenFamilies } from './token-families.ts';
import { createUserKeys } from './user-keys.ts';

export type Vault = {
  readonly contentKeys: ContentKeys;
  readonly userKeys: UserKeys;
  readonly serverKeys: ServerKeys;
  readonly credentials: CredentialVault;
  readonly families: TokenFamilies;
  readonly keyNumbers: KeyNumbers;
  readonly passwordCosts: PasswordCosts;
  readonly pace: PostingPace;
  readonly loginPlaces: (hasher: KeyedHasher) => LoginPlaces;
  readonly erasureProgress: (logIdentity: string) => ErasureProgress;
  readonly close: () => Promise<void>;
};

export const VAULT: MigrationPlan = {
  schema: 'vault',
  migrations: migrationsAt(
    new URL('./migrations/', import.meta.url),
    'vault',
    'tell-what-is-destroyed',
    'password-cost-and-login-places',
    'posting-turns',
    'erasure-progress',
  ),
  lock: [1_179_208_001, 2],
  firstTable: 'vault.owner_link',
};
type Alive = Pick<ListeningTerms, 'aliveEveryMs' | 'aliveWithinMs'>;

const CONNECTIONS = 4;
const ANSWER_WITHIN_MS = 4_000;

type Opening = {
  readonly prepare: (client: ClientBase, vault: MigrationPlan) => Promise<void>;
  readonly serverKeys: (pool: Pool) => ServerKeys;
};
const MAKING: Opening = { prepare: migrate, serverKeys: createServerKeys };
const AS_IT_IS: Opening = { prepare: assertMade, serverKeys: storedServerKeys };

const prepared = async (pool: Pool, { prepare }: Opening): Promise<void> => {
  const client = await pool.connect();
  try {
    await prepare(client, VAULT);
  } finally {
    client.release();
  }
};

const open = async (connection: PoolConfig, alive: Alive, opening: Opening): Promise<Vault> => {
  const pool = new Pool({
    ...connection,
    application_name: 'filament vault',
    max: CONNECTIONS,
    connectionTimeoutMillis: ANSWER_WITHIN_MS,
    statement_timeout: ANSWER_WITHIN_MS,
    query_timeout: 2 * ANSWER_WITHIN_MS,
    // A key is used only once it is durable, so the commit must not depend on the database's default.
    options: '-c synchronous_commit=on',
  });
  // The pool replaces an idle connection that dies. Without this listener the error would end the process.
  pool.on('error', () => undefined);
  const contentKeys = createContentKeys(pool);
  const userKeys = createUserKeys(pool);
  try {
    await prepared(pool, opening);
    const stopListening = await listenForDestruction(connection, [contentKeys, userKeys], alive);
    return {
      contentKeys,
      userKeys,
      serverKeys: opening.serverKeys(pool),
      credentials: createCredentialVault(pool),
      families: createTokenFamilies(pool),
      keyNumbers: createKeyNumbers(pool),
      erasureProgress: createErasureProgress(pool),
      passwordCosts: createPasswordCosts(pool),
      pace: createPostingPace(pool),
      loginPlaces: (hasher) => createLoginPlaces(pool, hasher),
      close: async () => {
        await stopListening();
        await pool.end();
      },
    };
  } catch (error) {
    await pool.end();
    throw error;
  }
};

/**
 * Opens the vault and brings its schema up to date. Rejects when the database is away or when a newer program made the
 * schema.
 */
export const openVault = (connection: PoolConfig, alive: Alive = {}): Promise<Vault> => open(connection, alive, MAKING);

/**
 * Opens the vault without creating anything, for a process that may only read. Rejects with `NotMadeYet` while the
 * vault or a server key does not exist, otherwise as `openVault`.
 */
export const openVaultAsItIs = (connection: PoolConfig, alive: Alive = {}): Promise<Vault> =>
  open(connection, alive, AS_IT_IS);
