/** The form that deletes the last messages of one person, in all channels at once. */

import { createSignal } from 'solid-js';
import { instantOf } from '#domain/kernel/instant.ts';
import { DAY_MS, HOUR_MS } from '#domain/kernel/units.ts';
import { Choice } from '#web/governance/choice.tsx';
import { actOf, type MemberAct } from '#web/governance/members/acting.ts';
import { CountedMessages, countedMessages } from '#web/governance/members/counted-messages.tsx';
import { ReasonField } from '#web/governance/reason-field.tsx';
import { UndoTime } from '#web/governance/undo-time.tsx';
import { govern } from '#web/governance/words/govern-words.ts';
import { Foot } from '#web/ui/dialog.tsx';
import { Form, TroubleNote } from '#web/ui/form.tsx';

const SINCE_MS = { hour: HOUR_MS, day: DAY_MS, week: 7 * DAY_MS } as const;
const CHOICES = ['hour', 'day', 'week'] as const;

export const RemoveMessagesForm = (props: { readonly acting: MemberAct }) => {
  const { acting } = props;
  const { client, target, requests, name } = acting;
  const [span, setSpan] = createSignal<keyof typeof SINCE_MS>('hour');
  const [reason, setReason] = createSignal('');
  // The count and the deletion begin at one moment, so the deletion takes what was counted.
  const opened = client.platform.now();
  const since = () => instantOf(opened - SINCE_MS[span()]);
  const counted = countedMessages(acting, since);
  const remove = actOf(
    acting,
    (key) => requests.deleteMessagesOf(target.userId, since(), reason(), key),
    ({ deleted }) => govern.members.removed(deleted, name),
  );
  return (
    <Form submit={() => void (counted() !== 0 && remove.start())}>
      <p class="lead">{govern.members.removeHint}</p>
      <Choice
        label={govern.members.since}
        of={CHOICES.map((one) => [one, govern.members.sinceFor[one]])}
        chosen={span()}
        choose={setSpan}
      />
      <CountedMessages counted={counted()} />
      <UndoTime client={client} />
      <ReasonField value={reason()} change={setReason} />
      <TroubleNote trouble={remove.trouble()} />
      <Foot close={acting.close} busy={remove.busy()} yes={govern.members.removeMessages} danger />
    </Form>
  );
};
