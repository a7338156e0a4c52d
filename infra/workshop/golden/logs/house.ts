/**
 * Opens the write side and the read side of a server over a database. They have no sockets, and their clock stands
 * still until a caller moves it.
 */

import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { isLeft } from 'fp-ts/lib/Either.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { Attempt, Commands, Receipt } from '#commands/commands.ts';
import { composeWriteSide, type WriteSide } from '#commands/compose.ts';
import type { ImportCommands } from '#commands/import/import-commands.ts';
import type { EventStore } from '#commands/ports/event-store.ts';
import type { EventName } from '#domain/event-catalog.ts';
import type { CommandId, ImportId, SessionId, UserId } from '#domain/kernel/ids.ts';
import { type Instant, plusMillis } from '#domain/kernel/instant.ts';
import { DAY_MS } from '#domain/kernel/units.ts';
import { freshOwnerSecret } from '#infra/app/owner-link.ts';
import { openProjectionPool, openQueryPool } from '#infra/database/pool.ts';
import { createKeyedHasher } from '#infra/keys/hashes/keyed-hasher.ts';
import { createPasswordHasher } from '#infra/keys/hashes/password-hasher.ts';
import { createIdSource } from '#infra/keys/ids/id-source.ts';
import { createSealer, keyDestroyer } from '#infra/keys/sealing/sealing.ts';
import { accessTokenKeys } from '#infra/keys/tokens/access-token-key.ts';
import { createTokenMint } from '#infra/keys/tokens/token-mint.ts';
import { openVault, type Vault } from '#infra/keys/vault/open-vault.ts';
import { openEventLog } from '#infra/log/open-event-log.ts';
import { createSealedEventStore } from '#infra/log/sealing/sealed-event-store.ts';
import { createTextErasure } from '#infra/log/sealing/text-erasure.ts';
import { postgresReadModels } from '#infra/read-models/read-models.ts';
import { prepareRegistry } from '#infra/read-models/registry.ts';
import { postgresSink } from '#infra/read-models/sink.ts';
import { keptSearch } from '#infra/search/kept-search.ts';
import { searchModule } from '#infra/search/search-module.ts';
import { memoryFiles } from '#infra/workshop/testkit/memory-files.ts';
import { makeProgress } from '#projections/engine/progress.ts';
import { type Projection, projection } from '#projections/engine/projection.ts';
import { ensureBuilt } from '#projections/engine/start.ts';
import type { EventFeed } from '#projections/ports/event-feed.ts';
import { tableModels } from '#projections/registry.ts';
import { searchIndex } from '#projections/search-index/projector.ts';
import { makeQueries } from '#queries/make-queries.ts';
import type { Queries } from '#queries/queries.ts';

const CHEAP = { memoryCost: 1_024, timeCost: 2, parallelism: 1 };

export type Person = { readonly userId: UserId; readonly sessionId: SessionId; readonly refreshToken: string };

export type House = {
  readonly commands: Commands;
  readonly imports: ImportCommands;
  readonly erasures: WriteSide['erasures'];
  readonly sessionIsLive: WriteSide['sessionIsLive'];
  readonly logIdentity: string;
  readonly vault: Vault;
  readonly feed: EventFeed;
  readonly now: () => Instant;
  readonly passTime: (ms: number) => void;
  /** `by` makes an attempt by a person, and `anonymous` makes one by a user without a session. */
  readonly by: (person: Person) => Attempt;
  readonly anonymous: () => { readonly commandId: CommandId; readonly correlation: string };
  readonly importId: () => ImportId;
  readonly ownerSecret: () => Promise<string>;
  /** Makes the next append of this event fail, as it does when the store goes away in the middle of a command. */
  readonly failNext: (type: EventName) => void;
  readonly close: () => Promise<void>;
};

/** Returns the value of an accepted command. @throws when the command is refused. */
export const accepted = async <R, A>(run: TE.TaskEither<R, Receipt<A>>): Promise<A> => {
  const outcome = await run();
  if (isLeft(outcome)) throw new Error(`refused: ${JSON.stringify(outcome.left)}`);
  return outcome.right.value;
};

/** Returns the outcome of a command that a rule may refuse. Undefined when a rule refuses it. */
export const tried = async <R, A>(run: TE.TaskEither<R, Receipt<A>>): Promise<Receipt<A> | undefined> => {
  const outcome = await run();
  return isLeft(outcome) ? undefined : outcome.right;
};

