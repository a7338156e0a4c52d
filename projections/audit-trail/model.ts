/** The rows of audit-trail as readers see them, under `read`. */
import type { EventName } from '#domain/event-catalog.ts';
import type { EventId, GuildId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';

export const AUDIT_TRAIL = 'audit-trail';

/** `read.audit_entry`: who did what in a guild. `actor` and `target` are `<kind>:<id>`. */
export type AuditEntryRow = {
  readonly event_id: EventId;
  readonly guild_id: GuildId;
  readonly at: Instant;
  readonly actor: string;
  readonly action: EventName;
  readonly target: string;
  /** Null when none was given, and when it was erased. */
  readonly reason: string | null;
  readonly reason_erased: boolean;
  readonly position: bigint;
};
