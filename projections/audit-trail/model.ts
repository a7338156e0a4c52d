/** Tables of audit-trail, as readers see them under `read`. */
import type { EventName } from '#domain/event-catalog.ts';
import type { ChannelId, EventId, GuildId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import type { StreamName } from '#domain/kernel/stream.ts';
import {
  integer,
  json,
  key,
  logPosition,
  nullable,
  table,
  text,
  truth,
  written,
  writtenByBytes,
} from '#projections/engine/table.ts';

export const AUDIT_TRAIL = 'audit-trail';

/** `read.audit_entry`: one row for each act of governance in a guild. `actor` and `target` are `<kind>:<id>`. */
export const auditEntry = table('audit_entry', {
  event_id: key(text<EventId>()),
  guild_id: text<GuildId>(),
  at: text<Instant>(),
  actor: writtenByBytes(),
  action: text<EventName>(),
  target: text(),
  /** The id in `target`, by which a page is filtered. */
  target_id: text(),
  /** The channel that the act is about. A viewer who cannot see it does not see the entry. */
  channel_id: nullable(text<ChannelId>()),
  /** True when a reason was given. Its text stands in `audit_reason` until it is erased. */
  has_reason: truth(),
  /** Thing whose earlier entries hold the facts from before. */
  subject: text(),
  /** Facts after the act: a list of texts for each field. */
  facts: json(),
  /** Facts before the act that the event itself says. The other ones stand in an earlier entry of the subject. */
  was: json(),
  /** The attempt that the act belongs to. Entries of one attempt are one act. */
  causation: writtenByBytes(),
  /** The event that this one takes back. */
  undoes: nullable(writtenByBytes()),
  stream: text<StreamName>(),
  revision: integer(),
  position: logPosition(),
});

/** `read.audit_reason`: the text of the reason of one entry. It is gone once the thing is erased that it is about. */
export const auditReason = table('audit_reason', {
  event_id: key(text<EventId>()),
  guild_id: text<GuildId>(),
  target: text(),
  reason: written(),
  position: logPosition(),
});
