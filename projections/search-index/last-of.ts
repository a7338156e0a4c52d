import type { IndexOp } from '#projections/ports/message-index.ts';

type MessageOp = Extract<IndexOp, { readonly messageId: string }>;
type ScopeOp = Exclude<IndexOp, MessageOp>;

const joined = (before: MessageOp | undefined, op: MessageOp): MessageOp => {
  if (op.op !== 'amend' || before === undefined) return op;
  if (before.op === 'remove') return before;
  const { content, mentions, has } = op;
  return { ...before, content, mentions, has };
};

/**
 * Keeps the last state of each message within the batch. A text that the same batch edits or removes never reaches the
 * index. Removals of channels and guilds come last, and do not touch messages sent after them.
 */
export const lastOf = (ops: ReadonlyArray<IndexOp>): ReadonlyArray<IndexOp> => {
  const messages = new Map<string, MessageOp>();
  const places: ScopeOp[] = [];
  for (const op of ops) {
    if ('messageId' in op) messages.set(op.messageId, joined(messages.get(op.messageId), op));
    else places.push(op);
  }
  return [...messages.values(), ...places];
};
