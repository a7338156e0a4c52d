import type { CommandId, EventId, Id } from '#domain/kernel/ids.ts';
import type { StreamName } from '#domain/kernel/stream.ts';

/**
 * The source of ids. It derives ids from a keyed hash of the command id and the actor. So a retry of an attempt derives
 * the same ids, and no actor can derive the ids of another one.
 */
export type IdSource = {
  readonly freshCommandId: () => CommandId;
  /** A ULID with the time of the command id. `what` tells two things of one command apart. */
  readonly entityId: <Kind extends string>(command: CommandId, actor: string, what: Kind) => Id<Kind>;
  readonly eventId: (command: CommandId, actor: string, stream: StreamName, ordinal: number) => EventId;
  /** The code of an invite: 128 bits of the keyed hash as 22 URL-safe characters. It is the same on every retry. */
  readonly code: (command: CommandId, actor: string) => string;
};