/** Opens the write side of a server on this database. It becomes the log's only writer. */
export const openHouse = async (url: string, startedAt: Instant): Promise<House> => {
  const vault = await openVault({ connectionString: url });
  const log = await openEventLog({ url, writer: true, dangerouslyAcceptVolatile: true });
  const sealer = createSealer({ content: vault.contentKeys, user: vault.userKeys });
  const { store: whole, feed } = createSealedEventStore({ log, sealer });
  let failing: EventName | undefined;
  const store: EventStore = {
    ...whole,
    append: (stream, expected, events) => {
      if (failing === undefined || !events.some(({ event }) => event.type === failing))
        return whole.append(stream, expected, events);
      failing = undefined;
      return TE.left({ kind: 'StoreUnavailable', why: 'the fixture cuts this command short' });
    },
  };
  let at = startedAt;
  const clock = { now: () => at };
  const ids = createIdSource(await vault.serverKeys.of('id-derivation'));
  const keys = await accessTokenKeys(await vault.serverKeys.of('access-token'));
  const tokens = createTokenMint(keys, await vault.serverKeys.of('refresh-successor'));
  const { commands, imports, erasures, sessionIsLive } = composeWriteSide({
    store,
    clock,
    ids,
    hasher: createKeyedHasher(await vault.serverKeys.of('keyed-hash')),
    passwords: createPasswordHasher({ cost: CHEAP }),
    vault: vault.credentials,
    pace: vault.pace,
    tokens,
    registration: 'open',
    texts: createTextErasure({ log, destroyKeys: keyDestroyer(vault.contentKeys) }),
    files: memoryFiles(),
    undoMs: 7 * DAY_MS,
  });
  const anonymous = () => ({ commandId: ids.freshCommandId(), correlation: randomBytes(4).toString('hex') });
  return {
    commands,
    imports,
    erasures,
    sessionIsLive,
    logIdentity: log.identity,
    vault,
    feed,
    now: clock.now,
    passTime: (ms) => {
      at = plusMillis(at, ms);
    },
    by: ({ userId, sessionId }) => ({ ...anonymous(), actor: userId, session: sessionId }),
    anonymous,
    importId: () => ids.entityId(ids.freshCommandId(), 'golden', 'ImportId'),
    ownerSecret: () => freshOwnerSecret({ vault: vault.credentials, tokens }, at),
    failNext: (type) => {
      failing = type;
    },
    close: async () => {
      await log.close();
      await vault.close();
    },
  };
};

export type ReadHouse = {
  readonly projections: ReadonlyArray<Projection>;
  readonly queries: Queries;
  readonly close: () => Promise<void>;
};

const unexpected = (error: unknown): never => {
  throw error;
};

/** Builds every read model and the search index from the whole log, as this version of the program builds them. */
export const openReadHouse = async ({ feed, now }: House, url: string, searchFolder: string): Promise<ReadHouse> => {
  const native = searchModule();
  if ('missing' in native) throw new Error(native.missing);
  const pool = await openProjectionPool(url);
  const queryPool = await openQueryPool(url);
  await prepareRegistry(pool);
  const building = { feed, sink: postgresSink({ pool, url }), nowMs: Date.now };
  const kept = keptSearch({
    ...native,
    folder: searchFolder,
    feed,
    identity: 'postgres',
    model: searchIndex,
    pause: async () => undefined,
    watch: { lost: unexpected, purgeFailed: unexpected, askFailed: unexpected },
  });
  const indexing = { ...building, sink: kept.sink };
  const progress = makeProgress();
  for (const model of tableModels) await ensureBuilt({ ...building, pause: (ms) => pause(ms) })(model);
  await ensureBuilt({ ...indexing, pause: (ms) => pause(ms) })(searchIndex);
  const head = await feed.head();
  for (const { name } of [...tableModels, searchIndex]) progress.advance(name, head);
  return {
    projections: [...tableModels.map((model) => projection(building, model)), projection(indexing, searchIndex)],
    queries: makeQueries({
      models: postgresReadModels(queryPool),
      search: kept.search,
      progress,
      now,
      undoMs: Number.POSITIVE_INFINITY,
    }),
    close: async () => {
      await kept.close();
      await queryPool.end();
      await pool.end();
    },
  };
};
