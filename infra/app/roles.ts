import type { Config } from '#infra/config/config.ts';

const EVERY_ROLE = ['api', 'gateway', 'projector'] as const;

/**
 * What the configuration may say and this release does not do: one process plays every role.
 * Sentences for the operator; none when all is well. Refused at the start rather than ignored in silence.
 */
export const notServed = (config: Pick<Config, 'roles'>): ReadonlyArray<string> => {
  const missing = EVERY_ROLE.filter((role) => !config.roles.includes(role));
  return [
    ...(missing.length === 0
      ? []
      : [`FILAMENT_ROLES must name all of ${EVERY_ROLE.join(', ')}: they cannot be split over processes yet`]),
  ];
};
