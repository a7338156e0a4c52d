import type { CommandId, EventId, Id } from '#domain/kernel/ids.ts';
import type { StreamName } from '#domain/kernel/stream.ts';

/**
 * Where ids come from. All derivation is by keyed hash of the command's id and actor, so a retry of one
 * attempt derives the same ids, and nobody can aim at another actor's.
 */
export type IdSource = {
  readonly freshCommandId: () => CommandId;
  /** A ULID with the command id's time; `what` keeps two entities of one command apart. */
  readonly entityId: <Kind extends string>(command: CommandId, actor: string, what: Kind) => Id<Kind>;
  readonly eventId: (command: CommandId, actor: string, stream: StreamName, ordinal: number) => EventId;
  /** A code that people pass on: 128 bits of the keyed hash as 22 URL-safe characters, the same on every retry. */
  readonly code: (command: CommandId, actor: string) => string;
};
