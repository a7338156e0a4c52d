/** The acts that concern a whole guild: lockdown, another owner, its end. */

import { createSignal, createUniqueId, For, Show } from 'solid-js';
import { UserId } from '#domain/kernel/ids.ts';
import { instantOf, millisOf } from '#domain/kernel/instant.ts';
import { DAY_MS, HOUR_MS } from '#domain/kernel/units.ts';
import { Choice, type ChoiceName } from '#web/governance/choice.tsx';
import { momentSaid } from '#web/governance/moments.ts';
import { ReasonField } from '#web/governance/reason-field.tsx';
import { useRuling } from '#web/governance/ruling.ts';
import { govern } from '#web/governance/words/govern-words.ts';
import { nameOfUser } from '#web/guild/member-menu.ts';
import { Button } from '#web/ui/button.tsx';
import { attempt, Form, TextField, TroubleNote } from '#web/ui/form.tsx';

const LASTS_MS = { hour: HOUR_MS, sixHours: 6 * HOUR_MS, day: DAY_MS, week: 7 * DAY_MS, open: null } as const;
const NEWCOMER_HOURS = { none: null, hour: 1, day: 24, week: 168 } as const;

// `Object.entries` forgets the names of the fields.
const choicesOf = <K extends string>(names: { readonly [key in K]: string }): ReadonlyArray<ChoiceName<K>> =>
  Object.entries(names) as Array<[K, string]>;

const LockdownCard = () => {
  const { client, guild, requests, deeds } = useRuling();
  const [lasts, setLasts] = createSignal<keyof typeof LASTS_MS>('day');
  const [newcomers, setNewcomers] = createSignal<keyof typeof NEWCOMER_HOURS>('day');
  const [reason, setReason] = createSignal('');
  const now = () => client.platform.now();
  const holds = () => {
    const lockdown = guild().lockdown ?? null;
    return lockdown !== null && (lockdown.until === null || millisOf(lockdown.until) > now()) ? lockdown : null;
  };
  let key = '';
  const begin = attempt(
    () => {
      key = client.api.newKey();
      const ms = LASTS_MS[lasts()];
      const until = ms === null ? null : instantOf(now() + ms);
      return requests.beginLockdown(until, NEWCOMER_HOURS[newcomers()], reason(), key);
    },
    () => deeds.tell(govern.danger.began, key),
  );
  const end = attempt(
    () => {
      key = client.api.newKey();
      return requests.endLockdown(key);
    },
    () => deeds.tell(govern.danger.ended, key),
  );
  return (
    <section class="settings-card">
      <h4>{govern.danger.lockdown}</h4>
      <Show
        when={holds()}
        fallback={
          <Form submit={() => void begin.start()}>
            <p class="lead">{govern.danger.lockdownLead}</p>
            <Choice
              label={govern.danger.lasts}
              of={choicesOf(govern.danger.lastsFor)}
              chosen={lasts()}
              choose={setLasts}
            />
            <Choice
              label={govern.danger.newcomers}
              of={choicesOf(govern.danger.newcomersFor)}
              chosen={newcomers()}
              choose={setNewcomers}
            />
            <ReasonField value={reason()} change={setReason} />
            <TroubleNote trouble={begin.trouble()} />
            <Button submit kind="danger" busy={begin.busy()}>
              {govern.danger.begin}
            </Button>
          </Form>
        }
      >
        {(lockdown) => {
          const until = () => lockdown().until;
          return (
            <>
              <p class="lead" role="status">
                {govern.danger.lockdownOn(
                  until() === null ? null : momentSaid(millisOf(until() ?? instantOf(0)), now()),
                )}
              </p>
              <TroubleNote trouble={end.trouble()} />
              <Button busy={end.busy()} press={() => void end.start()}>
                {govern.danger.end}
              </Button>
            </>
          );
        }}
      </Show>
    </section>
  );
};

const OwnerCard = () => {
  const { client, guild, requests, toast } = useRuling();
  const [chosen, setChosen] = createSignal<UserId | null>(null);
  const [password, setPassword] = createSignal('');
  const id = createUniqueId();
  const members = () =>
    (client.state().rosters[guild().guild_id]?.members ?? []).filter(({ owner, user }) => !owner && !user.imported);
  const nameOfChosen = () => {
    const found = members().find(({ user }) => user.user_id === chosen());
    return found === undefined ? '' : nameOfUser(found.user);
  };
  const handOver = attempt(
    () => requests.changeOwner(chosen() ?? guild().owner_id, password()),
    () => {
      setPassword('');
      toast({ text: govern.danger.handedOver(nameOfChosen()), tone: 'good' });
    },
  );
  return (
    <section class="settings-card danger">
      <h4>{govern.danger.owner}</h4>
      <Form submit={() => void (chosen() !== null && handOver.start())}>
        <p class="lead">{govern.danger.ownerLead}</p>
        <div class="field">
          <label for={id}>{govern.danger.newOwner}</label>
          <select
            id={id}
            onChange={(event) => {
              const { value } = event.currentTarget;
              setChosen(UserId.is(value) ? value : null);
            }}
          >
            <option value="">{govern.danger.choose}</option>
            <For each={members()}>{({ user }) => <option value={user.user_id}>{nameOfUser(user)}</option>}</For>
          </select>
        </div>
        <TextField
          label={govern.danger.password}
          type="password"
          autocomplete="current-password"
          value={password()}
          change={setPassword}
        />
        <TroubleNote trouble={handOver.trouble()} />
        <Button submit kind="danger" busy={handOver.busy()} disabled={chosen() === null}>
          {govern.danger.handOver}
        </Button>
      </Form>
    </section>
  );
};

export const DangerSection = () => {
  const { client, guild, may, show } = useRuling();
  const owns = () => guild().owner_id === client.state().me?.user_id;
  const guildId = guild().guild_id;
  return (
    <>
      <header>
        <h3>{govern.sections.danger}</h3>
      </header>
      <Show when={may('manage_guild')}>
        <LockdownCard />
      </Show>
      <Show
        when={owns()}
        fallback={
          <section class="settings-card danger">
            <h4>{govern.danger.leave}</h4>
            <p class="lead">{govern.danger.leaveLead}</p>
            <Button kind="danger" press={() => show({ kind: 'leave-guild', guildId })}>
              {govern.danger.leave}
            </Button>
          </section>
        }
      >
        <OwnerCard />
        <section class="settings-card danger">
          <h4>{govern.danger.remove}</h4>
          <p class="lead">{govern.danger.removeLead}</p>
          <Button kind="danger" press={() => show({ kind: 'delete-guild', guildId })}>
            {govern.danger.remove}
          </Button>
        </section>
      </Show>
    </>
  );
};
