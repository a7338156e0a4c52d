import type { Config } from '#infra/config/config.ts';
import { isPostgres } from '#infra/eventstore/open-event-log.ts';

export type Role = Config['roles'][number];
const EVERY_ROLE: ReadonlyArray<Role> = ['api', 'gateway', 'projector'];

/** What one process does of the whole. */
export type Part = {
  readonly answersHttp: boolean;
  readonly answersSockets: boolean;
  readonly projects: boolean;
  /** People write through it, over HTTP or a socket. */
  readonly writes: boolean;
  /** No other process can have anything to do with this log's events: on Postgres one that writes and projects. */
  readonly alone: boolean;
};

export const partOf = (roles: ReadonlyArray<Role>, logUrl: string): Part => {
  const [answersHttp, answersSockets, projects] = (['api', 'gateway', 'projector'] as const).map((role) =>
    roles.includes(role),
  ) as [boolean, boolean, boolean];
  return {
    answersHttp,
    answersSockets,
    projects,
    writes: answersHttp || answersSockets,
    alone: isPostgres(logUrl) && EVERY_ROLE.every((role) => roles.includes(role)),
  };
};

/**
 * What the configuration may say and this release does not do. Sentences for the operator; none when all is well.
 * Refused at the start rather than ignored in silence.
 */
export const notServed = (config: Pick<Config, 'roles' | 'eventStoreUrl' | 'databaseUrl'>): ReadonlyArray<string> => {
  const store = config.eventStoreUrl?.reveal();
  const oneWriter = store === undefined || isPostgres(store);
  const split = !EVERY_ROLE.every((role) => config.roles.includes(role));
  return [
    ...(oneWriter && config.roles.includes('api') !== config.roles.includes('gateway')
      ? ['FILAMENT_ROLES must name api and gateway together: over a log in Postgres one process writes, and both do']
      : []),
    ...(split && config.databaseUrl === undefined
      ? ['FILAMENT_DATABASE_URL must name a Postgres when FILAMENT_ROLES names some of the roles: they share it']
      : []),
  ];
};
