/** The dialogs about a member. A person whom the client does not know yet draws nothing until the members are read. */

import '#web/governance/members/members.css';
import { createEffect, createMemo, type JSX, on, Show } from 'solid-js';
import type { GuildId, UserId } from '#domain/kernel/ids.ts';
import type { Member, User } from '#gateway/protocol/resources.ts';
import type { Client } from '#web/client/client.ts';
import { deedsIn } from '#web/governance/deeds.ts';
import type { MemberAct } from '#web/governance/members/acting.ts';
import { NicknameForm } from '#web/governance/members/nickname-form.tsx';
import { BanForm, KickForm } from '#web/governance/members/removal-form.tsx';
import { RemoveMessagesForm } from '#web/governance/members/remove-messages-form.tsx';
import { RoleChoices } from '#web/governance/members/role-choices.tsx';
import { TimeOutForm } from '#web/governance/members/time-out-form.tsx';
import { governanceRequests } from '#web/governance/requests.ts';
import { govern } from '#web/governance/words/govern-words.ts';
import type { MemberDialogRoute } from '#web/layers.ts';
import { memberName } from '#web/store/roles.ts';
import type { ClientState } from '#web/store/state.ts';
import { Dialog } from '#web/ui/dialog.tsx';
import type { ShowToast } from '#web/ui/toasts.tsx';
import { words } from '#web/words/words.ts';

type Person = { readonly user: User; readonly member: Member | null };

/** Finds a person among the members, or among the authors of the messages at hand. */
const personIn = (state: ClientState, guildId: GuildId, userId: UserId): Person | undefined => {
  const member = state.rosters[guildId]?.members.find(({ user }) => user.user_id === userId);
  if (member !== undefined) return { user: member.user, member };
  for (const { messages, detour } of Object.values(state.timelines)) {
    const all = [...messages, ...(detour?.seen?.messages ?? [])];
    const said = all.find((message) => message.author_id === userId && message.guild_id === guildId);
    if (said !== undefined) return { user: said.author, member: null };
  }
  return undefined;
};

type Form = { readonly title: (name: string) => string; readonly draw: (acting: MemberAct) => JSX.Element };
/** A function, because its texts follow the language. */
const formOf = (kind: MemberDialogRoute['kind']): Form =>
  ({
    kick: { title: govern.members.kickTitle, draw: (acting: MemberAct) => <KickForm acting={acting} /> },
    ban: { title: govern.members.banTitle, draw: (acting: MemberAct) => <BanForm acting={acting} /> },
    'time-out': { title: govern.members.timeOutTitle, draw: (acting: MemberAct) => <TimeOutForm acting={acting} /> },
    nickname: { title: () => govern.members.nickname, draw: (acting: MemberAct) => <NicknameForm acting={acting} /> },
    'member-roles': { title: govern.members.rolesOf, draw: (acting: MemberAct) => <RoleChoices acting={acting} /> },
    'remove-messages': {
      title: govern.members.removeTitle,
      draw: (acting: MemberAct) => <RemoveMessagesForm acting={acting} />,
    },
  })[kind];

export const MemberDialog = (props: {
  readonly client: Client;
  readonly dialog: MemberDialogRoute;
  readonly toast: ShowToast;
  readonly close: () => void;
}) => {
  const { client, toast, close } = props;
  const { kind, guildId, userId } = props.dialog;
  const requests = governanceRequests(client.api, guildId);
  const deeds = deedsIn({ client, requests, toast });
  // The form reads the person once. A roster that is read anew would otherwise draw it anew, and lose its fields.
  const person = createMemo(() => personIn(client.state(), guildId, userId));
  createEffect(
    on(person, (now, before) => {
      if (now === undefined && before !== undefined) close();
    }),
  );
  return (
    <Show when={person()}>
      {(found) => {
        const { user, member } = found();
        const name = memberName({ user, nickname: member?.nickname ?? null }) ?? words.erasedPerson;
        const { title, draw } = formOf(kind);
        const target = { guildId, userId, member };
        return (
          <Dialog title={title(name)} close={close}>
            {draw({ client, user, target, name, requests, deeds, close })}
          </Dialog>
        );
      }}
    </Show>
  );
};
