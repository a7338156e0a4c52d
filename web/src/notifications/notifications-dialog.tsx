/** The notifications of the user: those of the browser, the sound, and the quiet hours. */

import '#web/ui/time-fields.css';

import { isLeft } from 'fp-ts/lib/Either.js';
import { createSignal, For, Show } from 'solid-js';
import type { QuietHours, SettingsChange } from '#gateway/protocol/settings.ts';
import type { Client } from '#web/client/client.ts';
import { isNotifying, notifyHere } from '#web/notifications/follow-notifications.ts';
import { chime } from '#web/notifications/sound.ts';
import { settingsRequests } from '#web/settings/requests.ts';
import { settings } from '#web/settings/words/settings-words.ts';
import { Button } from '#web/ui/button.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import { Field } from '#web/ui/form.tsx';
import { Switch } from '#web/ui/switch.tsx';
import type { FailureToast } from '#web/ui/toasts.tsx';
import type { HttpRefusal } from '#web/wire/http.ts';
import { problemSaid } from '#web/words/problems.ts';
import { language } from '#web/words/words.ts';

const DAYS = [1, 2, 3, 4, 5, 6, 7] as const;
/** Monday, the 1st of January 2024, from which the names of the days are counted. */
const A_MONDAY = Date.UTC(2024, 0, 1, 12);
const DAY_MS = 86_400_000;

const clockOf = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
const minuteOf = (clock: string): number | null => {
  const [hours, minutes] = clock.split(':').map(Number);
  return hours === undefined || minutes === undefined || Number.isNaN(hours + minutes) ? null : hours * 60 + minutes;
};

export const NotificationsDialog = (props: {
  readonly client: Client;
  readonly complain: FailureToast;
  readonly close: () => void;
}) => {
  const { client } = props;
  const { keepsakes, timeZones } = client.platform;
  const requests = settingsRequests(client.api);
  const supported = 'Notification' in window;
  const [permission, setPermission] = createSignal(supported ? Notification.permission : 'denied');
  const here = () => isNotifying() && permission() === 'granted';
  const complain = async (refusal: HttpRefusal): Promise<void> =>
    props.complain(settings.rules.notKept(await problemSaid(refusal)));
  const change = async (next: SettingsChange): Promise<void> => {
    const answer = await requests.change(next);
    if (isLeft(answer)) await complain(answer.left);
  };
  /** Asks the browser, which the user has just wished for. */
  const allow = async (): Promise<void> => {
    setPermission(await Notification.requestPermission());
    notifyHere(keepsakes, permission() === 'granted');
  };
  const hours = () => client.state().settings.quiet_hours;
  const first = (): QuietHours => ({ from: 1_320, until: 420, days: [...DAYS], time_zone: timeZones()[0] ?? 'UTC' });
  /** Keeps quiet hours in the most exact zone of this device that the server knows. */
  const keepHours = async (next: Partial<QuietHours>): Promise<void> => {
    const shape = { ...first(), ...hours(), ...next };
    const [exact, ...others] = timeZones();
    const answer = await requests.change({ quiet_hours: { ...shape, time_zone: exact ?? 'UTC' } });
    const [other] = others;
    if (!isLeft(answer)) return;
    if (answer.left.field !== 'quiet_hours.time_zone' || other === undefined) await complain(answer.left);
    else await change({ quiet_hours: { ...shape, time_zone: other } });
  };
  const reshape = (next: Partial<QuietHours>): void => void keepHours(next);
  const nameOf = (day: number): string =>
    new Intl.DateTimeFormat(language(), { weekday: 'long', timeZone: 'UTC' }).format(A_MONDAY + (day - 1) * DAY_MS);
  const Time = (time: { readonly of: 'from' | 'until'; readonly value: number }) => (
    <Field label={settings.quiet[time.of]}>
      {({ id, describedBy }) => (
        <input
          id={id}
          type="time"
          aria-describedby={describedBy}
          value={clockOf(time.value)}
          onChange={(event) => {
            const minute = minuteOf(event.currentTarget.value);
            if (minute !== null) reshape({ [time.of]: minute });
          }}
        />
      )}
    </Field>
  );
  return (
    <Dialog title={settings.notifications.title} close={props.close}>
      <Show
        when={permission() !== 'denied'}
        fallback={
          <p class="quiet-note">{supported ? settings.notifications.denied : settings.notifications.missing}</p>
        }
      >
        <Show
          when={permission() === 'granted'}
          fallback={
            <>
              <p>{settings.notifications.ask}</p>
              <Button press={() => void allow()}>{settings.notifications.allow}</Button>
            </>
          }
        >
          <Switch
            name={settings.notifications.here}
            hint={settings.notifications.hereHint}
            on={here()}
            change={(on) => notifyHere(keepsakes, on)}
          />
        </Show>
      </Show>
      <Switch
        name={settings.notifications.sound}
        hint={settings.notifications.soundHint}
        on={client.state().settings.sound}
        change={(sound) => {
          if (sound) chime();
          void change({ sound });
        }}
      />
      <Switch
        name={settings.quiet.on}
        hint={settings.quiet.hint(hours()?.time_zone ?? first().time_zone)}
        on={hours() !== null}
        change={(on) => (on ? reshape({}) : void change({ quiet_hours: null }))}
      />
      <Show when={hours()}>
        {(now) => (
          <>
            <Switch
              name={settings.quiet.shown}
              hint={settings.quiet.shownHint}
              on={now().dnd === true}
              change={(dnd) => reshape({ dnd })}
            />
            <Time of="from" value={now().from} />
            <Time of="until" value={now().until} />
            <fieldset class="kinds">
              <legend>{settings.quiet.days}</legend>
              <For each={DAYS}>
                {(day) => (
                  <label class="kind">
                    <input
                      type="checkbox"
                      checked={now().days.includes(day)}
                      onChange={(event) => {
                        const others = now().days.filter((one) => one !== day);
                        reshape({ days: event.currentTarget.checked ? [...others, day].toSorted() : others });
                      }}
                    />
                    <span>{nameOf(day)}</span>
                  </label>
                )}
              </For>
            </fieldset>
          </>
        )}
      </Show>
    </Dialog>
  );
};
