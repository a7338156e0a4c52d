/** Routes of the messages that the caller saved, which no other user learns. */
import { isLeft, left, right } from 'fp-ts/lib/Either.js';
import { MessageId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import { type Endpoint, ok, perUser, signedEndpoint } from '#gateway/http/endpoint.ts';
import { question } from '#gateway/http/route-kinds.ts';
import type { SavedMessages, TooManySaved } from '#gateway/ports/saved-messages.ts';
import { personalFailures, queryFailures } from '#gateway/present/failures.ts';
import { codesOf, explained, type Refusals, refusalOf } from '#gateway/present/refusals.ts';
import { presentSavedIds, presentSavedMark, presentSavedPage } from '#gateway/present/saved.ts';
import { HISTORY_PAGE_DEFAULT, HISTORY_PAGE_MAX, SAVED_MESSAGES_MAX } from '#gateway/protocol/limits.ts';
import { SavedIds, SavedMark, SavedPage } from '#gateway/protocol/saved.ts';
import { id, integerText } from '#gateway/protocol/wire.ts';
import type { Queries } from '#queries/queries.ts';

const slice = 'message';
const params = { message_id: id(MessageId) };
const limits = [perUser('settings_per_user')];
const answer = ok('Whether the message is saved now.', SavedMark);

const tooMany: Refusals<TooManySaved> = {
  TooManySaved: explained(
    'too_many_saved_messages',
    `You have saved ${SAVED_MESSAGES_MAX} messages. Take some away first.`,
  ),
};
const failures = { ...queryFailures, ...personalFailures, ...tooMany };

/** The page is not compressed, because it holds texts of several channels. `mentions.ts` says why. */
export const savedRoutes = ({
  saved,
  queries,
  now,
}: {
  readonly saved: SavedMessages;
  readonly queries: Pick<Queries, 'savedMessages' | 'messagePlace'>;
  readonly now: () => Instant;
}): ReadonlyArray<Endpoint> => [
  question({
    name: 'listSaved',
    method: 'GET',
    path: '/me/saved',
    slice,
    says: 'A page of the messages that you saved, those saved last first. It leaves out messages that are deleted or that you may not read now.',
    query: {
      limit: integerText({ min: 1, max: HISTORY_PAGE_MAX }),
      before: integerText({ min: 0, max: Number.MAX_SAFE_INTEGER }),
    },
    ask: ({ query: { limit = HISTORY_PAGE_DEFAULT, before }, viewer, atLeast }) =>
      queries.savedMessages({ viewer, atLeast, limit, before }),
    answer: ok('A page of messages, and the cursor of the next page.', SavedPage),
    present: presentSavedPage,
  }),
  signedEndpoint(
    {
      name: 'listSavedIds',
      method: 'GET',
      path: '/me/saved/ids',
      slice,
      says: 'The ids of all messages that you saved, also of those that you may not see now.',
      answer: ok('The ids, and the revision that saved_update goes on from.', SavedIds),
    },
    codesOf(personalFailures),
    async ({ viewer }) => {
      const ids = await saved.ids(viewer.userId)();
      return isLeft(ids) ? left(refusalOf(personalFailures, ids.left)) : right({ body: presentSavedIds(ids.right) });
    },
  ),
  signedEndpoint(
    {
      name: 'saveMessage',
      method: 'PUT',
      path: '/me/saved/{message_id}',
      slice,
      says: 'Saves a message for yourself. Doing it again is no error. Your own devices are told, and no other user. Needs read_message_history.',
      params,
      limits,
      answer,
    },
    codesOf(failures),
    async ({ viewer, atLeast, params: { message_id: messageId } }) => {
      const place = await queries.messagePlace({ viewer, atLeast, messageId })();
      if (isLeft(place)) return left(refusalOf(failures, place.left));
      const mark = await saved.save(viewer.userId, place.right.value, now())();
      return isLeft(mark) ? left(refusalOf(failures, mark.left)) : right({ body: presentSavedMark(mark.right) });
    },
  ),
  signedEndpoint(
    {
      name: 'removeSaved',
      method: 'DELETE',
      path: '/me/saved/{message_id}',
      slice,
      says: 'Takes a message away from those that you saved, also one that you may not see. Doing it again is no error.',
      params,
      limits,
      answer,
    },
    codesOf(personalFailures),
    async ({ viewer, params: { message_id: messageId } }) => {
      const mark = await saved.remove(viewer.userId, messageId)();
      return isLeft(mark)
        ? left(refusalOf(personalFailures, mark.left))
        : right({ body: presentSavedMark(mark.right) });
    },
  ),
];
