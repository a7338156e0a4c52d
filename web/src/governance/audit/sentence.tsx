/** The sentence about an act: who did it, to what, and where. The names in it stand out. */

import { For, Show } from 'solid-js';
import type { AuditEntry } from '#gateway/protocol/governance.ts';
import { type AuditAct, isUniform } from '#web/governance/audit/acts.ts';
import type { AuditNames } from '#web/governance/audit/names.ts';
import { govern } from '#web/governance/words/govern-words.ts';

/**
 * Texts that stand for the names while the sentence is made, so that they are found in it again. They are for private
 * use, so no font has them.
 */
const MARKS = ['\ue000', '\ue001', '\ue002'] as const;
const [ACTOR, TARGET, DETAIL] = MARKS;
const AT_MARKS = /([\ue000-\ue002])/;

type Says = { readonly [action: string]: ((actor: string, target: string, detail: string) => string) | undefined };

/** A role that was given or taken, or the channel of a message. */
const detailOf = ({ changes, channel_id: channelId }: AuditEntry, names: AuditNames): string => {
  const role = changes.find(({ field }) => field === 'role');
  const id = role?.after[0] ?? role?.before[0];
  if (id !== undefined) return names.role(id);
  return channelId === null ? govern.audit.gone : names.channel(channelId);
};

const plan = (entry: AuditEntry): string => {
  const says = (govern.audit.says as Says)[entry.action];
  return says?.(ACTOR, TARGET, DETAIL) ?? govern.audit.unknown(ACTOR, entry.action);
};
const planOfAct = (act: AuditAct): string => {
  const count = act.entries.length;
  if (count > 1 && isUniform(act)) {
    if (act.main.action === 'message.deleted') return govern.audit.manyDeleted(ACTOR, count);
    if (act.main.action === 'message.restored') return govern.audit.manyRestored(ACTOR, count);
  }
  return plan(act.main);
};

type Piece = { readonly text: string; readonly isName: boolean };

const piecesOf = (planned: string, entry: AuditEntry, names: AuditNames): ReadonlyArray<Piece> =>
  planned
    .split(AT_MARKS)
    .filter((text) => text !== '')
    .map((text) => {
      if (text === ACTOR) return { text: names.actor(entry), isName: true };
      if (text === TARGET) return { text: names.target(entry), isName: true };
      if (text === DETAIL) return { text: detailOf(entry, names), isName: true };
      return { text, isName: false };
    });

export const sentenceOf = (act: AuditAct, names: AuditNames): string =>
  piecesOf(planOfAct(act), act.main, names)
    .map(({ text }) => text)
    .join('');

const Pieces = (props: { readonly pieces: ReadonlyArray<Piece> }) => (
  <For each={props.pieces}>
    {({ text, isName }) => (
      <Show when={isName} fallback={text}>
        <b>{text}</b>
      </Show>
    )}
  </For>
);
export const ActSentence = (props: { readonly act: AuditAct; readonly names: AuditNames }) => (
  <Pieces pieces={piecesOf(planOfAct(props.act), props.act.main, props.names)} />
);
export const EntrySentence = (props: { readonly entry: AuditEntry; readonly names: AuditNames }) => (
  <Pieces pieces={piecesOf(plan(props.entry), props.entry, props.names)} />
);
