import type { Attempt } from '#commands/commands.ts';
import type { EventMetadata } from '#domain/kernel/event.ts';
import type { CommandId, EventId, SessionId, UserId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';

/** Origin of an event: the actor, the attempt and the request. */
export type Origin = {
  /** `<kind>:<id>`, as in event metadata. */
  readonly actor: string;
  readonly command: CommandId;
  readonly correlation: string;
  readonly session?: SessionId;
  /** Id of the event that the new events compensate. */
  readonly undoes?: EventId;
};

export const actorOf = (user: UserId): string => `user:${user}`;

export const originOf = ({ actor, commandId, correlation, session }: Attempt): Origin => ({
  actor: actorOf(actor),
  command: commandId,
  correlation,
  session,
});

export const metadataOf = ({ actor, command, correlation, session, undoes }: Origin, time: Instant): EventMetadata => ({
  actor,
  correlation,
  causation: command,
  time,
  ...(session === undefined ? {} : { session }),
  ...(undoes === undefined ? {} : { undoes }),
});
