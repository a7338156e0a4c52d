/**
 * Moves the markers of authors on to their own messages, beside the answers to them. A crash loses what waits, and then
 * the author's earlier marker counts.
 */
import type { SentPlace } from '#gateway/ports/read-markers.ts';
import { type BesideAnswers, besideAnswers } from './beside-answers.ts';
import type { StoredReadMarkers } from './read-markers.ts';

export const sentMarkers = (
  markers: Pick<StoredReadMarkers, 'sent'>,
  failed: (error: unknown) => void,
): BesideAnswers<SentPlace> =>
  besideAnswers(
    markers.sent,
    ({ userId, channelId }) => `${userId} ${channelId}`,
    (waiting, place) => (waiting.position < place.position ? place : waiting),
    failed,
  );
