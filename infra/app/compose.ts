/**
 * The composition root: everything that exists once in a running server, in the order in which the parts need each
 * other. No part below it knows which adapter it talks to.
 */
import { isLeft } from 'fp-ts/lib/Either.js';
import { composeWriteSide, type WriteSide } from '#commands/compose.ts';
import type { Clock } from '#commands/ports/clock.ts';
import type { KeyedHasher } from '#commands/ports/keyed-hasher.ts';
import { canonicalUsername } from '#domain/account/values.ts';
import { DAY_MS } from '#domain/kernel/units.ts';
import type { SealedTokens } from '#gateway/ports/sealed-tokens.ts';
import { LogAway } from '#gateway/ports/session-liveness.ts';
import { openProjectionPool, openQueryPool } from '#infra/database/pool.ts';
import { sessionLiveness } from '#infra/edge/session-liveness.ts';
import { fixedCost } from '#infra/keys/hashes/argon2.ts';
import { createKeyedHasher } from '#infra/keys/hashes/keyed-hasher.ts';
import { LEAST_COST } from '#infra/keys/hashes/password-cost.ts';
import { createPasswordHasher } from '#infra/keys/hashes/password-hasher.ts';
import { createIdSource } from '#infra/keys/ids/id-source.ts';
import type { ContentKeys, ErasureProgress } from '#infra/keys/ports/key-vault.ts';
import { createSealer, keyDestroyer } from '#infra/keys/sealing/sealing.ts';
import { accessTokenKeys } from '#infra/keys/tokens/access-token-key.ts';
import { createSealedTokens } from '#infra/keys/tokens/sealed-tokens.ts';
import { createTokenMint } from '#infra/keys/tokens/token-mint.ts';
import { createTokenVerifier } from '#infra/keys/tokens/token-verifier.ts';
import { openVault, openVaultAsItIs, type Vault } from '#infra/keys/vault/open-vault.ts';
import { openEventLog } from '#infra/log/open-event-log.ts';
import type { OpenedLog } from '#infra/log/opened-log.ts';
import { type CutBackHandler, createSealedEventStore } from '#infra/log/sealing/sealed-event-store.ts';
import { createTextErasure } from '#infra/log/sealing/text-erasure.ts';
import { keepSweeping } from '#infra/operate/erasure/keep-sweeping.ts';
import { sweep } from '#infra/operate/erasure/sweep.ts';
import { repairKeyGap } from '#infra/operate/vault-age/key-gap.ts';
import { openPersonal } from '#infra/personal/open-personal.ts';
import { listenForChanges } from '#infra/personal/personal-changes.ts';
import { sentMarkers } from '#infra/personal/sent-markers.ts';
import { threadParts } from '#infra/personal/thread-parts.ts';
import { adoptedLineage, lineageOfAnother } from '#infra/read-models/belong-to-log.ts';
import { type CatchUpProgress, caughtUpWith } from '#infra/read-models/keep-read-models.ts';
import type { ReportSeal } from '#infra/read-models/progress-reports.ts';
import { projecting } from '#infra/read-models/projecting.ts';
import { postgresReadModels } from '#infra/read-models/read-models.ts';
import { assertRegistry, prepareRegistry } from '#infra/read-models/registry.ts';
import { postgresRemovals, type Removals } from '#infra/read-models/removals.ts';
import { postgresSink } from '#infra/read-models/sink.ts';
import type { Log } from '#infra/watch/log.ts';
import type { Metrics } from '#infra/watch/metrics.ts';
import { securityLog } from '#infra/watch/security-log.ts';
import { makeProgress } from '#projections/engine/progress.ts';
import { projectedFeed } from '#projections/engine/projected-feed.ts';
import type { Projection } from '#projections/engine/projection.ts';
import type { EventFeed } from '#projections/ports/event-feed.ts';
import { beforeDispatch, tableModels } from '#projections/registry.ts';
import { makeQueries } from '#queries/make-queries.ts';
import { systemClock } from './clock.ts';
import type { HouseHandlers } from './doorway.ts';
import { edgeOf } from './edge-of.ts';
import { type ImportConversation, importConversation } from './import-conversation.ts';
import { keepVault } from './keep-vault.ts';
import { type LogWords, logWords } from './log-words.ts';
import { metricsOf } from './metrics-of.ts';
import { type OpenedFiles, openFiles } from './open-files.ts';
import { noSearch, openSearch } from './open-search.ts';
import { withOwnParts } from './own-parts.ts';
import { freshOwnerSecret } from './owner-link.ts';
import { readinessOf } from './readiness.ts';
import { type Part, partOf } from './roles.ts';
import { type Settings, undoDaysOf } from './settings.ts';
import { type OpenedParts, openings } from './shutdown.ts';
import { watchTheLog } from './watch-the-log.ts';

