import { RATES, type RateName } from '#gateway/limits/rates.ts';
import {
  CONNECTIONS_PER_ADDRESS_MAX,
  CONNECTIONS_PER_USER_MAX,
  UNIDENTIFIED_CONNECTIONS_MAX,
} from '#gateway/limits/sockets.ts';
import * as codec from './codecs.ts';

/** One environment variable: its codec, its default and its line in `docs/CONFIG.md`. */
export type Variable<A> = {
  readonly name: string;
  readonly codec: codec.FromText<A>;
  /** Default, as written in the environment. `undefined` when an unset variable has a meaning of its own. */
  readonly fallback: string | undefined;
  /** Whether it may also be given as `<NAME>_FILE`. A secret is wiped from the environment once it is read. */
  readonly secret: boolean;
  readonly says: string;
};

const plain = <A>(name: string, reads: codec.FromText<A>, fallback: string | undefined, says: string): Variable<A> => ({
  name,
  codec: reads,
  fallback,
  secret: false,
  says,
});

const secret = <A>(name: string, reads: codec.FromText<A>, says: string): Variable<A> => ({
  name,
  codec: reads,
  fallback: undefined,
  secret: true,
  says,
});

/** LiveKit signs with HS256: a shorter key than its digest can be guessed. */
const LIVEKIT_SECRET_CHARS_MIN = 32;

export const VARIABLES = {
  home: plain('FILAMENT_HOME', codec.path, './var', 'Folder of everything the server keeps.'),
  host: plain('FILAMENT_HOST', codec.hostName, '127.0.0.1', 'Address to listen on.'),
  port: plain('FILAMENT_PORT', codec.port, '3000', 'Port to listen on; `0` takes any free one.'),
  metricsPort: plain(
    'FILAMENT_METRICS_PORT',
    codec.port,
    '9464',
    'Port of `/metrics`, on the loopback address only; `0` takes any free one.',
  ),
  publicUrl: plain(
    'FILAMENT_PUBLIC_URL',
    codec.publicUrl,
    undefined,
    'Address under which people reach the server, for links and origin checks; the listening address when unset.',
  ),
  registration: plain(
    'FILAMENT_REGISTRATION',
    codec.oneOf('open', 'invite', 'closed'),
    'invite',
    'Who may register: anybody, those with an invite, nobody.',
  ),
  databaseUrl: secret('FILAMENT_DATABASE_URL', codec.databaseUrl, 'Postgres to use; the embedded one when unset.'),
  eventStoreUrl: secret(
    'FILAMENT_EVENT_STORE_URL',
    codec.eventStoreUrl,
    'Store of the event log; the same database when unset.',
  ),
  attachmentRoot: plain(
    'FILAMENT_ATTACHMENT_ROOT',
    codec.path,
    undefined,
    'Folder of uploaded files; `attachments` in `FILAMENT_HOME` when unset.',
  ),
  livekitUrl: plain('FILAMENT_LIVEKIT_URL', codec.mediaUrl, undefined, 'LiveKit server for voice; none when unset.'),
  livekitApiKey: secret('FILAMENT_LIVEKIT_API_KEY', codec.secretText(1), 'Key of that server.'),
  livekitApiSecret: secret(
    'FILAMENT_LIVEKIT_API_SECRET',
    codec.secretText(LIVEKIT_SECRET_CHARS_MIN),
    'Secret of that server.',
  ),
  trustedProxies: plain(
    'FILAMENT_TRUSTED_PROXY_CIDRS',
    codec.networks,
    undefined,
    'Networks of reverse proxies whose `X-Forwarded-For` is believed; none when unset.',
  ),
  logLevel: plain(
    'FILAMENT_LOG_LEVEL',
    codec.oneOf('silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'),
    'info',
    'Least level that is logged.',
  ),
  roles: plain(
    'FILAMENT_ROLES',
    codec.someOf('api', 'gateway', 'projector'),
    'api,gateway,projector',
    'What this process does.',
  ),
  apiUrl: plain(
    'FILAMENT_API_URL',
    codec.publicUrl,
    undefined,
    'Where a `gateway` apart from `api`, over a log in Postgres, hands over what people write: the `api` process.',
  ),
} as const;

const CONNECTIONS_MAX = 100_000;

const connections = (name: string, fallback: number, says: string): Variable<number> =>
  plain(`FILAMENT_LIMIT_${name}`, codec.whole(1, CONNECTIONS_MAX), String(fallback), says);

/** Limits of gateway connections. Users behind one address (a school, a mobile network) share the second. */
export const CONNECTION_VARIABLES = {
  connectionsPerUser: connections('CONNECTIONS_PER_USER', CONNECTIONS_PER_USER_MAX, 'Open connections of one user.'),
  connectionsPerAddress: connections(
    'CONNECTIONS_PER_ADDRESS',
    CONNECTIONS_PER_ADDRESS_MAX,
    'Open connections from one address.',
  ),
  unidentified: connections(
    'UNIDENTIFIED_CONNECTIONS',
    UNIDENTIFIED_CONNECTIONS_MAX,
    'Connections that have not said who they are, over all addresses.',
  ),
} as const;

const RATE_TIMES_MAX = 1_000_000;
const SECOND_MS = 1_000;

const rateVariable = (name: RateName): Variable<number> => {
  const { times, withinMs } = RATES[name];
  return plain(
    `FILAMENT_LIMIT_${name.toUpperCase()}`,
    codec.whole(1, RATE_TIMES_MAX),
    String(times),
    `Times in ${withinMs / SECOND_MS} s.`,
  );
};

const isRateName = (name: string): name is RateName => Object.hasOwn(RATES, name);
/** Variables of the rates in `gateway/limits/rates.ts`. An operator changes the times; the window stays. */
export const RATE_VARIABLES: ReadonlyArray<readonly [RateName, Variable<number>]> = Object.keys(RATES)
  .filter(isRateName)
  .map((name) => [name, rateVariable(name)]);

/** Every variable, in the order of docs/CONFIG.md. */
export const ALL_VARIABLES: ReadonlyArray<Variable<unknown>> = [
  ...Object.values(VARIABLES),
  ...Object.values(CONNECTION_VARIABLES),
  ...RATE_VARIABLES.map(([, variable]) => variable),
];

/** Names that tests, benches and the set-up read. The server ignores them. */
export const NOT_OURS = /^FILAMENT_(TEST|BENCH)_|^FILAMENT_(REQUIRE_ALL|CHROMIUM)$/;
