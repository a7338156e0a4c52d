import type { Position, Revision } from '#domain/kernel/event.ts';
import type { EventId } from '#domain/kernel/ids.ts';
import type { StreamName } from '#domain/kernel/stream.ts';
import { UnreadableEvent as UnreadableInFeed } from '#projections/ports/event-feed.ts';

type Unread = {
  readonly position: Position;
  readonly stream: StreamName;
  readonly revision: Revision;
  readonly eventId: EventId;
  readonly type: string;
  readonly schemaVersion: number;
};

/** A stored event that this program cannot decode. The follower of the log decides what happens then. */
export class UnreadableEvent extends UnreadableInFeed {
  constructor({ position, stream, revision, type, schemaVersion, eventId }: Unread, why: string) {
    super(
      { position, stream, type, eventId },
      `event ${type}@${schemaVersion} at position ${position} (${stream} revision ${revision}) is unreadable: ${why}`,
    );
  }
}
