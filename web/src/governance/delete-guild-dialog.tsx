/** The question before a guild is deleted: what goes with it, its name as a check, and the reason that the members read. */

import { isLeft } from 'fp-ts/lib/Either.js';
import { createResource, createSignal } from 'solid-js';
import type { GuildId } from '#domain/kernel/ids.ts';
import { asOneLine } from '#domain/kernel/stored-form.ts';
import type { Guild } from '#gateway/protocol/resources.ts';
import type { Client } from '#web/client/client.ts';
import { ReasonField } from '#web/governance/reason-field.tsx';
import { governanceRequests } from '#web/governance/requests.ts';
import { govern } from '#web/governance/words/govern-words.ts';
import { Dialog, Foot } from '#web/ui/dialog.tsx';
import { attempt, attemptKey, Form, TextField, TroubleNote } from '#web/ui/form.tsx';
import { words } from '#web/words/words.ts';

export const DeleteGuildDialog = (props: {
  readonly client: Client;
  readonly guild: Guild;
  readonly close: () => void;
  readonly deleted: (guildId: GuildId) => void;
}) => {
  const { guild_id: guildId } = props.guild;
  const requests = governanceRequests(props.client.api, guildId);
  const key = attemptKey(props.client.api.newKey);
  const [typed, setTyped] = createSignal('');
  const [reason, setReason] = createSignal('');
  const [counts] = createResource(async () => {
    const answer = await requests.guildDeletion();
    return isLeft(answer) ? null : answer.right;
  });
  const says = (): string => {
    const found = counts.loading ? undefined : counts();
    if (found === undefined) return govern.danger.removeCounting;
    if (found === null) return govern.danger.removeNotCounted;
    const { channels_count, messages_count, more_messages, members_count } = found;
    return govern.danger.removeCounts(channels_count, messages_count, more_messages, members_count);
  };
  const remove = attempt(
    () => requests.deleteGuild(reason(), key.of(reason())),
    () => {
      props.close();
      props.deleted(guildId);
    },
  );
  return (
    <Dialog title={govern.danger.removeTitle(props.guild.name)} close={props.close}>
      <Form submit={() => void remove.start()}>
        <p class="lead" role="status">
          {says()}
        </p>
        <p class="lead">{govern.danger.removeForGood}</p>
        <TextField
          label={govern.danger.removeType(props.guild.name)}
          value={typed()}
          change={setTyped}
          check={(text) => (asOneLine(text) === props.guild.name ? undefined : words.form.notTheSame(props.guild.name))}
          autofocus
        />
        <ReasonField value={reason()} change={setReason} readBy="members" />
        <TroubleNote trouble={remove.trouble()} />
        <Foot close={props.close} busy={remove.busy()} yes={govern.danger.remove} danger />
      </Form>
    </Dialog>
  );
};
