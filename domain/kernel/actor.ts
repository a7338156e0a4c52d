import { UserId } from '#domain/kernel/ids.ts';

const USER = /^user:(.*)$/;

/** Answers the user who acted, from the metadata of an event. Undefined for an import, a reactor or an operator. */
export const actingUser = (actor: string): UserId | undefined => {
  const id = USER.exec(actor)?.[1];
  return UserId.is(id) ? id : undefined;
};
