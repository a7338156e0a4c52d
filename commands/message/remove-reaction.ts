import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { Capabilities } from '#commands/capabilities.ts';
import type { Commands } from '#commands/commands.ts';
import { receiptOf } from '#commands/machine/receipt.ts';
import { changeMessage } from '#commands/message/change-message.ts';
import { readEmoji } from '#commands/message/read-content.ts';
import { decideRemoveReaction } from '#domain/message/decide.ts';

export const removeReaction =
  (can: Capabilities): Commands['removeReaction'] =>
  (intent) =>
    pipe(
      TE.fromEither(readEmoji(intent.emoji)),
      TE.flatMap((emoji) =>
        changeMessage(can)(intent, { type: 'message.reaction-removed', facts: { emoji } }, (messageAuthority, state) =>
          decideRemoveReaction({ ...messageAuthority, emoji, userId: intent.actor }, state),
        ),
      ),
      TE.map(receiptOf),
    );
