/**
 * Fields of a log line. They hold ids, counts and our own names, but no text of a person. Any other field is a type
 * error, and is left out at run time.
 */
export type LogFields = {
  readonly requestId?: string;
  readonly connectionId?: string;
  readonly userId?: string;
  readonly sessionId?: string;
  readonly guildId?: string;
  readonly channelId?: string;
  readonly messageId?: string;
  readonly importId?: string;
  readonly eventId?: string;
  readonly eventName?: string;
  readonly stream?: string;
  readonly position?: string;
  readonly projection?: string;
  readonly method?: string;
  /** Route template, as `/guilds/:guild_id`. */
  readonly route?: string;
  readonly status?: number;
  readonly closeCode?: number;
  readonly tookMs?: number;
  /** Parts of `tookMs`, each with its name. */
  readonly laps?: string;
  readonly waitMs?: number;
  readonly attempt?: number;
  readonly count?: number;
  readonly bytes?: number;
  readonly rate?: string;
  /** Name of an event of the security log. */
  readonly securityEvent?: string;
  /** Address of a client, as rates count it. The security log alone has it. */
  readonly address?: string;
  /** Number of addresses. */
  readonly addresses?: number;
  /** Keyed hash of a username. */
  readonly account?: string;
  readonly cause?: string;
  readonly part?: string;
  readonly state?: string;
  readonly why?: string;
  /** Address of this server, as printed at the start. */
  readonly url?: string;
  /** Origin of a page that may not connect, as a browser writes it. */
  readonly origin?: string;
  readonly port?: number;
  readonly version?: string;
  readonly err?: unknown;
};

const ALLOWED: Readonly<Record<Exclude<keyof LogFields, 'err'>, 'string' | 'number'>> = {
  requestId: 'string',
  connectionId: 'string',
  userId: 'string',
  sessionId: 'string',
  guildId: 'string',
  channelId: 'string',
  messageId: 'string',
  importId: 'string',
  eventId: 'string',
  eventName: 'string',
  stream: 'string',
  position: 'string',
  projection: 'string',
  method: 'string',
  route: 'string',
  status: 'number',
  closeCode: 'number',
  tookMs: 'number',
  laps: 'string',
  waitMs: 'number',
  attempt: 'number',
  count: 'number',
  bytes: 'number',
  rate: 'string',
  securityEvent: 'string',
  address: 'string',
  addresses: 'number',
  account: 'string',
  cause: 'string',
  part: 'string',
  state: 'string',
  why: 'string',
  url: 'string',
  origin: 'string',
  port: 'number',
  version: 'string',
};

const CHARS_MAX = 500;
const FRAMES_MAX = 12;
const CAUSES_MAX = 3;
const CODE = /^[A-Z0-9_]{1,40}$/;

const framesOf = (error: Error): ReadonlyArray<string> =>
  (error.stack ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith('at '))
    .slice(0, FRAMES_MAX);

/**
 * Shows an error as its class, message, code and stack frames. Its own properties are left out, because drivers put
 * queries, parameters and rows there.
 */
const showError = (error: unknown, causesLeft = CAUSES_MAX): unknown => {
  if (!(error instanceof Error)) return { type: typeof error };
  const code = 'code' in error && typeof error.code === 'string' && CODE.test(error.code) ? error.code : undefined;
  return {
    type: error.constructor.name,
    message: error.message.slice(0, CHARS_MAX),
    ...(code === undefined ? {} : { code }),
    at: framesOf(error),
    ...(error.cause === undefined || causesLeft === 0 ? {} : { cause: showError(error.cause, causesLeft - 1) }),
  };
};

/** Keeps the allowed fields. */
export const allowedFields = (fields: Readonly<Record<string, unknown>>): Record<string, unknown> => {
  const kept: Record<string, unknown> = {};
  for (const [name, type] of Object.entries(ALLOWED)) {
    const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (typeof value !== type) continue;
    kept[name] = typeof value === 'string' ? value.slice(0, CHARS_MAX) : value;
  }
  if (Object.hasOwn(fields, 'err')) kept['err'] = showError(fields['err']);
  return kept;
};
