/** The edge of a server: HTTP and the gateway, over commands and queries. */
import type { IncomingMessage } from 'node:http';
import type { Commands } from '#commands/commands.ts';
import type { WriteSide } from '#commands/compose.ts';
import type { Clock } from '#commands/ports/clock.ts';
import type { IdSource } from '#commands/ports/id-source.ts';
import type { TokenMint } from '#commands/ports/token-mint.ts';
import { httpApp } from '#gateway/http/app.ts';
import { loginGuard } from '#gateway/http/login-guard.ts';
import { authenticate } from '#gateway/http/middleware/authenticate.ts';
import { securityHeaders } from '#gateway/http/middleware/security-headers.ts';
import { allRoutes } from '#gateway/http/routes/all.ts';
import { deviceCookie, refreshCookie } from '#gateway/http/tokens.ts';
import { inMemoryLimiter } from '#gateway/limits/buckets.ts';
import { clientAddress } from '#gateway/limits/client-address.ts';
import { USER_VIEWS_KEPT_MAX } from '#gateway/limits/http.ts';
import type { Limiter } from '#gateway/limits/limiter.ts';
import { refreshOrigins } from '#gateway/limits/refresh-origins.ts';
import type { Files } from '#gateway/ports/files.ts';
import type { FollowedThreads } from '#gateway/ports/followed-threads.ts';
import type { LoginPlaces } from '#gateway/ports/login-places.ts';
import type { PersonalChanges } from '#gateway/ports/personal-changes.ts';
import type { PersonalSettings } from '#gateway/ports/personal-settings.ts';
import type { Posting } from '#gateway/ports/posting.ts';
import type { ProjectedFeed } from '#gateway/ports/projected-feed.ts';
import type { ReadMarkers } from '#gateway/ports/read-markers.ts';
import type { SavedMessages } from '#gateway/ports/saved-messages.ts';
import type { SealedTokens } from '#gateway/ports/sealed-tokens.ts';
import type { SecurityLog } from '#gateway/ports/security-log.ts';
import type { SessionLiveness } from '#gateway/ports/session-liveness.ts';
import type { TokenVerifier } from '#gateway/ports/token-verifier.ts';
import { NO_WHISPERS, type Whispers } from '#gateway/ports/whispers.ts';
import { type People, people } from '#gateway/present/people.ts';
import type { GatewayDeps } from '#gateway/ws/gateway-parts.ts';
import { GATEWAY_LIMITS } from '#gateway/ws/limits.ts';
import { postingHere } from '#gateway/ws/posting-here.ts';
import { type GatewayServer, gatewayServer } from '#gateway/ws/server.ts';
import { keepListening } from '#infra/database/listening-connection.ts';
import { compressions } from '#infra/edge/compressions.ts';
import { postgresWhispers } from '#infra/edge/postgres-whispers.ts';
import { postingAtApi } from '#infra/edge/posting-at-api.ts';
import { sharedLimiter } from '#infra/edge/shared-limiter.ts';
import { readWebAssets } from '#infra/edge/web-assets.ts';
import { freshRequestId } from '#infra/watch/log.ts';
import type { Queries } from '#queries/queries.ts';
import type { HouseHandlers, UpgradeHandler } from './doorway.ts';
import { healthAlone } from './health-alone.ts';
import type { LogWords } from './log-words.ts';
import { originsOf } from './origins.ts';
import type { Part } from './roles.ts';
import { type Settings, undoDaysOf } from './settings.ts';
import type { OpenedParts } from './shutdown.ts';

export type EdgeDeps = {
  readonly settings: Settings;
  readonly part: Part;
  readonly commands: Commands;
  readonly invitations: WriteSide['invitations'];
  readonly queries: Queries;
  readonly feed: ProjectedFeed;
  readonly tokens: TokenMint;
  readonly verifier: TokenVerifier;
  readonly sealed: SealedTokens;
  readonly sessions: SessionLiveness;
  readonly clock: Clock;
  readonly ids: IdSource;
  /** Whether the server has an owner. */
  readonly claimed: () => Promise<boolean>;
  /** Names of the parts that this process waits for. */
  readonly readiness: () => Promise<ReadonlyArray<string>>;
  readonly places: LoginPlaces;
  readonly markers: ReadMarkers;
  readonly followedThreads: FollowedThreads;
  readonly changes: PersonalChanges;
  readonly personalSettings: PersonalSettings;
  readonly files: Files;
  readonly saved: SavedMessages;
  readonly later: GatewayDeps['later'];
  readonly security: SecurityLog;
  readonly words: LogWords;
  readonly kept: OpenedParts;
};

export type Edge = HouseHandlers & { readonly gateway: GatewayServer };

const limiterOf = async ({ part, settings, kept }: EdgeDeps): Promise<Limiter> => {
  if (part.alone || !part.writes) return inMemoryLimiter(settings.rates);
  const shared = await sharedLimiter(settings.databaseUrl, settings.rates);
  kept.opened('rates', shared.close);
  return shared;
};

