/** The audit log of a guild: acts by day, the newest first. It has filters and the way to take each act back. */

import '#web/governance/audit/audit.css';
import { isLeft, right } from 'fp-ts/lib/Either.js';
import { createMemo, createSignal, For, onCleanup, onMount, Show } from 'solid-js';
import { millisOf } from '#domain/kernel/instant.ts';
import type { AuditEntry } from '#gateway/protocol/governance.ts';
import { type AuditAct, actsOf, isDeletedByUndo } from '#web/governance/audit/acts.ts';
import { AuditActRow } from '#web/governance/audit/audit-act.tsx';
import { AuditFilters, NO_FILTER } from '#web/governance/audit/audit-filters.tsx';
import { auditChoices } from '#web/governance/audit/choices.ts';
import { auditNames } from '#web/governance/audit/names.ts';
import { sentenceOf } from '#web/governance/audit/sentence.tsx';
import { UndoPreview } from '#web/governance/audit/undo-preview.tsx';
import type { AuditAsked } from '#web/governance/requests.ts';
import { useRuling } from '#web/governance/ruling.ts';
import { SectionList } from '#web/governance/section-list.tsx';
import { govern } from '#web/governance/words/govern-words.ts';
import { Button } from '#web/ui/button.tsx';
import { dayName, dayOf } from '#web/ui/clock.ts';
import { rove } from '#web/ui/roving.ts';
import type { HttpAnswer } from '#web/wire/http.ts';

type Known = { readonly entries: ReadonlyArray<AuditEntry>; readonly next: string | null };
/** The answer that draws the list. It stays the same over all pages, so that the list is drawn once. */
const READY: HttpAnswer<true> = right(true);
/** Pages that are read in search of one entry. A longer way asks for a press. */
const SEEK_PAGES_MAX = 20;
/** Pixels before the end of the list at which the next page is asked for. */
const ASK_AHEAD = '600px';

/** The acts of one day under its name. */
const AuditDay = (props: {
  readonly acts: ReadonlyArray<AuditAct>;
  readonly byId: ReadonlyMap<string, AuditAct>;
  readonly names: ReturnType<typeof auditNames>;
  readonly now: number;
  readonly sought: string | null;
  readonly seek: (entryId: string) => void;
  readonly undo: (act: AuditAct) => void;
}) => (
  <section>
    <Show when={props.acts[0]}>{(first) => <h4>{dayName(millisOf(first().main.at), props.now)}</h4>}</Show>
    <ul>
      <For each={props.acts.map(({ id }) => id)}>
        {(id) => (
          <Show when={props.byId.get(id)}>
            {(act) => (
              <AuditActRow
                act={act()}
                names={props.names}
                now={props.now}
                sought={props.sought === id}
                seek={props.seek}
                undo={props.undo}
              />
            )}
          </Show>
        )}
      </For>
    </ul>
  </section>
);

