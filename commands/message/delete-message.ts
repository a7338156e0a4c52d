import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { Capabilities } from '#commands/capabilities.ts';
import type { Commands } from '#commands/commands.ts';
import { receiptOf } from '#commands/machine/receipt.ts';
import { changeMessage } from '#commands/message/change-message.ts';
import { decideDeleteMessage } from '#domain/message/decide.ts';

export const deleteMessage =
  (can: Capabilities): Commands['deleteMessage'] =>
  (intent) =>
    pipe(changeMessage(can)(intent, { type: 'message.deleted' }, decideDeleteMessage), TE.map(receiptOf));