/** Hears the progress of a start, and can stop it. A start may wait long for its read models or for a projector. */
export type StartOptions = {
  readonly building: (progress: CatchUpProgress) => void;
  readonly stop: AbortSignal;
  /** Hears the name of each part of the start when it ends. */
  readonly passed: (part: string) => void;
};

export type House = HouseHandlers & {
  /** Makes a new secret for the owner link. Undefined when the server has an owner or answers no HTTP. */
  readonly ownerSecret: () => Promise<string | undefined>;
  readonly importConversation: ImportConversation;
  /** Projections that only this process may touch while it runs. */
  readonly ownProjections: ReadonlyArray<Projection>;
  /** Aborts when the log no longer holds what this house has read from it. The house is useless from then on. */
  readonly cutBack: AbortSignal;
  /** Ends the connections of the gateway. Requests under way go on. */
  readonly sendAway: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/** Values that every step of a start needs. */
type Start = {
  readonly settings: Settings;
  readonly part: Part;
  readonly log: Log;
  readonly words: LogWords;
  readonly metrics: Metrics;
  readonly starting: StartOptions;
  readonly kept: OpenedParts;
  readonly cutBack: CutBackHandler;
  readonly cut: AbortSignal;
};

/** Hex digits of a username's hash in the security log: enough to tell accounts apart. */
const ACCOUNT_HASH_CHARS = 16;
const accountHashBy =
  ({ hash }: KeyedHasher) =>
  (username: string): string =>
    hash('security-log', canonicalUsername(username)).slice(0, ACCOUNT_HASH_CHARS);

const later = (ms: number, work: () => void): (() => void) => {
  const timer = setTimeout(work, ms);
  timer.unref();
  return () => clearTimeout(timer);
};

const openKeys = async ({ settings, part, kept }: Start, clock: Clock) => {
  const vault = await (part.makes ? openVault : openVaultAsItIs)({ connectionString: settings.databaseUrl });
  kept.opened('vault', vault.close);
  const keys = await accessTokenKeys(await vault.serverKeys.of('access-token'));
  return {
    vault,
    tokens: createTokenMint(keys, await vault.serverKeys.of('refresh-successor')),
    verifier: createTokenVerifier({ keys, clock }),
    ids: createIdSource(await vault.serverKeys.of('id-derivation')),
    hasher: createKeyedHasher(await vault.serverKeys.of('keyed-hash')),
    passwords: createPasswordHasher({
      // A process that answers no HTTP hashes no password, and may be unable to write the vault.
      cost: settings.passwordCost ?? (part.answersHttp ? await fixedCost(vault.passwordCosts) : LEAST_COST),
      commonCost: async () => (await vault.passwordCosts.counts())[0]?.cost,
    }),
    sealer: createSealer({ content: vault.contentKeys, user: vault.userKeys }),
  };
};

/** Opens the personal store, and hears what changes in it when this process has a gateway. */
const openPersonalStore = async ({ settings, part, words, kept }: Start) => {
  const connection = { connectionString: settings.databaseUrl };
  const personal = await openPersonal(connection, part.makes);
  kept.opened('personal store', personal.close);
  const own = {
    markers: sentMarkers(personal.markers, words.unmarked),
    threads: threadParts(personal.threads, words.unfollowed),
  };
  kept.opened('markers of authors', own.markers.close);
  kept.opened('threads of authors', own.threads.close);
  if (!part.answersSockets) return { personal, own, changes: { follow: () => undefined } };
  const changes = await listenForChanges(connection);
  kept.opened('changes of the personal store', changes.close);
  return { personal, own, changes };
};

const openEvents = async (
  { settings, part, metrics, kept }: Start,
  sealer: ReturnType<typeof createSealer>,
  contentKeys: ContentKeys,
  cutBack: CutBackHandler,
) => {
  const eventLog = await openEventLog({
    url: settings.eventStoreUrl,
    writer: part.writes,
    dangerouslyAcceptVolatile: settings.dangerouslyAcceptVolatile ?? false,
  });
  kept.opened('event log', eventLog.close);
  eventLog.onAppended(metrics.log.batch);
  const timedLog = { ...eventLog, append: metrics.log.timed(eventLog.append) };
  const texts = createTextErasure({ log: eventLog, destroyKeys: keyDestroyer(contentKeys) });
  return { eventLog, texts, ...createSealedEventStore({ log: timedLog, sealer, cutBack }) };
};

/** Opens the registry of the read models and finds the lineage of the log that they belong to. */
const openRegistry = async ({ settings, part, words, starting, kept }: Start, log: OpenedLog) => {
  const pool = await openProjectionPool(settings.databaseUrl);
  kept.opened('projection pool', () => pool.end());
  await (part.makes ? prepareRegistry : assertRegistry)(pool);
  const deps = { pool, log, watch: words.projections };
  return { pool, ...(await (part.projects ? adoptedLineage(deps) : lineageOfAnother(deps, starting.stop))) };
};

type Registry = Awaited<ReturnType<typeof openRegistry>>;

const openReadModels = async (
  start: Start,
  { pool, lineage, cut }: Registry,
  feed: EventFeed,
  sealed: SealedTokens,
) => {
  const { settings, part, words, starting, kept } = start;
  const sink = postgresSink({ pool, url: settings.databaseUrl, lineage });
  const progress = makeProgress();
  const watch = words.projections;
  const reportSeal: ReportSeal = {
    seal: (report) => sealed.seal('progress', '', report),
    open: (text) => sealed.open('progress', '', text),
  };
  const models = { part, url: settings.databaseUrl, feed, sink, progress, reportSeal, watch };
  kept.opened('projector', await projecting({ ...models, ...starting }));
  starting.passed('read models');
  const search = part.answersHttp
    ? openSearch({
        folder: settings.searchFolder,
        feed,
        identity: lineage,
        watch: words.search,
        cut: cut !== undefined,
      })
    : noSearch('another process answers searches');
  if (part.answersHttp && search.missing !== undefined) words.notSearchable(search.missing);
  kept.opened('search index', search.close);
  kept.opened('search projector', search.keepUpToDate({ progress, watch }, starting.building));
  return { progress, search };
};

/** Finds the newest event of the log. */
const newestOf = async (feed: EventFeed) => {
  const position = await feed.head();
  const eventId = await feed.idAt(position);
  return eventId === undefined ? undefined : { position, eventId };
};

const openRemovals = async ({ settings, kept }: Start): Promise<Removals> => {
  const pool = await openQueryPool(settings.databaseUrl);
  kept.opened('erasure pool', () => pool.end());
  return postgresRemovals(pool);
};

const undoMsOf = (settings: Start['settings']): number => undoDaysOf(settings) * DAY_MS;

/** Keeps erasing what nothing can bring back, in the process that writes. */
const keepErasing = async (
  start: Start,
  parts: {
    readonly personal: Awaited<ReturnType<typeof openPersonal>>;
    readonly registry: Registry;
    readonly vault: Vault;
    readonly gap: Parameters<typeof keepVault>[0]['gap'];
    readonly writeSide: WriteSide;
    readonly sweepFilesWith: OpenedFiles['sweepWith'];
    readonly clock: Clock;
  },
): Promise<void> => {
  const { settings, part, words, kept, starting } = start;
  const { personal, registry, vault, gap, writeSide, sweepFilesWith, clock } = parts;
  if (!part.writes || !part.answersHttp) return;
  const removals = await openRemovals(start);
  const { erasures, sessionIsLive } = writeSide;
  const { forgetMessage, forgetChannel, forgetGuild } = personal;
  const forgetting = { forgetMessage, forgetChannel, forgetGuild };
  const { now } = clock;
  const sweepWith = (erased: ErasureProgress) =>
    sweep({ removals, progress: erased, erasures, ...forgetting, undoMs: undoMsOf(settings), now });
  const deps = { part, words, registry, vault, gap, sessionIsLive, sweepWith, now, stop: starting.stop };
  kept.opened('erasure', await keepVault(deps));
  kept.opened('sweep of files', keepSweeping(sweepFilesWith(erasures.standing), words.files));
};

const open = async (start: Start): Promise<House> => {
  const { settings, part, words, metrics, starting, kept } = start;
  const clock = systemClock();
  const { vault, sealer, ...keys } = await openKeys(start, clock);
  const { personal, own, changes } = await openPersonalStore(start);
  starting.passed('vault');
  const { tokens, verifier, ids, hasher, passwords } = keys;
  const { eventLog, texts, store, feed } = await openEvents(start, sealer, vault.contentKeys, start.cutBack);
  starting.passed('event log');
  const registry = await openRegistry(start, eventLog);
  if (part.makes) await personal.belongTo(registry.lineage);
  const gap = part.writes && part.answersHttp ? await repairKeyGap(eventLog, vault.keyNumbers) : undefined;
  const sealed = createSealedTokens(await vault.serverKeys.of('sealed-token'), registry.lineage);
  const { registration } = settings;
  const credentials = { vault: vault.credentials, tokens, pace: vault.pace };
  const undoMs = undoMsOf(settings);
  const fileParts = { ...start, keys: vault.contentKeys, ids, now: clock.now };
  const { files, sweepWith: sweepFilesWith } = await openFiles(fileParts);
  starting.passed('files');
  const ports = { store, clock, ids, hasher, passwords, ...credentials, registration, texts, files, undoMs };
  const writeSide = composeWriteSide(ports);
  const { invitations, imports, sessionIsLive, serverOwner } = writeSide;
  const commands = withOwnParts(writeSide.commands, writeSide.isThread, own);

  const { progress, search } = await openReadModels(start, registry, feed, sealed);
  starting.passed('search index');
  const queryPool = await openQueryPool(settings.databaseUrl);
  kept.opened('query pool', () => queryPool.end());
  const queries = makeQueries({
    models: postgresReadModels(queryPool),
    search: search.search,
    progress,
    now: clock.now,
    undoMs: undoMsOf(settings),
  });
  const models = tableModels.map((model) => model.name);
  await caughtUpWith({ feed, progress }, models, starting);
  kept.opened('watch of the log', watchTheLog(feed));
  starting.passed('catch-up');

  await keepErasing(start, { personal, registry, vault, gap, writeSide, sweepFilesWith, clock });

  const claimed = async (): Promise<boolean> => {
    const owner = await serverOwner();
    if (isLeft(owner)) throw new LogAway(owner.left.why);
    return owner.right !== undefined;
  };
  const security = securityLog({ log: start.log, accountHash: accountHashBy(hasher), later });
  kept.opened('security log', async () => security.close());
  const { gateway, ...handlers } = await edgeOf({
    ...{ settings, part, commands, invitations, queries, tokens, verifier, sealed, clock, ids, claimed, words, kept },
    places: vault.loginPlaces(hasher),
    ...{ markers: personal.markers, followedThreads: personal.threads, personalSettings: personal.settings },
    ...{ saved: personal.saved, changes, later, files },
    security,
    feed: projectedFeed({ feed, progress, models: beforeDispatch, witness: await newestOf(feed) }),
    sessions: sessionLiveness({ inLog: sessionIsLive, listed: queries.sessions }),
    readiness: readinessOf({ part, eventLog, feed, progress, models, search }),
  });
  for (const reading of metricsOf({ feed, gateway })) metrics.read(...reading);
  const noOwnerLink = async (): Promise<boolean> => !part.answersHttp || (await claimed());
  return {
    ...handlers,
    ownerSecret: async () => ((await noOwnerLink()) ? undefined : freshOwnerSecret(credentials, clock.now())),
    importConversation: importConversation({ imports, serverOwner, ids }),
    ownProjections: [search.projection],
    cutBack: start.cut,
    sendAway: gateway.close,
    close: kept.closeAll,
  };
};

/**
 * Opens the house. Rejects when the database is away, when another process writes the log, or when `starting.stop`
 * aborts. Every part that was opened until then is closed.
 */
export const compose = async (
  settings: Settings,
  log: Log,
  metrics: Metrics,
  starting: StartOptions,
): Promise<House> => {
  const kept = openings((part, error) => log.error({ part, err: error }, 'could not close a part of the server'));
  const cut = new AbortController();
  const cutBack: CutBackHandler = (error) => cut.abort(error);
  // A start that reads the log while it is cut back begins again.
  const untilCut = { ...starting, stop: AbortSignal.any([starting.stop, cut.signal]) };
  const start = { settings, log, metrics, kept, cutBack, cut: cut.signal, starting: untilCut };
  const part = partOf(settings.roles ?? ['api', 'gateway', 'projector'], settings.eventStoreUrl);
  try {
    return await open({ ...start, part, words: logWords(log, metrics) });
  } catch (error) {
    await kept.closeAll();
    throw error;
  }
};
