/** Says what an undo would bring back, and what it cannot and why, in counts and names. Then it undoes the act. */

import { isLeft } from 'fp-ts/lib/Either.js';
import { createResource, For, Match, onMount, Show, Switch } from 'solid-js';
import type { UndoAnswer } from '#gateway/protocol/governance.ts';
import type { AuditNames } from '#web/governance/audit/names.ts';
import { obstacleText } from '#web/governance/audit/obstacles.ts';
import { useRuling } from '#web/governance/ruling.ts';
import { govern } from '#web/governance/words/govern-words.ts';
import { Button } from '#web/ui/button.tsx';
import { Dialog, Foot } from '#web/ui/dialog.tsx';
import { attempt, TroubleNote } from '#web/ui/form.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';
import { words } from '#web/words/words.ts';

type Restored = UndoAnswer['restores'][number];
type What = Restored['what'];

/** Things of one kind that are named. The others are counted. */
const NAMED_MAX = 10;

const namesOfThings = (what: What, ids: ReadonlyArray<string>, names: AuditNames): ReadonlyArray<string> => {
  switch (what) {
    case 'member':
    case 'ban':
    case 'time_out':
    case 'nickname':
      return ids.map(names.user);
    case 'role':
      return ids.map(names.role);
    case 'channel':
      return ids.map(names.channel);
    default:
      return [];
  }
};

const kindsOf = <T extends Restored>(things: ReadonlyArray<T>): ReadonlyArray<readonly [What, ReadonlyArray<T>]> => [
  ...Map.groupBy(things, ({ what }) => what),
];

const Kind = (props: {
  readonly what: What;
  readonly things: ReadonlyArray<Restored>;
  readonly count: number;
  readonly names: AuditNames;
}) => {
  const named = () =>
    namesOfThings(
      props.what,
      props.things.map(({ id }) => id),
      props.names,
    );
  return (
    <>
      {govern.audit.preview.things[props.what](props.count)}
      <Show when={named().length > 0}>
        {': '}
        <b>{named().slice(0, NAMED_MAX).join(', ')}</b>
        <Show when={props.count > NAMED_MAX}> {govern.audit.preview.more(props.count - NAMED_MAX)}</Show>
      </Show>
    </>
  );
};

const Foreseen = (props: { readonly answer: UndoAnswer; readonly deletes: boolean; readonly names: AuditNames }) => {
  /** Things that the answer counts and does not name are of the kind that it names most. */
  const countIn = (kinds: ReadonlyArray<readonly [What, ReadonlyArray<Restored>]>, total: number, what: What) => {
    const named = kinds.reduce((sum, [, things]) => sum + things.length, 0);
    const largest = kinds.toSorted(([, a], [, b]) => b.length - a.length)[0]?.[0];
    const own = kinds.find(([kind]) => kind === what)?.[1].length ?? 0;
    return own + (what === largest ? total - named : 0);
  };
  const restores = () => kindsOf(props.answer.restores);
  const reasons = () => [...Map.groupBy(props.answer.cannot, obstacleText)];
  return (
    <Show
      when={props.answer.restores_count + props.answer.cannot_count > 0}
      fallback={<p class="lead">{govern.audit.preview.nothing}</p>}
    >
      <Show when={props.answer.restores_count > 0}>
        <section class={props.deletes ? 'undo-things bad' : 'undo-things good'}>
          <h3>{props.deletes ? govern.audit.preview.goes : govern.audit.preview.comesBack}</h3>
          <ul>
            <For each={restores()}>
              {([what, things]) => (
                <li>
                  <Kind
                    what={what}
                    things={things}
                    count={countIn(restores(), props.answer.restores_count, what)}
                    names={props.names}
                  />
                </li>
              )}
            </For>
          </ul>
        </section>
      </Show>
      <Show when={props.answer.cannot_count > 0}>
        <section class="undo-things bad">
          <h3>{govern.audit.preview.cannot}</h3>
          <ul>
            <For each={reasons()}>
              {([why, all]) => (
                <For each={kindsOf(all)}>
                  {([what, things]) => (
                    <li>
                      <Kind what={what} things={things} count={things.length} names={props.names} />
                      <small>{why}</small>
                    </li>
                  )}
                </For>
              )}
            </For>
            <Show when={props.answer.cannot_count > props.answer.cannot.length}>
              <li>{govern.audit.preview.more(props.answer.cannot_count - props.answer.cannot.length)}</li>
            </Show>
          </ul>
        </section>
      </Show>
    </Show>
  );
};

export const UndoPreview = (props: {
  /** An entry of the act. */
  readonly entry: string;
  readonly says: string;
  /** True when the undo deletes what the act made or brought back. */
  readonly deletes: boolean;
  readonly names: AuditNames;
  readonly close: () => void;
  readonly undone: () => void;
}) => {
  const { requests, deeds } = useRuling();
  const [foreseen] = createResource(() => requests.undo(props.entry, true));
  const known = () => {
    const answer = foreseen();
    return answer === undefined || isLeft(answer) ? undefined : answer.right;
  };
  const refused = () => {
    const answer = foreseen();
    return answer !== undefined && isLeft(answer) ? answer.left : undefined;
  };
  const undo = attempt(
    () => requests.undo(props.entry, false),
    (answer) => {
      deeds.sayUndone(answer);
      props.close();
      props.undone();
    },
  );
  let form: HTMLFormElement | undefined;
  onMount(() => form?.querySelector<HTMLElement>('.button')?.focus());
  return (
    <Dialog title={govern.audit.preview.title} close={props.close}>
      <form
        ref={(element) => {
          form = element;
        }}
        onSubmit={(event) => {
          event.preventDefault();
          void undo.start();
        }}
      >
        <p class="quoted">{props.says}</p>
        <Switch fallback={<Skeleton of="rows" count={2} label={words.loading} />}>
          <Match when={refused()}>{(why) => <TroubleNote trouble={why()} />}</Match>
          <Match when={known()}>
            {(answer) => <Foreseen answer={answer()} deletes={props.deletes} names={props.names} />}
          </Match>
        </Switch>
        <TroubleNote trouble={undo.trouble()} />
        <Show
          when={(known()?.restores_count ?? 0) > 0}
          fallback={
            <footer class="dialog-foot">
              <Button kind="quiet" press={props.close}>
                {words.close}
              </Button>
            </footer>
          }
        >
          <Foot close={props.close} busy={undo.busy()} yes={govern.audit.preview.yes} />
        </Show>
      </form>
    </Dialog>
  );
};
