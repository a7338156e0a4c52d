/** Runs one server process from its first line to its last. */

import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Config } from '#infra/config/config.ts';
import { HomeUnfit, makeHome } from '#infra/config/home.ts';
import { takeConfig } from '#infra/config/take-config.ts';
import { startEmbeddedPostgres } from '#infra/database/embedded/embedded-postgres.ts';
import { AlreadyRunning } from '#infra/database/embedded/supervision.ts';
import { SchemaUnfit } from '#infra/database/migrations.ts';
import { CredentialsRefused, LogUnavailable, LogUrlUnfit } from '#infra/log/event-log.ts';
import { WriterTaken } from '#infra/log/postgres/lease.ts';
import { openAdminSocket } from '#infra/operate/admin/admin-socket.ts';
import type { CatchUpProgress } from '#infra/read-models/keep-read-models.ts';
import { type Log, openLog } from '#infra/watch/log.ts';
import { listenForMetrics, type Metrics, makeMetrics } from '#infra/watch/metrics.ts';
import { importTask } from './admin-tasks.ts';
import { compose, type House } from './compose.ts';
import { type Doorway, openDoorway } from './doorway.ts';
import { greet } from './greet.ts';
import { type Laps, laps } from './laps.ts';
import { occupancy } from './occupancy.ts';
import { publicUrlOf } from './origins.ts';
import { PROJECTION_TASK, projectionTask } from './projection-task.ts';
import { notServed } from './roles.ts';
import type { Settings } from './settings.ts';
import { endsWithin, type OpenedParts, openings } from './shutdown.ts';
import { passingTrouble } from './startup-trouble.ts';

/** Exit codes. BSD uses 78 for a wrong configuration and 75 for "try again later". */
const ENDED = 0;
const BROKE = 1;
const CONFIGURATION_WRONG = 78;
const TAKEN = 75;
const INTERRUPTED_TWICE = 130;

const RETRY_EVERY_MS = 2_000;
const TELL_EVERY_MS = 1_000;
/** Milliseconds that the answers under way have at a shutdown. The whole shutdown has twice as long. */
const DRAIN_WITHIN_MS = 5_000;

const COULD_NOT_CLOSE = 'could not close a part of the server';

const WEB_FOLDER = fileURLToPath(new URL('../../web/dist', import.meta.url));

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** Error that only the operator can mend. The start stops waiting. */
class Hopeless extends Error {
  readonly exitCode: number;
  constructor(message: string, exitCode: number) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** Aborts at the first Ctrl-C or SIGTERM, for an orderly shutdown. The second ends the process at once. */
const untilToldToStop = (): AbortController => {
  const stop = new AbortController();
  const onSignal = (): void => {
    if (stop.signal.aborted) process.exit(INTERRUPTED_TWICE);
    stop.abort();
  };
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, onSignal);
  return stop;
};

/** Prints the progress of a start for the operator, and tells it to clients at the door. */
const building = (door: Doorway): ((progress: CatchUpProgress) => void) => {
  let toldAt = 0;
  return ({ model, position, head, eventsPerSecond, etaMs }) => {
    if (performance.now() - toldAt < TELL_EVERY_MS) return;
    toldAt = performance.now();
    const percent = head === 0n ? 100 : Number((position * 100n) / head);
    const rate = eventsPerSecond === undefined ? '' : `, ${Math.round(eventsPerSecond)} events/s`;
    const left = etaMs === undefined ? '' : `, ${Math.ceil(etaMs / 1000)} s left`;
    say(`Bringing ${model} up to date: ${percent} %${rate}${left}`);
    door.because(`${model} is being brought up to date, ${percent} %${left}`);
  };
};

/** Makes the home. A server on another Postgres works without one, and has no search. */
const openHome = async (config: Config, log: Log): Promise<void> => {
  try {
    await makeHome(config.home);
  } catch (error) {
    if (!(error instanceof HomeUnfit)) throw error;
    if (config.databaseUrl === undefined) throw new Hopeless(error.message, CONFIGURATION_WRONG);
    log.warn({ why: error.message }, 'there is no home: search and commands to the running server are off');
  }
};

const openDatabase = async (config: Config, log: Log, stop: AbortController, kept: OpenedParts): Promise<string> => {
  if (config.databaseUrl !== undefined) return config.databaseUrl.reveal();
  say('Starting the embedded Postgres');
  const postgres = await startEmbeddedPostgres(config.home, {
    away: (why) => log.warn({ part: 'postgres', why }, 'the embedded Postgres is away'),
    back: () => log.info({ part: 'postgres' }, 'the embedded Postgres is back'),
    lost: (why) => {
      log.fatal({ part: 'postgres', why }, 'another server took over the embedded Postgres');
      stop.abort();
    },
  });
  kept.opened('postgres', postgres.stop);
  return postgres.url;
};

/**
 * Opens the house. While the database or the log is away it waits and says so, and the door answers that it is not
 * ready.
 */
