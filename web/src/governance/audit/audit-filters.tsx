/** The filters of the audit log: who acted, what was done, to whom or what, and when. */

import '#web/ui/time-fields.css';

import { createSignal, createUniqueId, For, type JSX, Show } from 'solid-js';
import { UserId } from '#domain/kernel/ids.ts';
import { type Instant, instantOf } from '#domain/kernel/instant.ts';
import { DAY_MS } from '#domain/kernel/units.ts';
import type { AuditAsked } from '#web/governance/requests.ts';
import { govern } from '#web/governance/words/govern-words.ts';
import { Button } from '#web/ui/button.tsx';
import { daySpan } from '#web/ui/clock.ts';

export const NO_FILTER: AuditAsked = { actor: null, action: null, target: null, since: null, until: null };

const DAYS = { day: 1, week: 7, month: 30 } as const;
type Time = keyof typeof DAYS | 'any' | 'own';
const isTime = (value: string): value is Time => Object.hasOwn(govern.audit.times, value);

export type NamedId = { readonly id: string; readonly name: string };
type Action = keyof typeof govern.audit.names;

const Select = (props: {
  readonly label: string;
  readonly value: string;
  readonly choose: (value: string) => void;
  readonly children: JSX.Element;
}) => {
  const id = createUniqueId();
  return (
    <div class="field">
      <label for={id}>{props.label}</label>
      <select id={id} value={props.value} onChange={(event) => props.choose(event.currentTarget.value)}>
        {props.children}
      </select>
    </div>
  );
};
const Options = (props: { readonly of: ReadonlyArray<NamedId>; readonly chosen: string | null }) => (
  <For each={props.of}>
    {({ id, name }) => (
      <option value={id} selected={id === props.chosen}>
        {name}
      </option>
    )}
  </For>
);
const DayField = (props: { readonly label: string; readonly change: (day: string) => void }) => {
  const id = createUniqueId();
  return (
    <div class="field">
      <label for={id}>{props.label}</label>
      <input id={id} type="date" onChange={(event) => props.change(event.currentTarget.value)} />
    </div>
  );
};

/** Reads the local day of a date field as its start and end. */
const spanOf = (day: string): readonly [number, number] | null => {
  const at = new Date(`${day}T12:00:00`).getTime();
  return Number.isNaN(at) ? null : daySpan(at);
};

export const AuditFilters = (props: {
  readonly asked: AuditAsked;
  readonly change: (asked: AuditAsked) => void;
  readonly people: ReadonlyArray<NamedId>;
  readonly roles: ReadonlyArray<NamedId>;
  readonly channels: ReadonlyArray<NamedId>;
  readonly now: () => number;
}) => {
  const [time, setTime] = createSignal<Time>('any');
  const set = (part: Partial<AuditAsked>): void => props.change({ ...props.asked, ...part });
  const chooseTime = (value: string): void => {
    if (!isTime(value)) return;
    setTime(value);
    if (value === 'own') return;
    const since: Instant | null = value === 'any' ? null : instantOf(props.now() - DAYS[value] * DAY_MS);
    set({ since, until: null });
  };
  const active = () => Object.values(props.asked).some((value) => value !== null);
  const actions = Object.keys(govern.audit.names) as Action[];
  const sorted = actions
    .map((id) => ({ id, name: govern.audit.names[id] }))
    .toSorted((a, b) => a.name.localeCompare(b.name));
  return (
    <search class="audit-filters" aria-label={govern.audit.filters}>
      <Select
        label={govern.audit.actor}
        value={props.asked.actor ?? ''}
        choose={(value) => set({ actor: UserId.is(value) ? value : null })}
      >
        <option value="">{govern.audit.anybody}</option>
        <Options of={props.people} chosen={props.asked.actor} />
      </Select>
      <Select
        label={govern.audit.action}
        value={props.asked.action ?? ''}
        choose={(value) => set({ action: value === '' ? null : value })}
      >
        <option value="">{govern.audit.anything}</option>
        <Options of={sorted} chosen={props.asked.action} />
      </Select>
      <Select
        label={govern.audit.target}
        value={props.asked.target ?? ''}
        choose={(value) => set({ target: value === '' ? null : value })}
      >
        <option value="">{govern.audit.anyTarget}</option>
        <optgroup label={govern.audit.members}>
          <Options of={props.people} chosen={props.asked.target} />
        </optgroup>
        <optgroup label={govern.audit.roles}>
          <Options of={props.roles} chosen={props.asked.target} />
        </optgroup>
        <optgroup label={govern.audit.channels}>
          <Options of={props.channels} chosen={props.asked.target} />
        </optgroup>
      </Select>
      <Select label={govern.audit.time} value={time()} choose={chooseTime}>
        <Options of={Object.entries(govern.audit.times).map(([id, name]) => ({ id, name }))} chosen={time()} />
      </Select>
      <Show when={time() === 'own'}>
        <DayField
          label={govern.audit.from}
          change={(day) => {
            const span = spanOf(day);
            set({ since: span === null ? null : instantOf(span[0]) });
          }}
        />
        <DayField
          label={govern.audit.to}
          change={(day) => {
            const span = spanOf(day);
            set({ until: span === null ? null : instantOf(span[1]) });
          }}
        />
      </Show>
      <Show when={active()}>
        <Button
          kind="quiet"
          press={() => {
            setTime('any');
            props.change(NO_FILTER);
          }}
        >
          {govern.audit.clear}
        </Button>
      </Show>
    </search>
  );
};