const postingOf = ({ part, settings, commands, words }: EdgeDeps, limiter: Limiter): Posting =>
  part.postsElsewhere && settings.apiUrl !== undefined
    ? postingAtApi(settings.apiUrl, words.posting)
    : postingHere({ limiter, sendMessage: commands.sendMessage, requestId: freshRequestId });

/** Milliseconds until a process whose connection was lost whispers again. */
const WHISPER_AGAIN_AFTER_MS = 1_000;

const whispersOf = ({ part, settings, sealed, kept }: EdgeDeps): Whispers => {
  if (part.alone) return NO_WHISPERS;
  const named = { connectionString: settings.databaseUrl, application_name: 'filament whispers' };
  const again = { againAfterMs: WHISPER_AGAIN_AFTER_MS };
  const whispers = postgresWhispers((channel, listener) => keepListening(named, channel, listener, again), {
    seal: (whisper) => sealed.seal('whisper', '', whisper),
    open: (text) => sealed.open('whisper', '', text),
  });
  kept.opened('whispers', whispers.close);
  return whispers;
};

const gatewayOf = (deps: EdgeDeps, known: People, limiter: Limiter): GatewayServer => {
  const { settings, queries, feed, verifier, sealed, sessions, changes, later, clock, words, security } = deps;
  return gatewayServer({
    queries,
    people: known,
    posting: postingOf(deps, limiter),
    feed,
    whispers: whispersOf(deps),
    tokens: verifier,
    seals: sealed,
    sessions,
    changes,
    settings: deps.personalSettings,
    saved: deps.saved,
    later,
    clock,
    origins: originsOf(settings.publicUrl),
    log: words.gateway,
    security,
    limits: { ...GATEWAY_LIMITS, ...settings.connections },
  });
};

type AddressOf = ReturnType<typeof clientAddress>;

const appOf = async (
  deps: EdgeDeps,
  known: People,
  limiter: Limiter,
  addressOf: AddressOf,
  { presencesOf }: GatewayServer,
) => {
  const { settings, commands, invitations, queries, tokens, verifier, sealed, sessions, clock, ids } = deps;
  const { claimed, readiness, places, security } = deps;
  const { publicUrl, registration } = settings;
  const authenticated = authenticate({ tokens: verifier, sessions });
  const devices = deviceCookie(publicUrl);
  return httpApp({
    edge: { limiter, authenticate: authenticated, security, addressOf, sealed, clock, ids },
    endpoints: allRoutes({
      commands,
      invitations,
      queries,
      markers: deps.markers,
      followedThreads: deps.followedThreads,
      settings: deps.personalSettings,
      files: deps.files,
      saved: deps.saved,
      people: known,
      limiter,
      refreshes: refreshOrigins(tokens.hashOf),
      sealed,
      authenticate: authenticated,
      guard: loginGuard({ places, deviceCookie: devices, clock }),
      cookie: refreshCookie(publicUrl),
      deviceCookie: devices,
      publicUrl,
      origins: originsOf(publicUrl),
      server: async () => ({
        name: 'Filament',
        registration,
        claimed: await claimed(),
        undo_days: undoDaysOf(settings),
        file_bytes_max: settings.files.fileBytesMax,
      }),
      presencesOf,
      readiness,
      now: clock.now,
    }),
    assets: await readWebAssets(settings.webFolder),
    compressions,
    headers: securityHeaders(publicUrl),
    log: deps.words.http,
    freshRequestId,
    millis: () => performance.now(),
  });
};

/** Says whether a request wants a WebSocket at the gateway, the one upgrade that this server offers. */
const wantsGateway = (request: IncomingMessage): boolean =>
  request.headers.upgrade?.toLowerCase() === 'websocket' && request.url?.split('?', 1)[0] === '/gateway/ws';

const upgrade =
  (addressOf: AddressOf, gateway: GatewayServer): UpgradeHandler =>
  (request, socket, head) =>
    gateway.handleUpgrade(request, socket, head, addressOf(request.socket.remoteAddress, request.headers));

/** Makes the edge. Rejects when the database is away. */
export const edgeOf = async (deps: EdgeDeps): Promise<Edge> => {
  const { part, settings } = deps;
  const limiter = await limiterOf(deps);
  const addressOf = clientAddress(settings.trustedProxies);
  // HTTP and the gateway share one instance, so HTTP knows the names that the gateway reads from the log.
  const known = people({ userViews: deps.queries.userViews, kept: USER_VIEWS_KEPT_MAX });
  const gateway = gatewayOf(deps, known, limiter);
  const handle = (await appOf(deps, known, limiter, addressOf, gateway)).callback();
  return {
    handle: part.answersHttp ? handle : healthAlone(handle),
    offers: (request) => part.answersSockets && wantsGateway(request),
    upgrade: upgrade(addressOf, gateway),
    gateway,
  };
};
