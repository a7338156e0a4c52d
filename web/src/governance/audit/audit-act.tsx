/**
 * An act in the audit log: one sentence, the time and the reason. It shows on demand what each of its entries changed.
 */

import { createMemo, createSignal, createUniqueId, For, Show } from 'solid-js';
import { millisOf } from '#domain/kernel/instant.ts';
import type { AuditAct } from '#web/governance/audit/acts.ts';
import { Changes, shownChanges } from '#web/governance/audit/changes.tsx';
import { lookOf } from '#web/governance/audit/looks.ts';
import type { AuditNames } from '#web/governance/audit/names.ts';
import { ActSentence, EntrySentence, sentenceOf } from '#web/governance/audit/sentence.tsx';
import { govern } from '#web/governance/words/govern-words.ts';
import { fullTime, timeOf } from '#web/ui/clock.ts';
import { Icon } from '#web/ui/icon.tsx';

export const AuditActRow = (props: {
  readonly act: AuditAct;
  readonly names: AuditNames;
  readonly now: number;
  /** True while the list shows the user this act. */
  readonly sought: boolean;
  readonly seek: (entryId: string) => void;
  readonly undo: (act: AuditAct) => void;
}) => {
  const detailsId = createUniqueId();
  const [open, setOpen] = createSignal(false);
  const main = () => props.act.main;
  const entries = () => props.act.entries;
  const several = () => entries().length > 1;
  const look = () => lookOf(main().action);
  const says = createMemo(() => sentenceOf(props.act, props.names));
  const undoable = () => entries().some(({ undoable: can, action }) => can && action === main().action);
  const undoneBy = () => entries().find((entry) => entry.undone_by !== null)?.undone_by ?? null;
  const undoes = () => entries().find((entry) => entry.undoes !== null)?.undoes ?? null;
  const hasDetails = () => several() || shownChanges(main()).length > 0;
  return (
    <li class="audit-act" classList={{ sought: props.sought, undone: undoneBy() !== null }} data-act={props.act.id}>
      <span class={`audit-icon ${look().tone}`}>
        <Icon name={look().icon} />
      </span>
      <div class="grow">
        <p class="audit-says">
          <ActSentence act={props.act} names={props.names} />
        </p>
        <p class="audit-facts">
          <time datetime={main().at} title={fullTime(main().at)}>
            {timeOf(millisOf(main().at))}
          </time>
          <Show when={hasDetails()}>
            <button
              type="button"
              class="audit-toggle"
              aria-expanded={open()}
              aria-controls={detailsId}
              aria-label={`${several() ? govern.audit.showEntries(entries().length) : govern.audit.showDetails}: ${says()}`}
              onClick={() => setOpen(!open())}
            >
              {several() ? govern.audit.showEntries(entries().length) : govern.audit.showDetails}
              <Icon name="chevron" />
            </button>
          </Show>
          <Show when={undoneBy()}>
            {(id) => (
              <button
                type="button"
                class="audit-link"
                data-tip={govern.audit.toUndo}
                aria-label={`${govern.audit.undone}: ${says()}`}
                onClick={() => props.seek(id())}
              >
                {govern.audit.undone}
              </button>
            )}
          </Show>
          <Show when={undoes()}>
            {(id) => (
              <button
                type="button"
                class="audit-link"
                data-tip={govern.audit.toUndone}
                aria-label={`${govern.audit.takesBack}: ${says()}`}
                onClick={() => props.seek(id())}
              >
                {govern.audit.takesBack}
              </button>
            )}
          </Show>
        </p>
        <Show when={main().reason}>{(reason) => <p class="audit-reason">{govern.audit.reason(reason())}</p>}</Show>
        <div id={detailsId} hidden={!open()} class="audit-details">
          <Show when={open()}>
            <Show when={several()} fallback={<Changes entry={main()} names={props.names} now={props.now} />}>
              <ul class="audit-entries">
                <For each={entries().toReversed()}>
                  {(entry) => (
                    <li>
                      <p>
                        <EntrySentence entry={entry} names={props.names} />
                      </p>
                      <Changes entry={entry} names={props.names} now={props.now} />
                    </li>
                  )}
                </For>
              </ul>
            </Show>
          </Show>
        </div>
      </div>
      <Show when={undoable()}>
        <button
          type="button"
          class="button quiet"
          aria-label={govern.audit.undoOf(says())}
          onClick={() => props.undo(props.act)}
        >
          {govern.undo}
        </button>
      </Show>
    </li>
  );
};