const openHouse = async (
  settings: Settings,
  log: Log,
  metrics: Metrics,
  stop: AbortSignal,
  door: Doorway,
  { passed }: Laps,
): Promise<House | undefined> => {
  const starting = { building: building(door), stop, passed };
  while (!stop.aborted) {
    try {
      return await compose(settings, log, metrics, starting);
    } catch (error) {
      if (stop.aborted) return undefined;
      if (error instanceof WriterTaken) throw new Hopeless(`${error.message}.`, TAKEN);
      if (error instanceof SchemaUnfit || error instanceof CredentialsRefused || error instanceof LogUrlUnfit)
        throw new Hopeless(`${error.message}.`, CONFIGURATION_WRONG);
      const why = passingTrouble(error);
      if (why === undefined) throw error;
      const what = error instanceof LogUnavailable ? 'event log' : 'database';
      say(`Waiting for the ${what}: ${why}`);
      door.because(`the ${what} is away`);
      await pause(RETRY_EVERY_MS, undefined, { signal: stop }).catch(() => undefined);
      passed(`waiting for the ${what}`);
    }
  }
  return undefined;
};

/** Listens, or ends the start. The operator must free an address that another program holds. */
const listening = async <A>(host: string, port: number, listen: () => Promise<A>): Promise<A> => {
  try {
    return await listen();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Hopeless(`Cannot listen on ${host} port ${port}: ${why}`, BROKE);
  }
};

/** Opens the admin socket. Without it the server still serves, and imports wait until the server is stopped. */
const openForOperator = async (home: string, house: House, log: Log, kept: OpenedParts): Promise<void> => {
  try {
    const socket = await openAdminSocket(home, {
      '/import': importTask(house.importConversation),
      [PROJECTION_TASK]: projectionTask(house.ownProjections),
    });
    kept.opened('admin socket', socket.close);
  } catch (error) {
    log.warn({ err: error }, 'could not open the admin socket for the CLI');
  }
};

const open = async (config: Config, log: Log, stop: AbortController, kept: OpenedParts, timed: Laps): Promise<void> => {
  timed.passed('program');
  await openHome(config, log);
  const door = await listening(config.host, config.port, () => openDoorway(config.host, config.port));
  const publicUrl = publicUrlOf(config.publicUrl, config.host, door.port);
  const metrics = makeMetrics();
  const { metricsPort } = config;
  const shown = await listening('127.0.0.1', metricsPort, () => listenForMetrics(metrics, metricsPort));
  kept.opened('metrics', shown.close);
  const databaseUrl = await openDatabase(config, log, stop, kept);
  timed.passed('Postgres');
  const eventStoreUrl = config.eventStoreUrl?.reveal() ?? databaseUrl;
  const settings = { ...config, databaseUrl, eventStoreUrl, publicUrl, webFolder: WEB_FOLDER };
  const occupied = occupancy({
    door,
    stop: stop.signal,
    cutBack: (why) => log.error({ why }, 'the log was cut back: this process begins anew'),
    open: async () => {
      const house = await openHouse(settings, log, metrics, stop.signal, door, timed);
      if (house === undefined) return undefined;
      const parts = openings((part, err) => log.error({ part, err }, COULD_NOT_CLOSE));
      parts.opened('rooms', house.close);
      await openForOperator(config.home, house, log, parts);
      return { house, close: parts.closeAll };
    },
  });
  kept.opened('house', occupied.close);
  kept.opened('door', async () => {
    const answered = door.close();
    await occupied.sendAway();
    if (!(await endsWithin(answered, DRAIN_WITHIN_MS))) door.slam();
  });
  const house = await occupied.begin();
  if (house === undefined) return;
  timed.passed('door');
  log.info({ tookMs: timed.tookMs(), laps: timed.told() }, 'ready');
  await greet(house, publicUrl, say);
  await occupied.stay();
};

/**
 * Runs the server until it is told to stop.
 * @returns the exit code of the process.
 */
export const serve = async (): Promise<number> => {
  const config = takeConfig();
  const faults = notServed(config);
  if (faults.length > 0) {
    for (const fault of faults) process.stderr.write(`${fault}\n`);
    return CONFIGURATION_WRONG;
  }
  // A broken output pipe or a full disk must not end the server. The listener that a package adds would throw.
  for (const stream of [process.stdout, process.stderr])
    stream.removeAllListeners('error').on('error', () => undefined);
  const log = openLog(config.logLevel, process.stderr);
  // A deprecation concerns the authors of packages, and the operator can do nothing about it.
  process.removeAllListeners('warning').on('warning', (err) => {
    log[err.name === 'DeprecationWarning' ? 'debug' : 'warn']({ err }, 'the runtime warns');
  });
  const stop = untilToldToStop();
  const kept = openings((part, err) => log.error({ part, err }, COULD_NOT_CLOSE));
  let exitCode = ENDED;
  try {
    await open(config, log, stop, kept, laps());
    say('Stopping');
  } catch (error) {
    exitCode = error instanceof Hopeless ? error.exitCode : error instanceof AlreadyRunning ? TAKEN : BROKE;
    if (error instanceof Hopeless || error instanceof AlreadyRunning) process.stderr.write(`${error.message}\n`);
    else log.fatal({ err: error }, 'the server could not start');
  }
  if (!(await endsWithin(kept.closeAll(), 2 * DRAIN_WITHIN_MS))) {
    log.error({}, 'could not close everything in time');
    return BROKE;
  }
  return exitCode;
};
