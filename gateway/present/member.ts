import type { HasherBusy } from '#commands/ports/rejections.ts';
import type * as guild from '#domain/guild/rejections.ts';
import { hasherBusy, notFound, saysWhy, shared } from '#gateway/present/failures.ts';
import { explained, type Refusals } from '#gateway/present/refusals.ts';

const reasonInvalid = saysWhy('reason_invalid', 'reason');
/** Refusals of every act on a member by another one. `says` tells whom one may act on. */
const acting = (says: string) => ({
  GuildUnknown: shared.GuildUnknown,
  MissingPermission: shared.MissingPermission,
  MemberUnknown: notFound,
  OutranksActor: explained('outranks_actor', says),
  AttemptReused: shared.AttemptReused,
});

export const kickRefusals: Refusals<guild.KickMemberRejection> = {
  ...acting('You can remove members of a lower rank only, and never yourself or the owner.'),
  ReasonInvalid: reasonInvalid,
};

export const banRefusals: Refusals<guild.BanMemberRejection> = {
  ...acting('You can ban members of a lower rank only, and never yourself or the owner.'),
  ReasonInvalid: reasonInvalid,
};

export const unbanRefusals: Refusals<guild.UnbanMemberRejection> = {
  GuildUnknown: shared.GuildUnknown,
  MissingPermission: shared.MissingPermission,
  BanUnknown: notFound,
  AttemptReused: shared.AttemptReused,
};

export const timeOutRefusals: Refusals<guild.TimeOutMemberRejection> = {
  ...acting('You can time out members of a lower rank only, and never yourself or the owner.'),
  ReasonInvalid: reasonInvalid,
  TimeOutInvalid: saysWhy('time_out_invalid', 'until'),
};

export const changeNicknameRefusals: Refusals<guild.ChangeNicknameRejection> = {
  ...acting('You can change your own nickname, and those of members of a lower rank.'),
  NicknameInvalid: saysWhy('nickname_invalid', 'nickname'),
};

export const changeOwnerRefusals: Refusals<guild.ChangeOwnerRejection | HasherBusy> = {
  ...hasherBusy,
  GuildUnknown: shared.GuildUnknown,
  NotTheOwner: explained('not_the_owner', 'Only the owner of a guild can hand it over.'),
  PasswordWrong: {
    code: 'password_wrong',
    explain: () => ({ detail: 'This is not your password. Type it again.', field: 'password' }),
  },
  MemberUnknown: notFound,
  TooManyGuilds: {
    code: 'too_many_guilds',
    explain: ({ max }) => ({ detail: `The new owner has ${max} guilds already. They must give one up first.` }),
  },
  AttemptReused: shared.AttemptReused,
};
