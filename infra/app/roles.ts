import type { Config } from '#infra/config/config.ts';

const EVERY_ROLE = ['api', 'gateway', 'projector'] as const;

/**
 * What the configuration may say and this release does not do: one process plays every role, over a log in Postgres.
 * Sentences for the operator; none when all is well. Refused at the start rather than ignored in silence.
 */
export const notServed = (config: Pick<Config, 'roles' | 'eventStoreUrl'>): ReadonlyArray<string> => {
  const missing = EVERY_ROLE.filter((role) => !config.roles.includes(role));
  const store = config.eventStoreUrl?.reveal();
  return [
    ...(missing.length === 0
      ? []
      : [`FILAMENT_ROLES must name all of ${EVERY_ROLE.join(', ')}: they cannot be split over processes yet`]),
    ...(store === undefined || /^postgres(ql)?:/.test(store)
      ? []
      : ['FILAMENT_EVENT_STORE_URL must be a `postgres:` URL: EventStoreDB is not served yet']),
  ];
};
