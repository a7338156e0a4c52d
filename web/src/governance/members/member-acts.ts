/** The acts on a member, once for the list of members, the profile, the palette and the settings. */

import type { User } from '#gateway/protocol/resources.ts';
import type { Client } from '#web/client/client.ts';
import { deedsIn } from '#web/governance/deeds.ts';
import { moderates, type Target, whyNot, whyNotName, whyNotRoles } from '#web/governance/members/powers.ts';
import { governanceRequests } from '#web/governance/requests.ts';
import { govern } from '#web/governance/words/govern-words.ts';
import type { MemberDialogRoute } from '#web/layers.ts';
import { mayInGuild } from '#web/store/rights.ts';
import { memberName, timeOutOf } from '#web/store/roles.ts';
import type { MenuItem } from '#web/ui/menu-list.tsx';
import type { ShowToast } from '#web/ui/toasts.tsx';
import { words } from '#web/words/words.ts';

/** A moderator sees all acts, and why some are not theirs. Other members see only what they may do. */
export const memberActs = (
  user: User,
  target: Target,
  screen: {
    readonly client: Client;
    readonly show: (dialog: MemberDialogRoute) => void;
    readonly toast: ShowToast;
  },
): ReadonlyArray<MenuItem> => {
  const { client, show, toast } = screen;
  const state = client.state();
  const { guildId, userId, member } = target;
  const open = (kind: MemberDialogRoute['kind']) => () => show({ kind, guildId, userId });
  const timedOut = member !== null && timeOutOf(member, client.platform.now()) !== null;
  const noTimeOut = whyNot(state, target, 'moderate_members');
  const endTimeOut = (): void => {
    const requests = governanceRequests(client.api, guildId);
    const name = (member && memberName(member)) ?? words.erasedPerson;
    void deedsIn({ client, requests, toast }).perform(
      (key) => requests.timeOut(userId, null, '', key),
      govern.members.timeOutEnded(name),
    );
  };
  const naming: MenuItem = {
    icon: 'pencil',
    name: govern.members.nickname,
    disabled: whyNotName(state, target),
    choose: open('nickname'),
  };
  if (!moderates(state, guildId)) return member !== null && naming.disabled === undefined ? [naming] : [];
  const ofMember: ReadonlyArray<MenuItem> = [
    naming,
    {
      icon: 'shield',
      name: govern.members.roles,
      disabled: whyNotRoles(state, target),
      choose: open('member-roles'),
    },
    {
      icon: 'clock',
      name: timedOut ? govern.members.changeTimeOut : govern.members.timeOut,
      disabled: noTimeOut,
      choose: open('time-out'),
    },
    ...(timedOut && noTimeOut === undefined
      ? [{ icon: 'undo' as const, name: govern.members.endTimeOut, choose: endTimeOut }]
      : []),
  ];
  const kick: MenuItem = {
    icon: 'door',
    name: govern.members.kick,
    tone: 'danger',
    disabled: whyNot(state, target, 'kick_members'),
    choose: open('kick'),
  };
  const ban: MenuItem = {
    icon: 'lock',
    name: govern.members.ban,
    tone: 'danger',
    disabled: whyNot(state, target, 'ban_members'),
    choose: open('ban'),
  };
  const lacksMessages =
    mayInGuild(state, guildId, 'manage_messages') || mayInGuild(state, guildId, 'ban_members')
      ? undefined
      : govern.members.lacks(govern.permission.manage_messages[0]);
  const messages: MenuItem = {
    icon: 'trash',
    name: govern.members.removeMessages,
    tone: 'danger',
    disabled: user.user_id === state.me?.user_id ? govern.members.notYourself : lacksMessages,
    choose: open('remove-messages'),
  };
  return member === null ? [ban, messages] : [...ofMember, kick, ban, messages];
};
