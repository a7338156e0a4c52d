/**
 * Lets users follow the threads that they write in or are named in, beside the answers. A crash loses what waits, and
 * then the user follows the thread with the next message.
 */
import { type BesideAnswers, besideAnswers } from './beside-answers.ts';
import type { StoredFollowedThreads, ThreadPart } from './followed-threads.ts';

export const threadParts = (
  threads: Pick<StoredFollowedThreads, 'tookPart'>,
  failed: (error: unknown) => void,
): BesideAnswers<ThreadPart> =>
  besideAnswers(
    threads.tookPart,
    ({ userId, channelId }) => `${userId} ${channelId}`,
    // A user who wrote follows the thread whatever they chose before, so that part counts for more.
    (waiting, part) => (part.part === 'wrote' && !(waiting.part === 'wrote' && waiting.at > part.at) ? part : waiting),
    failed,
  );
