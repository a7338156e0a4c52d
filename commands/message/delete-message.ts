import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { Capabilities } from '#commands/capabilities.ts';
import type { Commands } from '#commands/commands.ts';
import { isSame, type WantedEvent } from '#commands/machine/attempts.ts';
import { receiptOf } from '#commands/machine/receipt.ts';
import { changeMessage, type MessageAuthority } from '#commands/message/change-message.ts';
import { settleRemoval } from '#commands/message/settle-removal.ts';
import { readReason } from '#commands/read-reason.ts';
import type { Reason } from '#domain/kernel/reason.ts';
import { decideDeleteMessage } from '#domain/message/decide.ts';
import type { MessageEvent } from '#domain/message/events.ts';
import type { MessageState } from '#domain/message/state.ts';

/** The deletion that an attempt with this reason wants. A deletion by the author keeps no reason, so any reason fits. */
export const deletionFor = (reason: Reason | null): WantedEvent<MessageEvent> => ({
  type: 'message.deleted',
  fits: ({ by, authorId, reason: kept }) => by === authorId || isSame(reason, kept),
});

/** Makes the rule that deletes a message for this reason. */
export const deletingFor =
  (reason: Reason | null) =>
  (here: MessageAuthority, state: MessageState): ReturnType<typeof decideDeleteMessage> =>
    decideDeleteMessage({ ...here, reason }, state);

export const deleteMessage =
  (can: Capabilities): Commands['deleteMessage'] =>
  (intent) =>
    pipe(
      TE.fromEither(readReason(intent.reason ?? null)),
      TE.flatMap((reason) => changeMessage(can)(intent, deletionFor(reason), deletingFor(reason))),
      TE.tap(settleRemoval(can)),
      TE.map(receiptOf),
    );
