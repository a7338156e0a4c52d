import { auditTrail } from '#projections/audit-trail/projector.ts';
import { guildDirectory } from '#projections/guild-directory/projector.ts';
import { messageTimeline } from '#projections/message-timeline/projector.ts';
import type { TableModel } from '#projections/ports/read-model.ts';
import { sessionList } from '#projections/session-list/projector.ts';

/** Every read model in tables: start, readiness, rebuild, verify and diagnostics all go by this list. */
export const tableModels: ReadonlyArray<TableModel> = [guildDirectory, messageTimeline, sessionList, auditTrail];

/** Who may see what, and what they see: an event is told to clients only when all of these have it. */
export const beforeDispatch: ReadonlyArray<string> = [guildDirectory, messageTimeline, sessionList].map(
  (model) => model.name,
);
