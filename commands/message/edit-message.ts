import { type Either, isLeft, right } from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { Capabilities } from '#commands/capabilities.ts';
import type { Commands } from '#commands/commands.ts';
import { changeMessage, unlessLockedOut } from '#commands/message/change-message.ts';
import { NAMES_NOTHING, namingOf } from '#commands/message/naming.ts';
import { readContent } from '#commands/message/read-content.ts';
import { viewOf } from '#commands/message/view-of.ts';
import type { StoreUnavailable } from '#domain/kernel/failure.ts';
import { messageStream } from '#domain/kernel/stream.ts';
import { decideEditMessage, decideEditMessageAgain } from '#domain/message/decide.ts';
import type { MessageEvent } from '#domain/message/events.ts';
import type { EditMessageRejection } from '#domain/message/rejections.ts';
import type { MessageFacts } from '#domain/message/state.ts';

type Decision = Either<EditMessageRejection | StoreUnavailable, ReadonlyArray<MessageEvent>>;

/** Answers the author whom a reply mentions, also when the message that it answers was deleted. Null for other messages. */
const repliedAuthorOf = async ({ folds }: Capabilities, { replyTo, mentionReplied }: MessageFacts) => {
  if (replyTo === null || !mentionReplied) return right(null);
  const replied = await folds.message.read(messageStream(replyTo))();
  if (isLeft(replied)) return replied;
  const { state } = replied.right;
  return right(state.kind === 'Absent' ? null : state.authorId);
};

export const editMessage =
  (can: Capabilities): Commands['editMessage'] =>
  (intent) =>
    pipe(
      TE.fromEither(readContent(intent.content)),
      TE.flatMap((content) =>
        changeMessage(can)(
          intent,
          { type: 'message.edited', facts: { content } },
          unlessLockedOut(async (messageAuthority, state): Promise<Decision> => {
            const edit = { ...messageAuthority, content, ifRevision: intent.ifRevision };
            if (state.kind === 'Absent') return decideEditMessage({ ...edit, ...NAMES_NOTHING }, state);
            const repliedAuthor = await repliedAuthorOf(can, state);
            if (isLeft(repliedAuthor)) return repliedAuthor;
            const said = { content, actor: intent.actor, repliedAuthor: repliedAuthor.right };
            const naming = await namingOf(can.folds, state.home, said);
            return isLeft(naming) ? naming : decideEditMessage({ ...edit, ...naming.right }, state);
          }),
          (state) => decideEditMessageAgain(intent, state),
        ),
      ),
      TE.map(({ state, position }) => {
        const view = viewOf(state);
        // An edit that changes nothing writes no event, so the message may have no edit time.
        return { position, value: { ...view, editedAt: view.editedAt ?? view.sentAt } };
      }),
    );
