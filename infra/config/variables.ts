import { MIB, SECOND_MS } from '#domain/kernel/units.ts';
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
  readonly codec: codec.VariableDecoder<A>;
  /** Default, as written in the environment. `undefined` when an unset variable has a meaning of its own. */
  readonly fallback: string | undefined;
  /** Whether it may also be given as `<NAME>_FILE`. A secret is wiped from the environment once it is read. */
  readonly secret: boolean;
  readonly says: string;
};

const plain = <A>(
  name: string,
  reads: codec.VariableDecoder<A>,
  fallback: string | undefined,
  says: string,
): Variable<A> => ({
  name,
  codec: reads,
  fallback,
  secret: false,
  says,
});

const secret = <A>(name: string, reads: codec.VariableDecoder<A>, says: string): Variable<A> => ({
  name,
  codec: reads,
  fallback: undefined,
  secret: true,
  says,
});

const UNDO_DAYS_MAX = 365;

export const VARIABLES = {
  home: plain('FILAMENT_HOME', codec.path, './var', 'Folder of all files that the server keeps.'),
  host: plain('FILAMENT_HOST', codec.hostName, '127.0.0.1', 'Address to listen on.'),
  port: plain('FILAMENT_PORT', codec.port, '3000', 'Port to listen on. `0` takes any free port.'),
  metricsPort: plain(
    'FILAMENT_METRICS_PORT',
    codec.port,
    '9464',
    'Port of `/metrics`, on the loopback address only. `0` takes any free port.',
  ),
  publicUrl: plain(
    'FILAMENT_PUBLIC_URL',
    codec.publicUrl,
    undefined,
    'Address under which users reach the server, for links and origin checks. When unset: the listening address.',
  ),
  registration: plain(
    'FILAMENT_REGISTRATION',
    codec.oneOf('open', 'invite', 'closed'),
    'invite',
    'Users who may register: `open` any user, `invite` users with an invite, `closed` no user.',
  ),
  undoDays: plain(
    'FILAMENT_UNDO_DAYS',
    codec.whole(0, UNDO_DAYS_MAX),
    '7',
    'Days in which a removal by a moderator can be undone. Then the removed texts are erased.',
  ),
  databaseUrl: secret('FILAMENT_DATABASE_URL', codec.databaseUrl, 'Postgres to use. When unset: the embedded one.'),
  eventStoreUrl: secret(
    'FILAMENT_EVENT_STORE_URL',
    codec.eventStoreUrl,
    'Store of the event log. When unset: the same database.',
  ),
  attachmentRoot: plain(
    'FILAMENT_ATTACHMENT_ROOT',
    codec.path,
    undefined,
    'Folder of the files that users send. When unset: `attachments` in `FILAMENT_HOME`.',
  ),
  attachmentUrl: secret(
    'FILAMENT_ATTACHMENT_URL',
    codec.objectStoreUrl,
    'Bucket of an S3-compatible store for the files, in place of the folder.',
  ),
  trustedProxies: plain(
    'FILAMENT_TRUSTED_PROXY_CIDRS',
    codec.networks,
    undefined,
    'Networks of reverse proxies whose `X-Forwarded-For` and `Forwarded` are trusted. When unset: none.',
  ),
  logLevel: plain(
    'FILAMENT_LOG_LEVEL',
    codec.oneOf('silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'),
    'info',
    'Lowest level that is logged.',
  ),
  roles: plain(
    'FILAMENT_ROLES',
    codec.someOf('api', 'gateway', 'projector'),
    'api,gateway,projector',
    'Roles that this process plays.',
  ),
  apiUrl: plain(
    'FILAMENT_API_URL',
    codec.publicUrl,
    undefined,
    'Address of the `api` process. A `gateway` without `api`, over a log in Postgres, hands its messages over to it.',
  ),
  clamavAddress: plain(
    'FILAMENT_CLAMAV_ADDRESS',
    codec.listenerAddress,
    undefined,
    'Address of a clamd of ClamAV that scans uploaded files. When unset: files are not scanned.',
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
    'Connections of all addresses that have not identified. A newcomer beyond it displaces a silent one.',
  ),
} as const;

const FILE_BYTES_HIGHEST = 200 * MIB;
const QUOTA_MIB_HIGHEST = 100_000_000;

/** Limits of the files that users send. Each user, each guild and the server has a quota for all files together. */
export const FILE_VARIABLES = {
  fileBytesMax: plain(
    'FILAMENT_LIMIT_ATTACHMENT_BYTES',
    codec.whole(1, FILE_BYTES_HIGHEST),
    String(25 * MIB),
    'Bytes of one file.',
  ),
  userMib: plain(
    'FILAMENT_LIMIT_FILES_MIB_PER_USER',
    codec.whole(0, QUOTA_MIB_HIGHEST),
    '1024',
    'MiB of the files of one user.',
  ),
  guildMib: plain(
    'FILAMENT_LIMIT_FILES_MIB_PER_GUILD',
    codec.whole(0, QUOTA_MIB_HIGHEST),
    '10240',
    'MiB of the files in one community.',
  ),
  serverMib: plain('FILAMENT_LIMIT_FILES_MIB', codec.whole(0, QUOTA_MIB_HIGHEST), '51200', 'MiB of all files.'),
} as const;

const RATE_TIMES_MAX = 1_000_000;

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
  ...Object.values(FILE_VARIABLES),
  ...RATE_VARIABLES.map(([, variable]) => variable),
];

/** Names that tests, benches and the set-up read. The server ignores them. */
export const NOT_OURS = /^FILAMENT_(TEST|BENCH)_|^FILAMENT_(REQUIRE_ALL|CHROMIUM)$/;
