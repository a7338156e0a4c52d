import * as TE from 'fp-ts/lib/TaskEither.js';
import type { Capabilities } from '#commands/capabilities.ts';
import type { FoldedStream } from '#commands/machine/folds.ts';
import { messageStream } from '#domain/kernel/stream.ts';
import type { MessageState } from '#domain/message/state.ts';
import { isDeletedByAuthor } from '#domain/message/undo.ts';

type Work = TE.TaskEither<{ readonly kind: string }, void>;
const NOTHING: Work = TE.right(undefined);

const worksOf = (
  { texts, files }: Pick<Capabilities, 'texts' | 'files'>,
  { state, head }: FoldedStream<MessageState>,
): ReadonlyArray<Work> => {
  if (state.kind === 'Absent') return [];
  const hasFiles = state.files.length > 0;
  const { messageId } = state;
  if (state.kind === 'Present') return hasFiles ? [files.count(messageId)] : [];
  if (!isDeletedByAuthor(state)) return hasFiles ? [files.free(messageId)] : [];
  const erased = texts.eraseTexts(messageStream(messageId), head);
  return hasFiles ? [erased, files.erase(messageId)] : [erased];
};

/**
 * Does what follows from the deletion or the restoration of a message. A text that its author deleted is erased, with its
 * files. Files of any other deleted message free their bytes. The change of the message stands when that fails, and the
 * sweep makes it good (decisions 0037 and 0055).
 */
export const settleRemoval =
  (can: Pick<Capabilities, 'texts' | 'files'>) =>
  (folded: FoldedStream<MessageState>): TE.TaskEither<never, void> =>
  async () => {
    for (const work of worksOf(can, folded)) await TE.orElse(() => NOTHING)(work)();
    return TE.right<never, void>(undefined)();
  };
