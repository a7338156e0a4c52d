/** Checks of the state after kills. Each returns its faults as sentences, and an empty list when all is well. */
import { messageStream } from '#domain/kernel/stream.ts';
import type { Acknowledged } from './poster.ts';

export type LogRow = {
  readonly position: number;
  readonly stream: string;
  readonly revision: number;
  readonly type: string;
};
export type HistoryRow = { readonly message_id: string; readonly content: string };

const SHOWN = 5;
const shown = (what: string, found: ReadonlyArray<unknown>): ReadonlyArray<string> =>
  found.length === 0 ? [] : [`${found.length} ${what}: ${found.slice(0, SHOWN).join(', ')}`];

/**
 * Checks that the revisions of each stream are 0, 1, 2, ... and that positions go up. In Postgres they are dense too: 1,
 * 2, 3, ...
 */
export const gapsOf = (log: ReadonlyArray<LogRow>, { dense }: { readonly dense: boolean }): ReadonlyArray<string> => {
  const next = new Map<string, number>();
  const revisions: string[] = [];
  for (const { stream, revision } of log) {
    if (revision !== (next.get(stream) ?? 0)) revisions.push(`${stream}@${revision}`);
    next.set(stream, revision + 1);
  }
  return [
    ...shown(
      dense ? 'positions are not dense' : 'positions do not go up',
      log
        .filter(({ position }, at) => (dense ? position !== at + 1 : position <= (log[at - 1]?.position ?? 0)))
        .map(({ position }) => position),
    ),
    ...shown('revisions are not contiguous', revisions),
  ];
};

/** Checks that the log holds every acknowledged message once, and no other message. */
export const lostOrDoubledInLog = (
  log: ReadonlyArray<LogRow>,
  acknowledged: ReadonlyArray<Acknowledged>,
): ReadonlyArray<string> => {
  const sent = log.filter(({ type }) => type === 'message.sent').map(({ stream }) => stream);
  const asked = new Set<string>(acknowledged.map(({ messageId }) => messageStream(messageId)));
  const stored = new Set(sent);
  return [
    ...shown(
      'acknowledged messages are not in the log',
      [...asked].filter((id) => !stored.has(id)),
    ),
    ...shown(
      'messages in the log were never acknowledged',
      [...stored].filter((id) => !asked.has(id)),
    ),
    ...shown('messages stand in the log twice', sent.length === stored.size ? [] : [sent.length - stored.size]),
    ...shown(
      'acknowledgements share a message',
      asked.size === acknowledged.length ? [] : [acknowledged.length - asked.size],
    ),
  ];
};

/** Checks that the history shows every acknowledged text once, and no other text. */
export const lostOrDoubledInHistory = (
  history: ReadonlyArray<HistoryRow>,
  acknowledged: ReadonlyArray<Acknowledged>,
): ReadonlyArray<string> => {
  const texts = new Map(history.map(({ message_id, content }) => [message_id, content]));
  const contents = new Set(history.map(({ content }) => content));
  return [
    ...shown(
      'acknowledged messages are not in the history, or with another text',
      acknowledged.filter(({ messageId, content }) => texts.get(messageId) !== content).map(({ content }) => content),
    ),
    ...shown('messages are in the history twice', history.length === texts.size ? [] : [history.length - texts.size]),
    ...shown(
      'texts are in the history twice',
      history.length === contents.size ? [] : [history.length - contents.size],
    ),
    ...shown(
      'messages in the history were never acknowledged',
      history.length > acknowledged.length ? [history.length] : [],
    ),
  ];
};
