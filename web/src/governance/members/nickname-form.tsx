/** The form of the nickname of a member in this guild. */

import { createSignal } from 'solid-js';
import { NICKNAME_CHARS_MAX } from '#domain/kernel/limits.ts';
import { asOneLine } from '#domain/kernel/stored-form.ts';
import { actOf, type MemberAct } from '#web/governance/members/acting.ts';
import { govern } from '#web/governance/words/govern-words.ts';
import { nameOfUser } from '#web/guild/member-menu.ts';
import { Foot } from '#web/ui/dialog.tsx';
import { Form, TextField, TroubleNote } from '#web/ui/form.tsx';
import { words } from '#web/words/words.ts';

export const NicknameForm = (props: { readonly acting: MemberAct }) => {
  const { acting } = props;
  const { client, user, target, requests, name } = acting;
  const [nickname, setNickname] = createSignal(target.member?.nickname ?? '');
  const wanted = () => (asOneLine(nickname()) === '' ? null : asOneLine(nickname()));
  const isMe = target.userId === client.state().me?.user_id;
  const rename = actOf(
    acting,
    (key) => requests.changeNickname(isMe ? 'me' : target.userId, wanted(), key),
    () => govern.members.renamed(name, wanted() ?? nameOfUser(user)),
  );
  const submit = (): void => {
    if (wanted() === (target.member?.nickname ?? null)) acting.close();
    else void rename.start();
  };
  return (
    <Form submit={submit}>
      <TextField
        label={govern.members.nicknameOf(nameOfUser(user))}
        hint={govern.members.nicknameHint(nameOfUser(user))}
        value={nickname()}
        change={setNickname}
        placeholder={nameOfUser(user)}
        maxLength={NICKNAME_CHARS_MAX}
        required={false}
        autofocus
      />
      <TroubleNote trouble={rename.trouble()} />
      <Foot close={acting.close} busy={rename.busy()} yes={words.save} />
    </Form>
  );
};
