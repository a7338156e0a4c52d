import { Pool, type PoolConfig } from 'pg';
import type { ChannelId, GuildId, MessageId, UserId } from '#domain/kernel/ids.ts';
import { assertMade, type MigrationPlan, migrate, migrationsAt } from '#infra/database/migrations.ts';
import { forgetOtherLineage } from './beginning.ts';
import { createFollowedThreads, type StoredFollowedThreads } from './followed-threads.ts';
import { createReadMarkers, type StoredReadMarkers } from './read-markers.ts';
import { createSavedMessages, type StoredSavedMessages } from './saved-messages.ts';
import { createSettings, type StoredSettings } from './settings.ts';

/**
 * Personal store: what belongs to one user and means nothing to others. It stands beside the vault in Postgres, is never
 * in the log, and is backed up with the vault (decision 0041).
 */
export type PersonalStore = {
  readonly markers: StoredReadMarkers;
  readonly settings: StoredSettings;
  readonly threads: StoredFollowedThreads;
  readonly saved: StoredSavedMessages;
  /** Forgets positions of any other lineage of the log. A process that makes schemas calls it at each start. */
  readonly belongTo: (lineage: string) => Promise<void>;
  /** Destroys all that the store holds of an erased message. */
  readonly forgetMessage: (messageId: MessageId) => Promise<void>;
  /** Destroys all that the store holds of an erased channel. */
  readonly forgetChannel: (channelId: ChannelId) => Promise<void>;
  /** Destroys all that the store holds of an erased guild itself. Its channels go one by one. */
  readonly forgetGuild: (guildId: GuildId) => Promise<void>;
  /** Destroys all that the store holds of a user, for the erasure of a person. */
  readonly forgetUser: (userId: UserId) => Promise<void>;
  readonly close: () => Promise<void>;
};

export const PERSONAL: MigrationPlan = {
  schema: 'personal',
  migrations: migrationsAt(
    new URL('./migrations/', import.meta.url),
    'personal',
    'settings',
    'followed-threads',
    'saved',
    'beginning-position',
  ),
  lock: [1_179_208_001, 3],
  firstTable: 'personal.read_marker',
};

const CONNECTIONS = 4;
const ANSWER_WITHIN_MS = 4_000;

/**
 * Opens the personal store. A process that `makes` schemas brings it up to date, and any other one asserts that it is.
 * Rejects with `SchemaUnfit` when a newer program made the schema, and with `NotMadeYet` when it is missing.
 */
export const openPersonal = async (connection: PoolConfig, makes: boolean): Promise<PersonalStore> => {
  const pool = new Pool({
    ...connection,
    application_name: 'filament personal',
    max: CONNECTIONS,
    connectionTimeoutMillis: ANSWER_WITHIN_MS,
    statement_timeout: ANSWER_WITHIN_MS,
    query_timeout: 2 * ANSWER_WITHIN_MS,
    // An acknowledged marker must outlive a crash, so the commit must not depend on the database's default.
    options: '-c synchronous_commit=on',
  });
  // The pool replaces an idle connection that dies. Without this listener the error would end the process.
  pool.on('error', () => undefined);
  try {
    const client = await pool.connect();
    try {
      await (makes ? migrate : assertMade)(client, PERSONAL);
    } finally {
      client.release();
    }
    const parts = [
      createReadMarkers(pool),
      createSettings(pool),
      createFollowedThreads(pool),
      createSavedMessages(pool),
    ] as const;
    const [markers, settings, threads, saved] = parts;
    return {
      markers,
      settings,
      threads,
      saved,
      belongTo: (lineage) => forgetOtherLineage(pool, lineage),
      forgetMessage: saved.forgetMessage,
      forgetChannel: async (channelId) => {
        for (const part of parts) await part.forgetChannel(channelId);
      },
      forgetGuild: settings.forgetGuild,
      forgetUser: async (userId) => {
        for (const part of parts) await part.forgetUser(userId);
      },
      close: () => pool.end(),
    };
  } catch (error) {
    await pool.end();
    throw error;
  }
};
