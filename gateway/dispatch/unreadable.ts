import type { Position } from '#domain/kernel/event.ts';

/**
 * Finds the position of an event that made a feed break because it cannot be read. The error is known by its name and
 * its fields, because the gateway may not import its class.
 */
export const unreadableAt = (error: unknown): Position | undefined => {
  if (!(error instanceof Error) || error.name !== 'UnreadableEvent' || !('at' in error)) return undefined;
  const { at } = error;
  if (typeof at !== 'object' || at === null || !('position' in at)) return undefined;
  return typeof at.position === 'bigint' ? at.position : undefined;
};
