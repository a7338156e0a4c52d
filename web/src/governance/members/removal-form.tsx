/** The forms that remove a person from a guild: a kick and a ban. */

import { createSignal, Show } from 'solid-js';
import { instantOf } from '#domain/kernel/instant.ts';
import { DAY_MS } from '#domain/kernel/units.ts';
import { BAN_DELETES_DAYS_MAX } from '#gateway/protocol/limits.ts';
import { Choice } from '#web/governance/choice.tsx';
import { actOf, type MemberAct } from '#web/governance/members/acting.ts';
import { CountedMessages, countedMessages } from '#web/governance/members/counted-messages.tsx';
import { ReasonField } from '#web/governance/reason-field.tsx';
import { govern } from '#web/governance/words/govern-words.ts';
import { Foot } from '#web/ui/dialog.tsx';
import { Form, TroubleNote } from '#web/ui/form.tsx';

export const KickForm = (props: { readonly acting: MemberAct }) => {
  const { acting } = props;
  const { target, requests, name } = acting;
  const [reason, setReason] = createSignal('');
  const kick = actOf(
    acting,
    (key) => requests.kick(target.userId, reason(), key),
    () => govern.members.kicked(name),
  );
  return (
    <Form submit={() => void kick.start()}>
      <p class="lead">{govern.members.kickHint}</p>
      <ReasonField value={reason()} change={setReason} readBy="removed" autofocus />
      <TroubleNote trouble={kick.trouble()} />
      <Foot close={acting.close} busy={kick.busy()} yes={govern.members.kick} danger />
    </Form>
  );
};

const DAYS = Array.from({ length: BAN_DELETES_DAYS_MAX + 1 }, (_, days) => days);

export const BanForm = (props: { readonly acting: MemberAct }) => {
  const { acting } = props;
  const { client, target, requests, name } = acting;
  const [reason, setReason] = createSignal('');
  const [days, setDays] = createSignal(0);
  const counted = countedMessages(acting, () =>
    days() === 0 ? null : instantOf(client.platform.now() - days() * DAY_MS),
  );
  const ban = actOf(
    acting,
    (key) => requests.ban(target.userId, reason(), days(), key),
    () => govern.members.banned(name),
  );
  return (
    <Form submit={() => void ban.start()}>
      <p class="lead">{govern.members.banHint}</p>
      <ReasonField value={reason()} change={setReason} readBy="removed" autofocus />
      <Choice
        label={govern.members.banDelete}
        of={DAYS.map((n) => [String(n), govern.members.banDeleteDays(n)])}
        chosen={String(days())}
        choose={(chosen) => setDays(Number(chosen))}
      />
      <Show when={days() > 0}>
        <CountedMessages counted={counted()} />
      </Show>
      <TroubleNote trouble={ban.trouble()} />
      <Foot close={acting.close} busy={ban.busy()} yes={govern.members.ban} danger />
    </Form>
  );
};
