import type { Config } from '#infra/config/config.ts';
import { isPostgres } from '#infra/log/open-event-log.ts';

export type Role = Config['roles'][number];
const EVERY_ROLE: ReadonlyArray<Role> = ['api', 'gateway', 'projector'];

/** What one process does of the whole. */
export type Part = {
  readonly answersHttp: boolean;
  readonly answersSockets: boolean;
  readonly projects: boolean;
  /** It appends to the log: on Postgres the one that answers HTTP, elsewhere whoever people write through. */
  readonly writes: boolean;
  /** People write through its sockets, and it hands that over to one that may append. */
  readonly postsElsewhere: boolean;
  /** It makes what is missing in Postgres, and brings it up to date. Who does not may be let in as one who only reads. */
  readonly makes: boolean;
  /** No other process can have anything to do with this log's events: on Postgres one that writes and projects. */
  readonly alone: boolean;
};

export const partOf = (roles: ReadonlyArray<Role>, logUrl: string): Part => {
  const [answersHttp, answersSockets, projects] = (['api', 'gateway', 'projector'] as const).map((role) =>
    roles.includes(role),
  ) as [boolean, boolean, boolean];
  const writes = answersHttp || (answersSockets && !isPostgres(logUrl));
  return {
    answersHttp,
    answersSockets,
    projects,
    writes,
    makes: writes || projects,
    postsElsewhere: answersSockets && !writes,
    alone: isPostgres(logUrl) && EVERY_ROLE.every((role) => roles.includes(role)),
  };
};

/**
 * What the configuration may say and this release does not do. Sentences for the operator; none when all is well.
 * Refused at the start rather than ignored in silence.
 */
export const notServed = (
  config: Pick<Config, 'roles' | 'eventStoreUrl' | 'databaseUrl' | 'apiUrl'>,
): ReadonlyArray<string> => {
  // With no store named the log is in the database, and that is a Postgres.
  const { postsElsewhere } = partOf(config.roles, config.eventStoreUrl?.reveal() ?? 'postgres:');
  const split = !EVERY_ROLE.every((role) => config.roles.includes(role));
  return [
    ...(postsElsewhere && config.apiUrl === undefined
      ? [
          'FILAMENT_API_URL must name the api process when FILAMENT_ROLES names gateway without api: ' +
            'over a log in Postgres one process writes, and a gateway hands over to it what people say',
        ]
      : []),
    ...(split && config.databaseUrl === undefined
      ? ['FILAMENT_DATABASE_URL must name a Postgres when FILAMENT_ROLES names some of the roles: they share it']
      : []),
  ];
};
