import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { Capabilities } from '#commands/capabilities.ts';
import type { Commands } from '#commands/commands.ts';
import { changeMessage, unlessLockedOut } from '#commands/message/change-message.ts';
import { readContent } from '#commands/message/read-content.ts';
import { viewOf } from '#commands/message/view-of.ts';
import { decideEditMessage, decideEditMessageAgain } from '#domain/message/decide.ts';

export const editMessage =
  (can: Capabilities): Commands['editMessage'] =>
  (intent) =>
    pipe(
      TE.fromEither(readContent(intent.content)),
      TE.flatMap((content) =>
        changeMessage(can)(
          intent,
          { type: 'message.edited', facts: { content } },
          unlessLockedOut((messageAuthority, state) =>
            decideEditMessage({ ...messageAuthority, content, ifRevision: intent.ifRevision }, state),
          ),
          (state) => decideEditMessageAgain(intent, state),
        ),
      ),
      TE.map(({ state, position }) => {
        const view = viewOf(state);
        // An edit that changes nothing writes no event, so the message may have no edit time.
        return { position, value: { ...view, editedAt: view.editedAt ?? view.sentAt } };
      }),
    );
