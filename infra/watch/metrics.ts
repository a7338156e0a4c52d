/** Metrics of the server. Labels are routes, models and statuses, and never text of a person. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { HttpLog } from '#gateway/ports/http-log.ts';

/** A number that is read at each scrape, alone or by one label. */
type Reading = number | ReadonlyMap<number, number>;

export type Metrics = {
  readonly registry: Registry;
  readonly answered: HttpLog['answered'];
  readonly projections: {
    readonly applied: (model: string, position: bigint, events: number) => void;
    readonly parked: (model: string) => void;
    readonly retrying: (model: string) => void;
  };
  /** Counts a log that was found cut back. */
  readonly cutBack: () => void;
  /** Counts messages whose texts a sweep erased. */
  readonly erased: (messages: number) => void;
  readonly log: {
    /** Times an append. */
    readonly timed: <Args extends ReadonlyArray<unknown>, A>(
      append: (...args: Args) => Promise<A>,
    ) => (...args: Args) => Promise<A>;
    readonly batch: () => void;
  };
  /** Adds a number that is read at each scrape. The keys of a map become the label `code`. */
  readonly read: (name: string, help: string, reading: () => Reading | Promise<Reading>) => void;
};

/** Reads a number. Undefined when that fails: while a part is away, the other numbers are wanted most. */
const told = async (reading: () => Reading | Promise<Reading>): Promise<Reading | undefined> => {
  try {
    return await reading();
  } catch {
    return undefined;
  }
};

const REQUEST_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];
const APPEND_SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5];
const MS_PER_SECOND = 1_000;

const httpMetrics = (registers: Registry[]): Metrics['answered'] => {
  const requests = new Counter({
    name: 'filament_http_requests_total',
    help: 'Requests answered, by route template and status.',
    labelNames: ['route', 'status'],
    registers,
  });
  const seconds = new Histogram({
    name: 'filament_http_request_seconds',
    help: 'Time from the head of a request to its answer, by route template.',
    labelNames: ['route'],
    buckets: REQUEST_SECONDS,
    registers,
  });
  // Routes and statuses are few. A new look-up of their labels for each request would cost more than the count.
  const known = new Map<string, (tookMs: number) => void>();
  const counterOf = (route: string, status: number): ((tookMs: number) => void) => {
    const count = requests.labels(route, String(status));
    const time = seconds.labels(route);
    return (tookMs) => {
      count.inc();
      time.observe(tookMs / MS_PER_SECOND);
    };
  };
  return ({ route, status, tookMs }) => {
    const key = `${status} ${route}`;
    const counter = known.get(key) ?? counterOf(route, status);
    known.set(key, counter);
    counter(tookMs);
  };
};

const projectionMetrics = (registers: Registry[]): Metrics['projections'] => {
  const counter = (name: string, help: string) => new Counter({ name, help, labelNames: ['model'], registers });
  const applied = counter('filament_projection_events_total', 'Events that a read model has committed.');
  const parked = counter(
    'filament_projection_parked_total',
    'Events that a read model could not apply. Above 0 the read model misses something until it is rebuilt.',
  );
  const retries = counter(
    'filament_projection_retries_total',
    'Times a read model had to try again because the log or the database was away.',
  );
  const position = new Gauge({
    name: 'filament_projection_position',
    help: 'Log position that a read model has committed; it lags while filament_log_position is ahead, by events on Postgres and by bytes on EventStoreDB.',
    labelNames: ['model'],
    registers,
  });
  return {
    applied: (model, at, events) => {
      applied.inc({ model }, events);
      position.set({ model }, Number(at));
    },
    parked: (model) => parked.inc({ model }),
    retrying: (model) => retries.inc({ model }),
  };
};

const erasureMetrics = (registers: Registry[]): Metrics['erased'] => {
  const erased = new Counter({
    name: 'filament_erased_messages_total',
    help: 'Removed messages whose texts a sweep erased, because nothing can bring them back.',
    registers,
  });
  return (messages) => erased.inc(messages);
};

const cutMetrics = (registers: Registry[]): Metrics['cutBack'] => {
  const cuts = new Counter({
    name: 'filament_log_cuts_total',
    help: 'Times the log was found cut back, as after a restore of an older backup. Every read model is then built anew.',
    registers,
  });
  return () => cuts.inc();
};

const logMetrics = (registers: Registry[]): Metrics['log'] => {
  const seconds = new Histogram({
    name: 'filament_log_append_seconds',
    help: 'Time from the request of an append until it is durable. Its count over filament_log_batches_total is the mean batch.',
    buckets: APPEND_SECONDS,
    registers,
  });
  const batches = new Counter({
    name: 'filament_log_batches_total',
    help: 'Writes to the log; each carries all the appends that waited.',
    registers,
  });
  return {
    timed:
      (append) =>
      async (...args) => {
        const begun = performance.now();
        const outcome = await append(...args);
        seconds.observe((performance.now() - begun) / MS_PER_SECOND);
        return outcome;
      },
    batch: () => batches.inc(),
  };
};

export const makeMetrics = (): Metrics => {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  return {
    registry,
    answered: httpMetrics(registers),
    projections: projectionMetrics(registers),
    erased: erasureMetrics(registers),
    cutBack: cutMetrics(registers),
    log: logMetrics(registers),
    read: (name, help, reading) => {
      // A server that waited for its database composes more than once.
      registry.removeSingleMetric(name);
      new Gauge({
        name,
        help,
        labelNames: ['code'],
        registers,
        async collect() {
          const read = await told(reading);
          this.reset();
          if (read === undefined) return;
          if (typeof read === 'number') this.set(read);
          else for (const [code, count] of read) this.set({ code }, count);
        },
      });
    },
  };
};

/** Serves `/metrics` on a listener of its own, on the loopback address. */
export const listenForMetrics = async (
  metrics: Metrics,
  port: number,
): Promise<{ readonly port: number; readonly close: () => Promise<void> }> => {
  const server = createServer((req, res) => {
    if (req.url !== '/metrics') {
      res.writeHead(404).end();
      return;
    }
    metrics.registry.metrics().then(
      (text) => res.writeHead(200, { 'Content-Type': metrics.registry.contentType }).end(text),
      () => res.writeHead(500).end(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
