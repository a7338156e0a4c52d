/** The overview of a guild: its name, and the number of its members. */

import { createSignal, Show } from 'solid-js';
import { GUILD_NAME_CHARS_MAX } from '#domain/kernel/limits.ts';
import { asOneLine } from '#domain/kernel/stored-form.ts';
import { useRuling } from '#web/governance/ruling.ts';
import { UnsavedBar } from '#web/governance/unsaved.tsx';
import { govern } from '#web/governance/words/govern-words.ts';
import { attempt, Form, TextField } from '#web/ui/form.tsx';

export const OverviewSection = () => {
  const ruling = useRuling();
  const [name, setName] = createSignal(ruling.guild().name);
  const save = attempt(
    () => ruling.requests.changeGuild(name().trim()),
    () => ruling.toast({ text: govern.unsaved.saved, tone: 'good' }),
  );
  const members = () => ruling.client.state().rosters[ruling.guild().guild_id]?.members.length ?? 0;
  const dirty = () => asOneLine(name()) !== ruling.guild().name;
  return (
    <>
      <header>
        <h3>{govern.sections.overview}</h3>
        <Show when={members() > 0}>
          <span class="quiet-note">{govern.overview.facts(members())}</span>
        </Show>
      </header>
      <Show when={ruling.may('manage_guild')} fallback={<p class="lead">{govern.overview.noRight}</p>}>
        <Form submit={() => void save.start()}>
          <TextField
            label={govern.overview.name}
            hint={govern.overview.nameHint}
            value={name()}
            change={setName}
            maxLength={GUILD_NAME_CHARS_MAX}
          />
        </Form>
      </Show>
      <UnsavedBar
        dirty={dirty()}
        busy={save.busy()}
        trouble={save.trouble()}
        reset={() => setName(ruling.guild().name)}
        save={() => void save.start()}
      />
    </>
  );
};
