/** The form that keeps a member from writing until a time, or ends that before. */

import '#web/ui/time-fields.css';

import { createSignal, Show } from 'solid-js';
import { type Instant, instantOf, millisOf } from '#domain/kernel/instant.ts';
import { TIME_OUT_MAX_MS } from '#domain/kernel/limits.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#domain/kernel/units.ts';
import { Choice } from '#web/governance/choice.tsx';
import { actOf, type MemberAct } from '#web/governance/members/acting.ts';
import { momentSaid } from '#web/governance/moments.ts';
import { ReasonField } from '#web/governance/reason-field.tsx';
import { govern } from '#web/governance/words/govern-words.ts';
import { timeOutOf } from '#web/store/roles.ts';
import { Button } from '#web/ui/button.tsx';
import { Foot } from '#web/ui/dialog.tsx';
import { Field, Form, TroubleNote } from '#web/ui/form.tsx';

const LASTS_MS = {
  minute: MINUTE_MS,
  fiveMinutes: 5 * MINUTE_MS,
  tenMinutes: 10 * MINUTE_MS,
  hour: HOUR_MS,
  day: DAY_MS,
  week: 7 * DAY_MS,
  custom: null,
} as const;
const CHOICES = ['minute', 'fiveMinutes', 'tenMinutes', 'hour', 'day', 'week', 'custom'] as const;

/** Writes a time as the field for a local day and time reads it. */
const asLocal = (ms: number): string => {
  const local = ms - new Date(ms).getTimezoneOffset() * MINUTE_MS;
  return instantOf(local).slice(0, 'yyyy-mm-ddThh:mm'.length);
};

export const TimeOutForm = (props: { readonly acting: MemberAct }) => {
  const { acting } = props;
  const { client, target, requests, name } = acting;
  const now = () => client.platform.now();
  const [lasts, setLasts] = createSignal<keyof typeof LASTS_MS>('tenMinutes');
  const [ends, setEnds] = createSignal(asLocal(now() + DAY_MS));
  const [wrong, setWrong] = createSignal(false);
  const [reason, setReason] = createSignal('');
  const running = () => (target.member === null ? null : timeOutOf(target.member, now()));
  const said = (until: Instant): string => momentSaid(millisOf(until), now());
  const until = (): number => {
    const ms = LASTS_MS[lasts()];
    return ms === null ? new Date(ends()).getTime() : now() + ms;
  };
  let asked: Instant | null = null;
  const timeOut = actOf(
    acting,
    (key) => requests.timeOut(target.userId, asked, reason(), key),
    () => (asked === null ? govern.members.timeOutEnded(name) : govern.members.wasTimedOut(name, said(asked))),
  );
  const begin = (): void => {
    const ms = until();
    const fits = ms > now() && ms <= now() + TIME_OUT_MAX_MS;
    setWrong(!fits);
    if (!fits) return;
    asked = instantOf(ms);
    void timeOut.start();
  };
  const end = (): void => {
    asked = null;
    void timeOut.start();
  };
  return (
    <Form submit={begin}>
      <Show when={running()} fallback={<p class="lead">{govern.members.timeOutHint}</p>}>
        {(at) => (
          <div class="settings-card running">
            <p role="status">{govern.members.timeOutNow(said(at()))}</p>
            <Button kind="quiet" busy={timeOut.busy()} press={end}>
              {govern.members.endTimeOut}
            </Button>
          </div>
        )}
      </Show>
      <Choice
        label={govern.members.lasts}
        of={CHOICES.map((one) => [one, govern.members.lastsFor[one]])}
        chosen={lasts()}
        choose={setLasts}
      />
      <Show when={lasts() === 'custom'}>
        <Field
          label={govern.members.ends}
          error={wrong() ? govern.members.endsWrong(TIME_OUT_MAX_MS / DAY_MS) : undefined}
        >
          {({ id, describedBy }) => (
            <input
              id={id}
              type="datetime-local"
              aria-describedby={describedBy}
              aria-invalid={wrong()}
              value={ends()}
              min={asLocal(now())}
              max={asLocal(now() + TIME_OUT_MAX_MS)}
              onInput={(event) => {
                setWrong(false);
                setEnds(event.currentTarget.value);
              }}
            />
          )}
        </Field>
      </Show>
      <ReasonField value={reason()} change={setReason} />
      <TroubleNote trouble={timeOut.trouble()} />
      <Foot close={acting.close} busy={timeOut.busy()} yes={govern.members.timeOut} danger />
    </Form>
  );
};