export const AuditSection = () => {
  const { client, guild, requests, deeds, toast } = useRuling();
  const guildId = guild().guild_id;
  const now = () => client.platform.now();
  const [asked, setAsked] = createSignal<AuditAsked>(NO_FILTER);
  const [known, setKnown] = createSignal<HttpAnswer<Known>>();
  const [busy, setBusy] = createSignal(false);
  const [sought, setSought] = createSignal<string | null>(null);
  const [undoing, setUndoing] = createSignal<AuditAct | null>(null);
  let list: HTMLElement | undefined;
  /** Counts the questions, so that the answer to an older one is dropped. */
  let question = 0;

  const load = async (from: Known | null): Promise<Known | null> => {
    question += 1;
    const mine = question;
    setBusy(true);
    const answer = await requests.audit(asked(), from?.next ?? null);
    if (mine !== question) return null;
    setBusy(false);
    if (isLeft(answer)) {
      if (from === null) setKnown(answer);
      else await deeds.complain(answer.left);
      return null;
    }
    const { entries, next_before: next } = answer.right;
    const read = { entries: [...(from?.entries ?? []), ...entries], next };
    setKnown(right(read));
    return read;
  };
  const change = (next: AuditAsked): void => {
    setAsked(next);
    setSought(null);
    void load(null);
  };
  onMount(() => void load(null));

  const shown = createMemo((): HttpAnswer<true> | undefined => {
    const answer = known();
    return answer === undefined || isLeft(answer) ? answer : READY;
  });
  const held = (): Known | null => {
    const answer = known();
    return answer === undefined || isLeft(answer) ? null : answer.right;
  };
  const entries = () => held()?.entries ?? [];
  const acts = createMemo(() => actsOf(entries()));
  const byId = createMemo(() => new Map(acts().map((act) => [act.id, act])));
  // Days and acts are listed by number and id. So a further page leaves the rows and the focus where they are.
  const dayOfAct = ({ entries: [first], main }: AuditAct): number => dayOf(millisOf((first ?? main).at));
  const days = createMemo(() => [...new Set(acts().map(dayOfAct))]);
  const actsOn = (day: number) => acts().filter((act) => dayOfAct(act) === day);
  const names = createMemo(() => auditNames(client.state(), guildId, entries()));

  const { people, roles, channels } = auditChoices(client, guildId, { entries, names });

  const find = (entryId: string): AuditAct | undefined =>
    acts().find((act) => act.entries.some(({ entry_id }) => entry_id === entryId));
  /** Brings an entry into view. It may be hidden by a filter, or stand on a page that is not read yet. */
  const seek = async (entryId: string): Promise<void> => {
    if (find(entryId) === undefined && Object.values(asked()).some((value) => value !== null)) {
      setAsked(NO_FILTER);
      await load(null);
    }
    for (let pages = 0; find(entryId) === undefined && pages < SEEK_PAGES_MAX; pages += 1) {
      const last = held();
      if (last === null || last.next === null || (await load(last)) === null) break;
    }
    const act = find(entryId);
    if (act === undefined) {
      toast({ text: govern.audit.notFound, tone: 'plain' });
      return;
    }
    setSought(act.id);
    const row = list?.querySelector<HTMLElement>(`[data-act="${CSS.escape(act.id)}"]`);
    row?.scrollIntoView({ block: 'center' });
    row?.querySelector<HTMLElement>('button')?.focus({ preventScroll: true });
  };

  const More = (end: { readonly next: Known }) => {
    let place: HTMLElement | undefined;
    onMount(() => {
      const watch = new IntersectionObserver(
        ([seen]) => {
          if (seen?.isIntersecting === true && !busy()) void load(end.next);
        },
        { root: list?.closest('.settings-section') ?? null, rootMargin: ASK_AHEAD },
      );
      if (place !== undefined) watch.observe(place);
      onCleanup(() => watch.disconnect());
    });
    return (
      <div
        class="audit-more"
        ref={(element) => {
          place = element;
        }}
      >
        <Button kind="quiet" busy={busy()} press={() => void load(end.next)}>
          {govern.audit.more}
        </Button>
      </div>
    );
  };

  return (
    <>
      <header>
        <h3>{govern.sections.audit}</h3>
        <Button kind="quiet" busy={busy()} press={() => void load(null)}>
          {govern.audit.refresh}
        </Button>
      </header>
      <p class="lead">{govern.audit.lead}</p>
      <AuditFilters asked={asked()} change={change} people={people()} roles={roles()} channels={channels()} now={now} />
      <SectionList answer={shown()} again={() => void load(null)}>
        {() => (
          <Show when={acts().length > 0} fallback={<p class="quiet-note">{govern.audit.none}</p>}>
            {/* biome-ignore lint/a11y/noStaticElementInteractions: moves the focus among the buttons inside */}
            <div
              class="audit-days"
              aria-busy={busy()}
              ref={(element) => {
                list = element;
              }}
              onKeyDown={(event) => {
                if (event.key === 'ArrowDown' || event.key === 'ArrowUp') rove(event, 'button');
              }}
            >
              <For each={days()}>
                {(day) => (
                  <AuditDay
                    acts={actsOn(day)}
                    byId={byId()}
                    names={names()}
                    now={now()}
                    sought={sought()}
                    seek={(entry) => void seek(entry)}
                    undo={setUndoing}
                  />
                )}
              </For>
              <Show
                when={held()?.next !== null && held()}
                keyed
                fallback={<p class="quiet-note">{govern.audit.end}</p>}
              >
                {(next) => <More next={next} />}
              </Show>
            </div>
          </Show>
        )}
      </SectionList>
      <Show when={undoing()} keyed>
        {(act) => (
          <UndoPreview
            entry={act.main.entry_id}
            says={sentenceOf(act, names())}
            deletes={isDeletedByUndo(act)}
            names={names()}
            close={() => setUndoing(null)}
            undone={() => void load(null)}
          />
        )}
      </Show>
    </>
  );
};
