/**
 * The composition root: everything that exists once in a running server, made in the order it depends on each
 * other, on one screen. Nothing below this knows which adapter it talks to.
 */
import { isLeft } from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import { composeWriteSide } from '#commands/compose.ts';
import type { StoreUnavailable } from '#domain/kernel/failure.ts';
import { USER_VIEWS_KEPT_MAX } from '#domain/kernel/limits.ts';
import { httpApp } from '#gateway/http/app.ts';
import { authenticate } from '#gateway/http/middleware/authenticate.ts';
import { securityHeaders } from '#gateway/http/middleware/security-headers.ts';
import { allRoutes } from '#gateway/http/routes/all.ts';
import { refreshCookie } from '#gateway/http/tokens.ts';
import { inMemoryLimiter } from '#gateway/limits/buckets.ts';
import { clientAddress } from '#gateway/limits/client-address.ts';
import type { Limiter } from '#gateway/limits/limits.ts';
import { refreshOrigins } from '#gateway/limits/refresh-origins.ts';
import { LogAway } from '#gateway/ports/session-liveness.ts';
import { people } from '#gateway/present/people.ts';
import { GATEWAY_LIMITS } from '#gateway/ws/limits.ts';
import { postingHere } from '#gateway/ws/posting-here.ts';
import { gatewayServer } from '#gateway/ws/server.ts';
import type { Config } from '#infra/config/config.ts';
import { openProjectionPool, openQueryPool } from '#infra/database/pool.ts';
import { postingAtApi } from '#infra/edge/posting-at-api.ts';
import { sessionLiveness } from '#infra/edge/session-liveness.ts';
import { sharedLimiter } from '#infra/edge/shared-limiter.ts';
import { readWebAssets } from '#infra/edge/web-assets.ts';
import { createKeyedHasher } from '#infra/keys/hashes/keyed-hasher.ts';
import { createPasswordHasher, type PasswordCost } from '#infra/keys/hashes/password-hasher.ts';
import { createIdSource } from '#infra/keys/ids/id-source.ts';
import { createSealer } from '#infra/keys/sealing/sealing.ts';
import { accessTokenKeys } from '#infra/keys/tokens/access-token-key.ts';
import { createSealedTokens } from '#infra/keys/tokens/sealed-tokens.ts';
import { createTokenMint } from '#infra/keys/tokens/token-mint.ts';
import { createTokenVerifier } from '#infra/keys/tokens/token-verifier.ts';
import { openVault, openVaultAsItIs } from '#infra/keys/vault/open-vault.ts';
import { LogUnavailable } from '#infra/log/event-log.ts';
import { openEventLog } from '#infra/log/open-event-log.ts';
import { createSealedEventStore } from '#infra/log/sealing/sealed-event-store.ts';
import { caughtUpWith, type OnItsWay } from '#infra/read-models/keep-read-models.ts';
import { postgresReadModels } from '#infra/read-models/read-models.ts';
import { assertRegistry, prepareRegistry } from '#infra/read-models/registry.ts';
import { postgresSink } from '#infra/read-models/sink.ts';
import { freshRequestId, httpLog, type Log } from '#infra/watch/log.ts';
import type { Metrics } from '#infra/watch/metrics.ts';
import { makeProgress } from '#projections/engine/progress.ts';
import { projectedFeed } from '#projections/engine/projected-feed.ts';
import type { Projection } from '#projections/engine/projection.ts';
import type { ProjectionWatch } from '#projections/engine/run.ts';
import { beforeDispatch, tableModels } from '#projections/registry.ts';
import { makeQueries } from '#queries/make-queries.ts';
import { systemClock } from './clock.ts';
import type { Inside } from './doorway.ts';
import { healthAlone } from './health-alone.ts';
import { type ImportConversation, importConversation } from './import-conversation.ts';
import { noSearch, openSearch } from './open-search.ts';
import { originsOf } from './origins.ts';
import { freshOwnerSecret } from './owner-link.ts';
import { projecting } from './projecting.ts';
import { type Part, partOf } from './roles.ts';
import { type Openings, openings } from './shutdown.ts';

