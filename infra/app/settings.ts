import type { Config, FilesConfig } from '#infra/config/config.ts';
import type { PasswordCost } from '#infra/keys/ports/key-vault.ts';

/** Settings of one server process. */
export type Settings = Pick<Config, 'registration' | 'rates' | 'trustedProxies'> & {
  /** Roles of this process. Every role when it names none. */
  readonly roles?: Config['roles'];
  readonly connections?: Config['connections'];
  /** URL of the writing process. Required when this process may not write. */
  readonly apiUrl?: Config['apiUrl'];
  /** Days in which a removal by a moderator can be undone. 7 when it is not given: see `undoDaysOf`. */
  readonly undoDays?: number;
  readonly databaseUrl: string;
  /** URL of the event log, often the same database. */
  readonly eventStoreUrl: string;
  readonly publicUrl: URL;
  readonly webFolder: string;
  /** Folder of the search index. */
  readonly searchFolder: string;
  readonly files: FilesConfig;
  /** Address of the malware scanner. Files are not scanned when it is not given. */
  readonly clamavAddress?: Config['clamavAddress'];
  /** Cost of a password hash. The vault holds it when it is not given; tests give a cheap one. */
  readonly passwordCost?: PasswordCost;
  /** Accepts a database that may lose writes, for throw-away databases of tests. */
  readonly dangerouslyAcceptVolatile?: boolean;
};

const UNDO_DAYS = 7;
/** Days in which a removal by a moderator can be undone. */
export const undoDaysOf = ({ undoDays = UNDO_DAYS }: Pick<Settings, 'undoDays'>): number => undoDays;
