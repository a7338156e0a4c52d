/** What the server tells of itself in numbers. Labels are routes, models and statuses: never anything a person wrote. */
import { createServer, type Server } from 'node:http';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { HttpLog } from '#gateway/ports/http-log.ts';

export type Metrics = {
  readonly registry: Registry;
  readonly answered: HttpLog['answered'];
  readonly projections: {
    readonly applied: (model: string, position: bigint, events: number) => void;
    readonly parked: (model: string) => void;
    readonly retrying: (model: string) => void;
  };
  /** A value that is asked for whenever somebody looks. */
  readonly gauge: (name: string, help: string, read: () => number | Promise<number>) => void;
};

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];

export const makeMetrics = (): Metrics => {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const requests = new Counter({
    name: 'filament_http_requests_total',
    help: 'Requests answered, by route template and status.',
    labelNames: ['route', 'status'],
    registers,
  });
  const seconds = new Histogram({
    name: 'filament_http_request_seconds',
    help: 'Time from the first byte of a request to its answer, by route template.',
    labelNames: ['route'],
    buckets: SECONDS,
    registers,
  });
  const applied = new Counter({
    name: 'filament_projection_events_total',
    help: 'Events that a read model has committed.',
    labelNames: ['model'],
    registers,
  });
  const position = new Gauge({
    name: 'filament_projection_position',
    help: 'Log position that a read model has committed.',
    labelNames: ['model'],
    registers,
  });
  const parked = new Counter({
    name: 'filament_projection_parked_total',
    help: 'Events that a read model could not take. Above 0 it misses something until it is rebuilt.',
    labelNames: ['model'],
    registers,
  });
  const retries = new Counter({
    name: 'filament_projection_retries_total',
    help: 'Times a read model had to try again because the log or the database was away.',
    labelNames: ['model'],
    registers,
  });
  return {
    registry,
    answered: ({ route, status, tookMs }) => {
      requests.inc({ route, status });
      seconds.observe({ route }, tookMs / 1000);
    },
    projections: {
      applied: (model, at, events) => {
        applied.inc({ model }, events);
        position.set({ model }, Number(at));
      },
      parked: (model) => parked.inc({ model }),
      retrying: (model) => retries.inc({ model }),
    },
    gauge: (name, help, read) => {
      new Gauge({
        name,
        help,
        registers,
        async collect() {
          this.set(await read());
        },
      });
    },
  };
};

/** `/metrics` on a listener of its own, which stays on this machine. */
export const listenForMetrics = async (
  metrics: Metrics,
  port: number,
): Promise<{ readonly close: () => Promise<void> }> => {
  const server: Server = createServer((req, res) => {
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
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
