import type { Config } from '#infra/config/config.ts';
import { isPostgres } from '#infra/log/open-event-log.ts';

export type ProcessRole = Config['roles'][number];
const EVERY_ROLE: ReadonlyArray<ProcessRole> = ['api', 'gateway', 'projector'];

/** The part that one process plays. */
export type Part = {
  readonly answersHttp: boolean;
  readonly answersSockets: boolean;
  readonly projects: boolean;
  /**
   * Whether it appends to the log. On Postgres that is the process that answers HTTP, elsewhere every process that
   * takes messages.
   */
  readonly writes: boolean;
  /** Whether it takes messages over its sockets and hands them over to a process that may append. */
  readonly postsElsewhere: boolean;
  /** Whether it makes and migrates the schemas in Postgres. Any other process may use a read-only user. */
  readonly makes: boolean;
  /** Whether no other process reads or writes the events of this log. On Postgres that is a process with every role. */
  readonly alone: boolean;
};

export const partOf = (roles: ReadonlyArray<ProcessRole>, logUrl: string): Part => {
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
 * Sentences about combinations of roles that this release does not serve. Empty when all is well. The start refuses
 * them instead of ignoring them.
 */
export const notServed = (
  config: Pick<Config, 'roles' | 'eventStoreUrl' | 'databaseUrl' | 'apiUrl'>,
): ReadonlyArray<string> => {
  // Without a store of its own the log is in the database, which is a Postgres.
  const { postsElsewhere } = partOf(config.roles, config.eventStoreUrl?.reveal() ?? 'postgres:');
  const split = !EVERY_ROLE.every((role) => config.roles.includes(role));
  return [
    ...(postsElsewhere && config.apiUrl === undefined
      ? [
          'FILAMENT_API_URL must name the api process when FILAMENT_ROLES names gateway without api: ' +
            'over a log in Postgres one process writes, and a gateway hands messages over to it',
        ]
      : []),
    ...(split && config.databaseUrl === undefined
      ? ['FILAMENT_DATABASE_URL must name a Postgres when FILAMENT_ROLES names some of the roles: they share it']
      : []),
  ];
};
