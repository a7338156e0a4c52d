/** Joins that follow each other stand in one row, so that a raid does not push the conversation away. */

import type { MessageId } from '#domain/kernel/ids.ts';
import type { Message } from '#gateway/protocol/resources.ts';
import type { ListRow } from '#web/message/rows.ts';

const joinIn = (row: ListRow | undefined): Message | undefined =>
  row?.kind === 'message' && row.message.kind === 'joined' ? row.message : undefined;

/**
 * Puts each run of joins into one row. The row has a key of its own from the oldest join, so that it stays while others
 * join. A run with a join of `opened` shows its joins below that row too.
 */
export const withJoinsTogether = (
  rows: ReadonlyArray<ListRow>,
  opened: ReadonlySet<MessageId>,
): ReadonlyArray<ListRow> => {
  const together: Array<ListRow> = [];
  let run: Array<Message> = [];
  for (const [at, row] of rows.entries()) {
    const join = joinIn(row);
    if (join === undefined) {
      together.push(row);
      continue;
    }
    run.push(join);
    if (joinIn(rows[at + 1]) !== undefined) continue;
    const [oldest = join] = run;
    if (run.length === 1) together.push(row);
    else {
      const isOpen = run.some(({ message_id }) => opened.has(message_id));
      together.push({
        kind: 'message',
        key: `joins-${oldest.message_id}`,
        message: join,
        head: true,
        joins: run,
        isOpen,
      });
      if (isOpen)
        for (const message of run) together.push({ kind: 'message', key: message.message_id, message, head: true });
    }
    run = [];
  }
  return together;
};
