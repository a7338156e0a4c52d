import type { Position } from '#domain/kernel/event.ts';

/**
 * Where the event stands that a feed could not read, when that is why it broke. The feed's error says so by its
 * name and its place; its class belongs to a room that the gateway does not know.
 */
export const unreadableAt = (error: unknown): Position | undefined => {
  if (!(error instanceof Error) || error.name !== 'UnreadableEvent' || !('at' in error)) return undefined;
  const { at } = error;
  if (typeof at !== 'object' || at === null || !('position' in at)) return undefined;
  return typeof at.position === 'bigint' ? at.position : undefined;
};
