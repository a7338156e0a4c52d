/** The change of one entry in words, before and after: permissions by name, colours as dots, times as dates. */

import { For, type JSX, Match, Show, Switch } from 'solid-js';
import { Instant, millisOf } from '#domain/kernel/instant.ts';
import type { AuditEntry } from '#gateway/protocol/governance.ts';
import { movedItems } from '#web/governance/audit/acts.ts';
import type { AuditNames } from '#web/governance/audit/names.ts';
import { permissionName } from '#web/governance/permission-groups.ts';
import { govern } from '#web/governance/words/govern-words.ts';
import { dayAndTime } from '#web/ui/clock.ts';

type Change = AuditEntry['changes'][number];

/** Fields that the sentence of the entry says already. */
const SAID: ReadonlySet<string> = new Set(['role', 'lockdown', 'owner']);
/** Items of an order that are named. The others are counted. */
const MOVED_NAMED_MAX = 5;

export const shownChanges = ({ changes }: AuditEntry): ReadonlyArray<Change> =>
  changes.filter(({ field }) => !SAID.has(field));

/** An overwrite has its target in the name of the field: `allow:role:<id>`. */
const overwriteLabel = (field: string, names: AuditNames): string | undefined => {
  const [effect, kind, id] = field.split(':');
  if (id === undefined || (effect !== 'allow' && effect !== 'deny')) return undefined;
  const name = kind === 'role' ? names.role(id) : names.user(id);
  return effect === 'allow' ? govern.audit.allowedFor(name) : govern.audit.deniedFor(name);
};
const labelOf = (field: string, names: AuditNames): string => {
  const labels: { readonly [field: string]: string | undefined } = govern.audit.fields;
  return overwriteLabel(field, names) ?? labels[field] ?? field;
};

const valueText = (field: string, value: string, names: AuditNames, now: number): string => {
  const { audit } = govern;
  switch (field) {
    case 'hoist':
    case 'tag_required':
    case 'mentionable':
      return value === 'true' ? audit.yes : audit.no;
    case 'until':
    case 'timed_out_until':
    case 'newcomers_since':
    case 'expires_at':
      return Instant.is(value) ? dayAndTime(millisOf(value), now) : value;
    case 'slow_mode_secs':
      return audit.secs(Number(value));
    case 'owner':
      return names.user(value);
    case 'parent':
      return names.channel(value).replace(/^#/, '');
    case 'roles':
      return names.role(value);
    case 'overwrites':
      return value === 'own' ? audit.own : audit.ofCategory(names.channel(value).replace(/^#/, ''));
    case 'via':
      return value.startsWith('import') ? audit.byImport : audit.byInvite;
    case 'kind':
      return value === 'text' || value === 'voice' || value === 'category' || value === 'forum'
        ? audit.kinds[value]
        : value;
    default:
      return value;
  }
};

const isSet = (field: string): boolean => field === 'permissions' || field === 'roles' || /^(allow|deny):/.test(field);

export const Changes = (props: { readonly entry: AuditEntry; readonly names: AuditNames; readonly now: number }) => {
  const memberOfSet = (field: string, value: string): string =>
    field === 'roles' ? props.names.role(value) : permissionName(value);
  const SetChange = (set: { readonly change: Change }) => {
    const { field, before, after } = set.change;
    const Part = (part: { readonly values: ReadonlyArray<string>; readonly added: boolean }) => (
      <For each={part.values}>
        {(value) => (
          <li class="audit-value" classList={{ added: part.added, removed: !part.added }}>
            <span aria-hidden="true">{part.added ? '+' : '−'}</span>
            <span class="spoken">{part.added ? govern.audit.added : govern.audit.removed}</span>
            {memberOfSet(field, value)}
          </li>
        )}
      </For>
    );
    return (
      <ul class="audit-values">
        <Part values={after.filter((value) => !before.includes(value))} added={true} />
        <Part values={before.filter((value) => !after.includes(value))} added={false} />
      </ul>
    );
  };
  const OrderChange = (order: { readonly change: Change }) => {
    const { field, before, after } = order.change;
    // The server lists the lowest role first, and people count from the highest.
    const [from, to] = field === 'role_order' ? [before.toReversed(), after.toReversed()] : [before, after];
    const shared = from.filter((id) => to.includes(id));
    const sharedAfter = to.filter((id) => from.includes(id));
    const moved = movedItems(from, to);
    const nameOf = (id: string): string => (field === 'role_order' ? props.names.role(id) : props.names.channel(id));
    return (
      <ul class="audit-values">
        <For each={moved.slice(0, MOVED_NAMED_MAX)}>
          {(id) => (
            <li class="audit-value">
              {govern.audit.place(nameOf(id), shared.indexOf(id) + 1, sharedAfter.indexOf(id) + 1)}
            </li>
          )}
        </For>
        <Show when={moved.length > MOVED_NAMED_MAX}>
          <li class="audit-value">{govern.audit.preview.more(moved.length - MOVED_NAMED_MAX)}</li>
        </Show>
      </ul>
    );
  };
  const Value = (value: { readonly field: string; readonly values: ReadonlyArray<string> }): JSX.Element => (
    <Show when={value.values.length > 0} fallback={<i>{govern.audit.nothing}</i>}>
      <Show when={value.field === 'color'}>
        <span class="role-dot" style={{ '--role': value.values[0] }} />
      </Show>
      {value.values.map((one) => valueText(value.field, one, props.names, props.now)).join(', ')}
    </Show>
  );
  const FieldChange = (one: { readonly change: Change }) => (
    <>
      <Show when={one.change.before.length > 0}>
        <del>
          <span class="spoken">{govern.audit.before}</span>
          <Value field={one.change.field} values={one.change.before} />
        </del>
        <span aria-hidden="true">→</span>
      </Show>
      <ins>
        <span class="spoken">{govern.audit.after}</span>
        <Value field={one.change.field} values={one.change.after} />
      </ins>
    </>
  );
  return (
    <dl class="audit-changes">
      <For each={shownChanges(props.entry)}>
        {(change) => (
          <div>
            <dt>{labelOf(change.field, props.names)}</dt>
            <dd>
              <Switch fallback={<FieldChange change={change} />}>
                <Match when={isSet(change.field)}>
                  <SetChange change={change} />
                </Match>
                <Match when={change.field.endsWith('_order')}>
                  <OrderChange change={change} />
                </Match>
              </Switch>
            </dd>
          </div>
        )}
      </For>
    </dl>
  );
};
