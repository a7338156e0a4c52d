/** Table of audit-trail, as readers see it under `read`. */
import type { EventName } from '#domain/event-catalog.ts';
import type { EventId, GuildId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import { key, logPosition, nullable, table, text, truth, written, writtenByBytes } from '#projections/engine/table.ts';

export const AUDIT_TRAIL = 'audit-trail';

/** `read.audit_entry`: one row for each act of administration in a guild. `actor` and `target` are `<kind>:<id>`. */
export const auditEntry = table('audit_entry', {
  event_id: key(text<EventId>()),
  guild_id: text<GuildId>(),
  at: text<Instant>(),
  actor: writtenByBytes(),
  action: text<EventName>(),
  target: text(),
  /** Null when none was given, and when it was erased. */
  reason: nullable(written()),
  reason_erased: truth(),
  position: logPosition(),
});
