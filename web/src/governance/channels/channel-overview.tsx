/** The name, the topic and the slow mode of a channel, and its deletion. */

import { createSignal, createUniqueId, For, Show } from 'solid-js';
import { CHANNEL_NAME_CHARS_MAX, TOPIC_CHARS_MAX } from '#domain/kernel/limits.ts';
import { asOneLine } from '#domain/kernel/stored-form.ts';
import type { Channel } from '#gateway/protocol/resources.ts';
import { laterRequests } from '#web/client/later-requests.ts';
import { shownName } from '#web/governance/channels/channel-acts.ts';
import { RemovalQuestion } from '#web/governance/channels/removal-question.tsx';
import { durationSaid, SLOW_MODE_STEPS } from '#web/governance/channels/slow-mode.ts';
import { areFaulty, TagsEditor } from '#web/governance/channels/tags-editor.tsx';
import type { ChannelEdit, EditedTag } from '#web/governance/requests.ts';
import { useRuling } from '#web/governance/ruling.ts';
import { UnsavedBar } from '#web/governance/unsaved.tsx';
import { govern } from '#web/governance/words/govern-words.ts';
import { may } from '#web/store/rights.ts';
import { Button } from '#web/ui/button.tsx';
import { attempt, Form, TextField } from '#web/ui/form.tsx';

/** The steps of slow mode, with the present one where another client has set a step between. */
const stepsWith = (now: number): ReadonlyArray<number> =>
  SLOW_MODE_STEPS.includes(now) ? SLOW_MODE_STEPS : [...SLOW_MODE_STEPS, now].toSorted((a, b) => a - b);

const RemovalCard = (props: { readonly channel: Channel }) => {
  const { client, guild, requests, deeds, show } = useRuling();
  const { channel } = props;
  const [reason, setReason] = createSignal('');
  const name = () => (channel.kind === 'category' ? govern.channels.removeCategory : govern.channels.remove);
  const remove = async (): Promise<void> => {
    // The settings of a channel that is gone would close the whole dialog.
    show({ kind: 'guild-settings', guildId: guild().guild_id, section: 'channels' });
    await deeds.perform(
      (key) => laterRequests(client.api).deleteChannel(channel.channel_id, reason(), key),
      govern.channels.removed(shownName(channel)),
    );
  };
  return (
    <section class="settings-card danger">
      <h4>{name()}</h4>
      <RemovalQuestion client={client} requests={requests} channel={channel} reason={reason()} change={setReason} />
      <div>
        <Button kind="danger" press={() => void remove()}>
          {name()}
        </Button>
      </div>
    </section>
  );
};

export const ChannelOverview = (props: { readonly channel: Channel }) => {
  const { client, requests, deeds } = useRuling();
  const slowId = createUniqueId();
  const mayManage = () => may(props.channel, 'manage_channels');
  const isForum = () => props.channel.kind === 'forum';
  const isText = () => props.channel.kind === 'text' || isForum();
  const [edit, setEdit] = createSignal<ChannelEdit>({});
  const change = (part: ChannelEdit): void => {
    setEdit((before) => ({ ...before, ...part }));
  };
  const name = () => edit().name ?? props.channel.name;
  const topic = () => edit().topic ?? props.channel.topic ?? '';
  const slow = () => edit().slow_mode_secs ?? props.channel.slow_mode_secs ?? 0;
  const tags = (): ReadonlyArray<EditedTag> => edit().tags ?? props.channel.tags ?? [];
  const required = () => edit().tag_required ?? props.channel.tag_required ?? false;
  const differing = (): ChannelEdit => ({
    ...(asOneLine(name()) === props.channel.name ? {} : { name: name() }),
    ...(asOneLine(topic()) === (props.channel.topic ?? '') ? {} : { topic: topic().trim() === '' ? null : topic() }),
    ...(slow() === (props.channel.slow_mode_secs ?? 0) ? {} : { slow_mode_secs: slow() }),
    ...(JSON.stringify(tags()) === JSON.stringify(props.channel.tags ?? []) ? {} : { tags: tags() }),
    ...(required() === (props.channel.tag_required ?? false) ? {} : { tag_required: required() }),
  });
  let key = '';
  const save = attempt(
    () => {
      key = client.api.newKey();
      return requests.changeChannel(props.channel.channel_id, differing(), key);
    },
    () => {
      setEdit({});
      deeds.tell(govern.unsaved.saved, key);
    },
  );
  return (
    <>
      <Show when={!mayManage()}>
        <p class="lead">{govern.channels.mayNotManage}</p>
      </Show>
      <Form submit={() => void save.start()}>
        <fieldset class="settings-fields" disabled={!mayManage()}>
          <TextField
            label={govern.channels.name}
            value={name()}
            change={(next) => change({ name: next })}
            maxLength={CHANNEL_NAME_CHARS_MAX}
          />
          <Show when={isText()}>
            <TextField
              label={govern.channels.topic}
              hint={govern.channels.topicHint}
              value={topic()}
              change={(next) => change({ topic: next })}
              maxLength={TOPIC_CHARS_MAX}
              required={false}
            />
            <div class="field">
              <label for={slowId}>{govern.channels.slowMode}</label>
              <select
                id={slowId}
                aria-describedby={`${slowId}-hint`}
                onChange={(event) => change({ slow_mode_secs: Number(event.currentTarget.value) })}
              >
                <For each={stepsWith(props.channel.slow_mode_secs ?? 0)}>
                  {(secs) => (
                    <option value={secs} selected={secs === slow()}>
                      {secs === 0 ? govern.channels.slowModeOff : durationSaid(secs)}
                    </option>
                  )}
                </For>
              </select>
              <p id={`${slowId}-hint`} class="hint">
                {govern.channels.slowModeHint}
              </p>
            </div>
          </Show>
          <Show when={isForum()}>
            <TagsEditor
              tags={tags()}
              required={required()}
              change={(next) => change({ tags: next })}
              require={(on) => change({ tag_required: on })}
            />
            <Show when={areFaulty(tags())}>
              <p class="hint fault" role="alert">
                {govern.channels.tagsFaulty}
              </p>
            </Show>
          </Show>
        </fieldset>
      </Form>
      <Show when={mayManage()}>
        <RemovalCard channel={props.channel} />
      </Show>
      <UnsavedBar
        dirty={Object.keys(differing()).length > 0}
        busy={save.busy()}
        trouble={save.trouble()}
        reset={() => setEdit({})}
        save={() => void save.start()}
      />
    </>
  );
};
