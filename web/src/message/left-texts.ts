/** The texts of the user for a lost channel. They are in no composer and not in the log, so the user may copy them. */

import type { ChannelId } from '#domain/kernel/ids.ts';
import type { Client } from '#web/client/client.ts';
import type { Drafts } from '#web/message/drafts.ts';
import type { Edits } from '#web/message/edits.ts';

export type LeftText = {
  readonly text: string;
  /** Drops a text that waits in the outbox. Left out for a draft and for an edit that was never saved. */
  readonly discard?: () => void;
};

/** @param drawn true while a composer shows the draft */
export const leftTexts = (
  { state, discard, discardChange }: Pick<Client, 'state' | 'discard' | 'discardChange'>,
  kept: { readonly drafts: Pick<Drafts, 'read'>; readonly edits: Pick<Edits, 'begunIn'> },
  channelId: ChannelId,
  drawn: boolean,
): ReadonlyArray<LeftText> => {
  const { unconfirmed, changes } = state();
  const unsent: ReadonlyArray<LeftText> = unconfirmed
    .filter((pending) => pending.channelId === channelId && pending.status !== 'acknowledged')
    .map(({ nonce, content }) => ({ text: content, discard: () => discard(nonce) }));
  const unsaved: ReadonlyArray<LeftText> = changes.flatMap(({ key, change, ...pending }) =>
    pending.channelId === channelId && change.kind === 'edit' && pending.status !== 'acknowledged'
      ? [{ text: change.content, discard: () => discardChange(key) }]
      : [],
  );
  const waiting = [...unsent, ...unsaved];
  const begun = kept.edits.begunIn(channelId).filter((text) => !waiting.some((one) => one.text === text));
  const draft = drawn ? '' : kept.drafts.read(channelId);
  return [...waiting, ...begun.map((text) => ({ text })), ...(draft === '' ? [] : [{ text: draft }])];
};
