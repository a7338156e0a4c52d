/** Statements about the mentions of messages. */
import { sql } from 'slonik';
import { plainArray } from '#projections/engine/plain-array.ts';
import { columnsOf, names, unnested } from '#projections/engine/table-sql.ts';
import { type MentionRow, mention } from '#projections/message-timeline/model.ts';
import type { SqlStatement } from '#projections/ports/read-model.ts';

/** True when the message of the row `mention` mentions its target now. A deleted message mentions no target. */
const stands = (targetId: SqlStatement, kind: SqlStatement): SqlStatement => sql.fragment`
  coalesce(
    CASE ${kind}
      WHEN 'user' THEN message.mentions -> 'users' @> to_jsonb(${targetId})
      WHEN 'role' THEN message.mentions -> 'roles' @> to_jsonb(${targetId})
      ELSE (message.mentions -> 'everyone')::boolean OR (message.mentions -> 'here')::boolean
    END,
    false
  )`;

/** Inserts the mentions of new messages, as far as they stand at the end of the batch. */
export const insertMentions = (rows: ReadonlyArray<MentionRow>): SqlStatement => {
  const columns = columnsOf(mention);
  const given = columns.filter((column) => column !== 'stands');
  return sql.fragment`
    INSERT INTO mention (${names([...given, 'stands'])})
    SELECT added.*, ${stands(sql.fragment`added.target_id`, sql.fragment`added.kind`)}
    FROM ${unnested(mention, given, rows, 'added')}
    JOIN message ON message.message_id = added.message_id
    ON CONFLICT DO NOTHING`;
};

/** Reads from the changed messages which of their mentions stand. */
export const settleMentions = (messageIds: ReadonlyArray<string>): SqlStatement =>
  sql.fragment`
    UPDATE mention SET stands = ${stands(sql.fragment`mention.target_id`, sql.fragment`mention.kind`)}
    FROM message
    WHERE message.message_id = ANY(${plainArray(messageIds, 'text')}) AND mention.message_id = message.message_id`;
