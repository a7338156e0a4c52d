import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { Capabilities } from '#commands/capabilities.ts';
import type { Commands } from '#commands/commands.ts';
import { changeMessage } from '#commands/message/change-message.ts';
import { messageMade } from '#commands/message/message-made.ts';
import { readContent } from '#commands/message/read-content.ts';
import { isErased } from '#domain/kernel/erasable.ts';
import { inGuild } from '#domain/kernel/place.ts';
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
        // A retry is not decided again: it may find that the message was deleted since, or name another place.
        if (!isThere(state, { channelId: intent.channelId, home: inGuild(intent.guildId) })) return TE.left(UNKNOWN);
        const made = messageMade(state, intent.guildId);
        // A text that was already so was never edited.
        return TE.right({ position, value: { ...made, editedAt: state.editedAt ?? made.sentAt } });
      }),
    );
