import type * as t from 'io-ts';

/** Where a value is not what its codec says: paths and the names of what was expected, never the value itself. */
export const mismatch = (errors: t.Errors): string =>
  errors
    .map(({ context }) => {
      const path = context.map(({ key }) => key).filter((key) => key !== '');
      return `${path.join('.') || 'the value'} is no ${context.at(-1)?.type.name ?? 'known type'}`;
    })
    .join('; ');
