import type { GatewayServer } from '#gateway/ws/server.ts';
import type { Metrics } from '#infra/watch/metrics.ts';
import type { EventFeed } from '#projections/ports/event-feed.ts';

/** Arguments of `Metrics.read`: a name, a description and the reading. */
type Reading = Parameters<Metrics['read']>;

/** Metrics of the parts of a server that are read at each scrape. */
export const metricsOf = ({
  feed,
  gateway,
}: {
  readonly feed: Pick<EventFeed, 'head'>;
  readonly gateway: Pick<GatewayServer, 'metrics'>;
}): ReadonlyArray<Reading> => [
  [
    'filament_log_position',
    'Position of the last event in the log; not a number of events on EventStoreDB.',
    async () => Number(await feed.head()),
  ],
  ['filament_gateway_connections', 'Open gateway connections.', () => gateway.metrics().connections],
  [
    'filament_gateway_unidentified',
    'Open gateway connections that have not identified.',
    () => gateway.metrics().unidentified,
  ],
  ['filament_gateway_dispatches', 'Dispatches handed to connections.', () => gateway.metrics().delivered],
  [
    'filament_gateway_closed',
    'Ended connections by close code; 4000 is a consumer too slow for its queue.',
    () => gateway.metrics().closed,
  ],
  [
    'filament_gateway_rechecks',
    'Guilds whose connections wait until it is known what they may see.',
    () => gateway.metrics().rechecks,
  ],
  ['filament_gateway_refused', 'Refused upgrades by HTTP status.', () => gateway.metrics().refused],
];
