import type * as t from 'io-ts';

/** Describes where a value does not fit its codec, by paths and expected types. It never contains the value itself. */
export const mismatch = (errors: t.Errors): string =>
  errors
    .map(({ context }) => {
      const path = context.map(({ key }) => key).filter((key) => key !== '');
      return `${path.join('.') || 'the value'} is no ${context.at(-1)?.type.name ?? 'known type'}`;
    })
    .join('; ');
