import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { Capabilities } from '#commands/capabilities.ts';
import type { Commands } from '#commands/commands.ts';
import { receiptOf } from '#commands/machine/receipt.ts';
import { changeMessage, unlessLockedOut } from '#commands/message/change-message.ts';
import { readEmoji } from '#commands/message/read-content.ts';
import { decideAddReaction } from '#domain/message/decide.ts';

export const addReaction =
  (can: Capabilities): Commands['addReaction'] =>
  (intent) =>
    pipe(
      TE.fromEither(readEmoji(intent.emoji)),
      TE.flatMap((emoji) =>
        changeMessage(can)(
          intent,
          { type: 'message.reaction-added', facts: { emoji } },
          unlessLockedOut((messageAuthority, state) => decideAddReaction({ ...messageAuthority, emoji }, state)),
        ),
      ),
      TE.map(receiptOf),
    );
