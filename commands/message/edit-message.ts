import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { Capabilities } from '#commands/capabilities.ts';
import type { Commands } from '#commands/commands.ts';
import { changeMessage } from '#commands/message/change-message.ts';
import { readContent } from '#commands/message/read-content.ts';
import { viewOf } from '#commands/message/view-of.ts';
import { isErased } from '#domain/kernel/erasable.ts';
import { decideEditMessage, isThere } from '#domain/message/decide.ts';
import type { MessageUnknown } from '#domain/message/rejections.ts';

const UNKNOWN: MessageUnknown = { kind: 'MessageUnknown' };

export const editMessage =
  (can: Capabilities): Commands['editMessage'] =>
  (intent) =>
    pipe(
      TE.fromEither(readContent(intent.content)),
      TE.flatMap((content) =>
        changeMessage(can)(
          intent,
          (event) =>
            event.type === 'message.edited' && (isErased(event.data.content) || event.data.content === content),
          (approach, state) => decideEditMessage({ ...approach, content, ifRevision: intent.ifRevision }, state),
        ),
      ),
      TE.flatMap(({ state, position }) => {
        // A retry is not decided again: it may find that the message was deleted since, or name another channel.
        if (!isThere(state, intent)) return TE.left(UNKNOWN);
        // A text that was already so was never edited.
        return TE.right({ position, value: { ...viewOf(state), editedAt: state.editedAt ?? state.sentAt } });
      }),
    );
