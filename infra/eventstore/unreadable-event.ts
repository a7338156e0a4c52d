import type { Position, Revision } from '#domain/kernel/event.ts';
import type { EventId } from '#domain/kernel/ids.ts';
import type { StreamName } from '#domain/kernel/stream.ts';

type Place = {
  readonly position: Position;
  readonly stream: StreamName;
  readonly revision: Revision;
  readonly eventId: EventId;
  readonly type: string;
  readonly schemaVersion: number;
};

/** A stored event that this program cannot turn into one of its own. Whoever follows the log decides what that means. */
export class UnreadableEvent extends Error {
  override readonly name = 'UnreadableEvent';
  readonly place: Place;

  constructor(event: Place, why: string) {
    const { position, stream, revision, eventId, type, schemaVersion } = event;
    super(
      `event ${type}@${schemaVersion} at position ${position} (${stream} revision ${revision}) is unreadable: ${why}`,
    );
    this.place = { position, stream, revision, eventId, type, schemaVersion };
  }
}
