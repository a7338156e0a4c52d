import { auditTrail } from '#projections/audit-trail/projector.ts';
import { guildDirectory } from '#projections/guild-directory/projector.ts';
import { messageTimeline } from '#projections/message-timeline/projector.ts';
import type { TableModel } from '#projections/ports/read-model.ts';
import { sessionList } from '#projections/session-list/projector.ts';

/** Every read model in tables. Start, readiness, rebuild, verify and diagnostics follow this list. */
export const tableModels: ReadonlyArray<TableModel> = [guildDirectory, messageTimeline, sessionList, auditTrail];

/** Read models that decide what a viewer sees. An event is dispatched only after all of them have committed it. */
export const beforeDispatch: ReadonlyArray<string> = [guildDirectory, messageTimeline, sessionList].map(
  (model) => model.name,
);
