/** The notifications of one place: its level, its mute, and for a guild the mentions that it suppresses. */

import { For, Show } from 'solid-js';
import { instantOf, millisOf } from '#domain/kernel/instant.ts';
import type { GuildRule } from '#gateway/protocol/settings.ts';
import type { Client } from '#web/client/client.ts';
import { FIRST_LEVEL, isMuted, rulesIn } from '#web/rules/place-rules.ts';
import { putRule, type RuledPlace, ruleOf } from '#web/settings/muting.ts';
import { settings } from '#web/settings/words/settings-words.ts';
import { dayAndTime } from '#web/ui/clock.ts';
import { Dialog } from '#web/ui/dialog.tsx';
import { Field } from '#web/ui/form.tsx';
import { Switch } from '#web/ui/switch.tsx';
import type { FailureToast } from '#web/ui/toasts.tsx';

const LEVELS = ['all', 'mentions', 'none'] as const;
/** Minutes of the mutes for a time. */
const MINUTES = { quarter: 15, hour: 60, eight: 480, day: 1_440 } as const;
const MUTES = ['off', 'quarter', 'hour', 'eight', 'day', 'good'] as const;
type Mute = (typeof MUTES)[number];

export const RuleDialog = (props: {
  readonly client: Client;
  readonly place: RuledPlace;
  readonly name: string;
  readonly complain: FailureToast;
  readonly close: () => void;
}) => {
  const { client } = props;
  const rule = () => ruleOf(client, props.place);
  const change = (next: Partial<GuildRule>): void => void putRule(props, props.place, next);
  const muted = () => isMuted(rule(), client.platform.now());
  /** The level of the places above. */
  const inherited = () => {
    const { channels, settings: all } = client.state();
    if (props.place.kind === 'guild') return FIRST_LEVEL;
    const { id } = props.place;
    const without = { ...all, channel_rules: all.channel_rules.filter(({ channel_id }) => channel_id !== id) };
    return rulesIn(without, channels, client.platform.now())(id).level;
  };
  const chooseMute = (chosen: Mute): void => {
    if (chosen === 'off' || chosen === 'good') change({ muted: chosen === 'good', muted_until: null });
    else change({ muted: true, muted_until: instantOf(client.platform.now() + MINUTES[chosen] * 60_000) });
  };
  const until = () => rule().muted_until;
  const Level = (level: { readonly value: GuildRule['level']; readonly says: string }) => (
    <label class="kind">
      <input
        type="radio"
        name="level"
        checked={rule().level === level.value}
        autofocus={rule().level === level.value}
        onChange={() => change({ level: level.value })}
      />
      <span>{level.says}</span>
    </label>
  );
  return (
    <Dialog title={settings.rules.title(props.name)} close={props.close}>
      <fieldset class="kinds">
        <legend>{settings.rules.level}</legend>
        <Level value={null} says={settings.rules.inherited(settings.rules.levels[inherited()])} />
        <For each={LEVELS}>{(level) => <Level value={level} says={settings.rules.levels[level]} />}</For>
      </fieldset>
      <Field
        label={settings.rules.mute}
        hint={
          muted() && until() !== null
            ? settings.rules.mutedUntil(dayAndTime(millisOf(until() ?? instantOf(0)), client.platform.now()))
            : settings.rules.muteHint
        }
      >
        {({ id, describedBy }) => (
          <select
            id={id}
            aria-describedby={describedBy}
            onChange={(event) => chooseMute(event.currentTarget.value as Mute)}
          >
            <For each={MUTES}>
              {(one) => (
                <option value={one} selected={one === (muted() ? 'good' : 'off')}>
                  {settings.rules.mutes[one]}
                </option>
              )}
            </For>
          </select>
        )}
      </Field>
      <Show when={props.place.kind === 'guild'}>
        <Switch
          name={settings.rules.suppressEveryone}
          hint={settings.rules.suppressHint}
          on={rule().suppress_everyone}
          change={(suppress_everyone) => change({ suppress_everyone })}
        />
        <Switch
          name={settings.rules.suppressRoles}
          on={rule().suppress_roles}
          change={(suppress_roles) => change({ suppress_roles })}
        />
      </Show>
    </Dialog>
  );
};
