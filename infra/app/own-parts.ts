/**
 * Commands that change what their author has read and follows. The personal store is told beside the answer, and the
 * answer does not wait for it.
 */
import { isRight } from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { Commands } from '#commands/commands.ts';
import type { WriteSide } from '#commands/compose.ts';
import type { UserId } from '#domain/kernel/ids.ts';
import { plusMillis } from '#domain/kernel/instant.ts';
import type { SentPlace } from '#gateway/ports/read-markers.ts';
import type { BesideAnswers } from '#infra/personal/beside-answers.ts';
import type { ThreadPart } from '#infra/personal/followed-threads.ts';

export type OwnParts = {
  readonly markers: Pick<BesideAnswers<SentPlace>, 'add'>;
  readonly threads: Pick<BesideAnswers<ThreadPart>, 'add'>;
};

type Said = Pick<ThreadPart, 'channelId' | 'at'> & { readonly author: UserId; readonly named: ReadonlyArray<UserId> };

/** Parts that users have in a thread by one message. A named user has the message itself unread. */
const partsOf = ({ author, named, channelId, at }: Said): ReadonlyArray<ThreadPart> => [
  { userId: author, channelId, part: 'wrote', at },
  ...named
    .filter((userId) => userId !== author)
    .map((userId): ThreadPart => ({ userId, channelId, part: 'named', at: plusMillis(at, -1) })),
];

/** Moves the marker of an author on to the own message, and lets the author and the named users follow the thread. */
export const withOwnParts = (
  commands: Commands,
  isThread: WriteSide['isThread'],
  { markers, threads }: OwnParts,
): Commands => {
  const tookPart = (said: Said): void => {
    for (const part of partsOf(said)) threads.add(part);
  };
  return {
    ...commands,
    sendMessage: (intent) =>
      pipe(
        commands.sendMessage(intent),
        TE.map((receipt) => {
          const { messageId, channelId, sentAt, mentions } = receipt.value;
          markers.add({ userId: intent.actor, channelId, messageId, sentAt, position: receipt.position });
          void isThread(channelId)().then((found) => {
            if (isRight(found) && found.right)
              tookPart({ author: intent.actor, named: mentions.users, channelId, at: sentAt });
          });
          return receipt;
        }),
      ),
    beginThread: (intent) =>
      pipe(
        commands.beginThread(intent),
        TE.map((receipt) => {
          const { channelId, begunAt, named } = receipt.value;
          tookPart({ author: intent.actor, named, channelId, at: begunAt });
          return receipt;
        }),
      ),
  };
};