export type Settings = Pick<Config, 'registration' | 'rates' | 'trustedProxies'> & {
  /** Every role when none is named. */
  readonly roles?: Config['roles'];
  readonly connections?: Config['connections'];
  /** Of the process that writes, where this one cannot. */
  readonly apiUrl?: Config['apiUrl'];
  readonly databaseUrl: string;
  /** Where the event log is; often the same database. */
  readonly eventStoreUrl: string;
  readonly publicUrl: URL;
  readonly webFolder: string;
  /** Of the search index. */
  readonly searchFolder: string;
  /** Measured when not given; tests give a cheap one. */
  readonly passwordCost?: PasswordCost;
  /** For throw-away databases of tests. */
  readonly dangerouslyAcceptVolatile?: boolean;
};
/** What a start tells of itself, and what ends it early: read models may take long to build, and a projector to come. */
export type Starting = { readonly building: (progress: OnItsWay) => void; readonly stop: AbortSignal };

export type House = Inside & {
  /** A secret for the owner link while nobody has claimed the server; a new one each time. */
  readonly ownerSecret: () => Promise<string | undefined>;
  readonly importConversation: ImportConversation;
  /** Those that this process alone may touch while it runs. */
  readonly ownProjections: ReadonlyArray<Projection>;
  /** Ends the gateway's connections; requests still being answered go on. */
  readonly sendAway: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/** How long a readiness probe waits for the read models to reach where the log stands as it asks. */
const CAUGHT_UP_WITHIN_MS = 1_000;

const limiterOf = async (part: Part, settings: Settings, kept: Openings): Promise<Limiter> => {
  if (part.alone || !part.writes) return inMemoryLimiter(settings.rates);
  const shared = await sharedLimiter(settings.databaseUrl, settings.rates);
  kept.opened('rates', shared.close);
  return shared;
};

const whileAway = (error: unknown): undefined => {
  if (!(error instanceof LogUnavailable)) throw error;
};

/** For questions whose only other answer is that the log is away; whoever asks fails closed. */
const orThrow = async <A>(ask: TaskEither<StoreUnavailable, A>): Promise<A> => {
  const answer = await ask();
  if (isLeft(answer)) throw new LogAway(answer.left.why);
  return answer.right;
};

const open = async (
  settings: Settings,
  log: Log,
  metrics: Metrics,
  starting: Starting,
  kept: Openings,
): Promise<House> => {
  const clock = systemClock();
  const part = partOf(settings.roles ?? ['api', 'gateway', 'projector'], settings.eventStoreUrl);
  const assets = await readWebAssets(settings.webFolder);

  const vault = await (part.makes ? openVault : openVaultAsItIs)({ connectionString: settings.databaseUrl });
  kept.opened('vault', vault.close);
  const keys = await accessTokenKeys(await vault.serverKeys.of('access-token'));
  const tokens = createTokenMint(keys, await vault.serverKeys.of('refresh-successor'));
  const verifier = createTokenVerifier({ keys, clock });
  const ids = createIdSource(await vault.serverKeys.of('id-derivation'));
  const hasher = createKeyedHasher(await vault.serverKeys.of('keyed-hash'));
  const passwords = createPasswordHasher(settings.passwordCost === undefined ? {} : { cost: settings.passwordCost });

  const eventLog = await openEventLog({
    url: settings.eventStoreUrl,
    writer: part.writes,
    dangerouslyAcceptVolatile: settings.dangerouslyAcceptVolatile ?? false,
  });
  kept.opened('event log', eventLog.close);
  const sealed = createSealedTokens(await vault.serverKeys.of('sealed-token'), eventLog.identity);
  const sealer = createSealer({ content: vault.contentKeys, user: vault.userKeys });
  eventLog.onAppended(metrics.log.batch);
  const timedLog = { ...eventLog, append: metrics.log.timed(eventLog.append) };
  const { store, feed } = createSealedEventStore({ log: timedLog, sealer });

  const { registration } = settings;
  const { commands, imports, sessionIsLive, serverOwner } = composeWriteSide({
    store,
    clock,
    ids,
    hasher,
    passwords,
    vault: vault.credentials,
    tokens,
    registration,
  });

  const projectionPool = await openProjectionPool(settings.databaseUrl);
  kept.opened('projection pool', () => projectionPool.end());
  await (part.makes ? prepareRegistry : assertRegistry)(projectionPool);
  const sink = postgresSink({ pool: projectionPool, url: settings.databaseUrl });
  const progress = makeProgress();
  const watch: ProjectionWatch = {
    applied: metrics.projections.applied,
    parked: (projection, event) => {
      metrics.projections.parked(projection);
      const { stream, type: eventName, reason: why } = event;
      log.error({ projection, stream, eventName, why }, 'an event was parked: the read model misses it until rebuilt');
    },
    retrying: (projection, why, waitMs) => {
      metrics.projections.retrying(projection);
      log.warn({ projection, why, waitMs }, 'a read model stands still');
    },
  };
  const { identity } = eventLog;
  const models = { part, pool: projectionPool, url: settings.databaseUrl, identity, feed, sink, progress, watch, log };
  kept.opened('projector', await projecting({ ...models, ...starting }));
  const search = part.answersHttp
    ? openSearch({
        folder: settings.searchFolder,
        feed,
        identity,
        watch: {
          lost: (why) => log.warn({ why }, 'the search index is of no use and is built anew'),
          purgeFailed: (error) =>
            log.error({ err: error }, 'removed text could not be purged from the search index yet'),
          askFailed: (error) => log.error({ err: error }, 'the search index could not answer'),
        },
      })
    : noSearch('searches are answered by another process');
  if (part.answersHttp && search.missing !== undefined) log.warn({ why: search.missing }, 'nothing can be searched');
  kept.opened('search index', search.close);
  kept.opened('search projector', search.keepUpToDate({ progress, watch }, starting.building));

  const queryPool = await openQueryPool(settings.databaseUrl);
  kept.opened('query pool', () => queryPool.end());
  const queries = makeQueries({
    models: postgresReadModels(queryPool),
    search: search.search,
    caughtUp: progress,
    now: clock.now,
  });
  const modelNames = tableModels.map((model) => model.name);
  await caughtUpWith({ feed, progress }, modelNames, starting);

  const claimed = async (): Promise<boolean> => (await orThrow(serverOwner)) !== undefined;
  const sessions = sessionLiveness({ inLog: sessionIsLive, listed: queries.sessions });
  const readiness = async (): Promise<ReadonlyArray<string>> => {
    if (part.writes && !eventLog.writable()) return ['the event log'];
    const head = await feed.head().catch(whileAway);
    if (head === undefined) return ['the event log'];
    const caughtUp = await progress.waitFor(modelNames, head, CAUGHT_UP_WITHIN_MS);
    return caughtUp ? [] : ['the read models'];
  };

  const { publicUrl } = settings;
  const limiter = await limiterOf(part, settings, kept);
  const addressOf = clientAddress(settings.trustedProxies);
  const posting =
    part.postsElsewhere && settings.apiUrl !== undefined
      ? postingAtApi(settings.apiUrl, { lost: (why) => log.warn({ why }, 'a message could not be handed over') })
      : postingHere({ limiter, sendMessage: commands.sendMessage, requestId: freshRequestId });
  // One instance: the gateway follows the log, and what it learns of people the HTTP answers know too.
  const known = people({ userViews: queries.userViews, kept: USER_VIEWS_KEPT_MAX });
  const gateway = gatewayServer({
    queries,
    people: known,
    posting,
    feed: projectedFeed({ feed, progress, models: beforeDispatch }),
    tokens: verifier,
    seals: sealed,
    sessions,
    clock,
    origins: originsOf(publicUrl),
    log: {
      stalled: (error) => log.warn({ err: error }, 'dispatching stands still'),
      unreadable: (position, error) =>
        log.error({ position: position.toString(), err: error }, 'an event cannot be read'),
      failed: (error) => log.error({ err: error }, 'a connection failed'),
      refused: (why) => log.warn({ why }, 'a frame was refused'),
    },
    limits: { ...GATEWAY_LIMITS, ...settings.connections },
  });

  metrics.read(
    'filament_log_position',
    'Position of the last event in the log; not a number of events on EventStoreDB.',
    async () => Number(await feed.head()),
  );
  metrics.read('filament_gateway_connections', 'Open gateway connections.', () => gateway.metrics().connections);
  metrics.read(
    'filament_gateway_unidentified',
    'Open connections that have not said who they are.',
    () => gateway.metrics().unidentified,
  );
  metrics.read('filament_gateway_dispatches', 'Dispatches handed to connections.', () => gateway.metrics().delivered);
  metrics.read(
    'filament_gateway_closed',
    'Ended connections by close code; 4000 is a consumer too slow for its queue.',
    () => gateway.metrics().closed,
  );
  metrics.read(
    'filament_gateway_rechecks',
    'Guilds whose connections wait until it is known what they may see.',
    () => gateway.metrics().rechecks,
  );
  metrics.read('filament_gateway_refused', 'Refused upgrades by HTTP status.', () => gateway.metrics().refused);

  const toLog = httpLog(log);
  const app = httpApp({
    edge: {
      limiter,
      authenticate: authenticate({ tokens: verifier, sessions }),
      addressOf,
      sealed,
      clock,
      ids,
    },
    endpoints: allRoutes({
      commands,
      queries,
      people: known,
      limiter,
      refreshes: refreshOrigins(tokens.hashOf),
      sealed,
      cookie: refreshCookie(publicUrl),
      publicUrl,
      server: async () => ({ name: 'Filament', registration, claimed: await claimed() }),
      readiness,
    }),
    assets,
    headers: securityHeaders(publicUrl),
    log: {
      answered: (answer) => {
        metrics.answered(answer);
        toLog.answered(answer);
      },
      failed: toLog.failed,
    },
    freshRequestId,
    millis: () => performance.now(),
  });

  return {
    handle: part.answersHttp ? app.callback() : healthAlone(app.callback()),
    upgrade: (request, socket, head) => {
      const path = request.url?.split('?', 1)[0];
      const forwarded = request.headers['x-forwarded-for'];
      if (path !== '/gateway/ws' || !part.answersSockets)
        socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      else {
        const address = addressOf(request.socket.remoteAddress, Array.isArray(forwarded) ? forwarded[0] : forwarded);
        gateway.handleUpgrade(request, socket, head, address);
      }
    },
    ownerSecret: async () =>
      !part.answersHttp || (await claimed())
        ? undefined
        : freshOwnerSecret({ vault: vault.credentials, tokens }, clock.now()),
    importConversation: importConversation({ imports, serverOwner, ids }),
    ownProjections: [search.projection],
    sendAway: gateway.close,
    close: kept.closeAll,
  };
};

/**
 * Rejects when the database is away, when another process writes the log, or when told to stop; whatever was opened until
 * then is closed.
 */
export const compose = async (settings: Settings, log: Log, metrics: Metrics, starting: Starting): Promise<House> => {
  const kept = openings((name, error) => log.error({ part: name, err: error }, 'could not be closed'));
  try {
    return await open(settings, log, metrics, starting, kept);
  } catch (error) {
    await kept.closeAll();
    throw error;
  }
};
