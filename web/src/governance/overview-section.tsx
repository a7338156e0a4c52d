/** The overview of a guild: its name, and the number of its members. */

import { createEffect, createSignal, on, Show } from 'solid-js';
import { GUILD_NAME_CHARS_MAX } from '#domain/kernel/limits.ts';
import { asOneLine } from '#domain/kernel/stored-form.ts';
import { useRuling } from '#web/governance/ruling.ts';
import { UnsavedBar } from '#web/governance/unsaved.tsx';
import { govern } from '#web/governance/words/govern-words.ts';
import { attempt, Form, TextField } from '#web/ui/form.tsx';

export const OverviewSection = () => {
  const ruling = useRuling();
  /** The name that the user types. Null while it is that of the guild, so that the field follows an undo. */
  const [draft, setDraft] = createSignal<string | null>(null);
  const name = () => draft() ?? ruling.guild().name;
  let key = '';
  const save = attempt(
    () => {
      key = ruling.client.api.newKey();
      return ruling.requests.changeGuild(name().trim(), key);
    },
    () => ruling.deeds.tell(govern.unsaved.saved, key),
  );
  createEffect(
    on(
      () => ruling.guild().name,
      (now) => setDraft((typed) => (typed !== null && asOneLine(typed) === now ? null : typed)),
    ),
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
            change={setDraft}
            maxLength={GUILD_NAME_CHARS_MAX}
          />
        </Form>
      </Show>
      <UnsavedBar
        dirty={dirty()}
        busy={save.busy()}
        trouble={save.trouble()}
        reset={() => setDraft(null)}
        save={() => void save.start()}
      />
    </>
  );
};
