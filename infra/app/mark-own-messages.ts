import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { Commands } from '#commands/commands.ts';
import type { SentMarkers } from '#infra/personal/sent-markers.ts';

/** Sends messages, and moves the read marker of their author on to them. The answer does not wait for the marker. */
export const markingOwnMessages =
  (sendMessage: Commands['sendMessage'], { sent }: Pick<SentMarkers, 'sent'>): Commands['sendMessage'] =>
  (intent) =>
    pipe(
      sendMessage(intent),
      TE.map((receipt) => {
        const { messageId, channelId, sentAt } = receipt.value;
        sent({ userId: intent.actor, channelId, messageId, sentAt, position: receipt.position });
        return receipt;
      }),
    );
