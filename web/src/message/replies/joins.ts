/** Joins that follow each other stand in one row, so that a raid does not push the conversation away. */

import { createSignal } from 'solid-js';
import type { MessageId } from '#domain/kernel/ids.ts';
import type { Message } from '#gateway/protocol/resources.ts';
import type { ListRow } from '#web/message/rows.ts';

/** Pages in a row without a new row, because all of their joins stand in one. Then the list waits for the reader. */
const BARREN_PAGES = 4;

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

/** The joins of one list: which of them are opened, and whether their pages made the list stop. */
export const joinsInList = () => {
  const [opened, setOpened] = createSignal<ReadonlySet<MessageId>>(new Set());
  const [rests, setRests] = createSignal(false);
  /** Messages and rows at the last request for older ones, and the requests in a row that brought no row. */
  let asked = { messages: 0, rows: 0, barren: 0 };
  return {
    rows: (all: ReadonlyArray<ListRow>) => withJoinsTogether(all, opened()),
    toggle: (joins: ReadonlyArray<Message>, open: boolean): void => {
      const next = new Set(opened());
      for (const { message_id } of joins) next[open ? 'add' : 'delete'](message_id);
      setOpened(next);
    },
    /** True while the list asks for older messages only when its reader wants them. */
    rests,
    /** Answers whether the list waits for its reader, who would otherwise see one request after the other. */
    waits: (messages: number, rows: number): boolean => {
      if (messages !== asked.messages) asked = { messages, rows, barren: rows === asked.rows ? asked.barren + 1 : 0 };
      return setRests(asked.barren >= BARREN_PAGES);
    },
    goOn: (): void => {
      asked.barren = 0;
      setRests(false);
    },
  };
};
export type JoinsInList = ReturnType<typeof joinsInList>;
