/** Presents the views of governance: bans, the audit log, explanations, previews and undoes. */
import type { UndoOutcome } from '#commands/commands.ts';
import { OverwriteTarget } from '#domain/channel/events.ts';
import { type Erasable, isErased } from '#domain/kernel/erasable.ts';
import type { UndoneThing, UndoObstacle } from '#domain/kernel/undo.ts';
import { presentUser } from '#gateway/present/user.ts';
import type {
  AuditEntry,
  Ban,
  Explanation,
  Overwrite,
  UndoAnswer,
  UndoObstacleCode,
  WhatIfAnswer,
} from '#gateway/protocol/governance.ts';
import { AUDIT_VALUES_MAX, PREVIEW_NAMED_MAX } from '#gateway/protocol/limits.ts';
import type { WhatIfBody } from '#gateway/protocol/requests.ts';
import type { ListedInvite } from '#gateway/protocol/resources.ts';
import type {
  AuditEntryView,
  BanView,
  ExplanationView,
  InviteView,
  RightsChange,
  SightChangeView,
  WhatIfView,
} from '#queries/governance-views.ts';

const readable = (text: Erasable<string> | null): string | null => (text === null || isErased(text) ? null : text);

export const presentBan = ({ user, by, at, reason }: BanView): Ban => ({
  user: presentUser(user),
  by: by && presentUser(by),
  at,
  reason: readable(reason),
});

export const presentListedInvite = (view: InviteView): ListedInvite => ({
  invite_id: view.inviteId,
  channel_id: view.channelId,
  inviter: presentUser(view.inviter),
  created_at: view.createdAt,
  expires_at: view.expiresAt,
  max_uses: view.maxUses,
  uses: view.uses,
});

export const presentAuditEntry = (view: AuditEntryView): AuditEntry => ({
  entry_id: view.entryId,
  at: view.at,
  actor: view.actor,
  actor_name: view.actorName,
  action: view.action,
  target: view.target,
  target_name: view.targetName,
  channel_id: view.channelId,
  reason: readable(view.reason),
  changes: view.changes.map(({ field, before, after }) => ({
    field,
    before: before.slice(0, AUDIT_VALUES_MAX),
    after: after.slice(0, AUDIT_VALUES_MAX),
  })),
  act_id: view.actId,
  undoes: view.undoes,
  undone_by: view.undoneBy,
  undoable: view.undoable,
});

export const presentExplanation = (views: ReadonlyArray<ExplanationView>): Explanation => ({
  permissions: views.map(({ permission, allowed, because }) => ({
    permission,
    allowed,
    because: because.map(({ kind, roleId, gives }) => ({ kind, role_id: roleId, gives })),
  })),
});

const sightChange = ({ channelId, members, membersCount }: SightChangeView) => ({
  channel_id: channelId,
  members: members.slice(0, PREVIEW_NAMED_MAX).map(presentUser),
  members_count: membersCount,
});
export const presentWhatIf = (view: WhatIfView): WhatIfAnswer => ({
  gains: view.gains.slice(0, PREVIEW_NAMED_MAX).map(sightChange),
  gains_count: view.gainsCount,
  loses: view.loses.slice(0, PREVIEW_NAMED_MAX).map(sightChange),
  loses_count: view.losesCount,
});

/** Reads the one change of a what-if. Undefined when the body holds none, or more than one. */
export const changeIn = (body: WhatIfBody): RightsChange | undefined => {
  const { role, role_order, role_deleted, member_roles, overwrite, synced } = body;
  const targetOf = (one: NonNullable<WhatIfBody['overwrite']>): OverwriteTarget | undefined => {
    const target = one.target === 'role' ? { kind: 'role', roleId: one.id } : { kind: 'member', userId: one.id };
    return OverwriteTarget.is(target) ? target : undefined;
  };
  const target = overwrite === undefined ? undefined : targetOf(overwrite);
  const changes: ReadonlyArray<RightsChange | undefined> = [
    role && { kind: 'role', roleId: role.role_id, permissions: role.permissions },
    role_order && { kind: 'role-order', order: role_order },
    role_deleted && { kind: 'role-deleted', roleId: role_deleted },
    member_roles && { kind: 'member-roles', userId: member_roles.user_id, roleIds: member_roles.role_ids },
    overwrite &&
      target && {
        kind: 'overwrite',
        channelId: overwrite.channel_id,
        target,
        allow: overwrite.allow,
        deny: overwrite.deny,
      },
    synced && { kind: 'synced', channelId: synced },
  ];
  const given = changes.filter((change) => change !== undefined);
  return given.length === 1 && Object.keys(body).length === 1 ? given[0] : undefined;
};

export const presentOverwrite = (one: {
  readonly target: OverwriteTarget;
  readonly allow: Overwrite['allow'];
  readonly deny: Overwrite['deny'];
}): Overwrite => ({
  target: one.target.kind,
  id: one.target.kind === 'role' ? one.target.roleId : one.target.userId,
  allow: one.allow,
  deny: one.deny,
});

/** Codes of the obstacles. A client says each in the language of its user. */
const OBSTACLE_CODES: { readonly [K in UndoObstacle['kind']]: UndoObstacleCode } = {
  EntryUnknown: 'not_visible',
  NotUndoable: 'not_undoable',
  ChangedSince: 'changed_since',
  TextErased: 'text_erased',
  DeletedByAuthor: 'deleted_by_author',
  UndoExpired: 'undo_expired',
  MemberGone: 'member_gone',
  RoleGone: 'role_gone',
  ChannelGone: 'channel_gone',
  PinsFull: 'pins_full',
  TooManyRoles: 'too_many_roles',
  TooManyChannels: 'too_many_channels',
  MissingPermission: 'missing_permission',
  OutranksActor: 'outranks_actor',
};

/** Says why a thing cannot come back, and what one can do instead. */
const obstacle = (why: UndoObstacle): string => {
  switch (why.kind) {
    case 'EntryUnknown':
      return 'You may not see this any more. Ask a member who may.';
    case 'NotUndoable':
      return why.says;
    case 'ChangedSince':
      return `It was changed later, by ${why.eventName}. Undo that first.`;
    case 'TextErased':
      return 'Its text was erased for good.';
    case 'DeletedByAuthor':
      return 'Its author deleted it, for good.';
    case 'UndoExpired':
      return 'The time for this undo is over.';
    case 'MemberGone':
      return 'The member is not here any more. Invite them again.';
    case 'RoleGone':
      return 'The role was deleted. Undo that first.';
    case 'ChannelGone':
      return 'The channel was deleted. Undo that first.';
    case 'PinsFull':
      return `There are ${why.max} pinned messages already. Unpin one first.`;
    case 'TooManyRoles':
      return `There are ${why.max} roles already. Delete one first.`;
    case 'TooManyChannels':
      return `There are ${why.max} channels already. Delete one first.`;
    case 'MissingPermission':
      return `You need the permission ${why.permission} for it. Ask a member who has it.`;
    case 'OutranksActor':
      return 'It ranks at or above you. Ask a member of a higher rank.';
  }
};

/** Names the action that changed the thing later, or the missing permission. */
const obstacleAbout = (why: UndoObstacle): string | null =>
  why.kind === 'ChangedSince' ? why.eventName : why.kind === 'MissingPermission' ? why.permission : null;

const thing = ({ what, id }: UndoneThing) => ({ what, id });
export const presentUndo = ({ restores, cannot }: UndoOutcome, preview: boolean): UndoAnswer => ({
  done: !preview,
  restores: restores.slice(0, PREVIEW_NAMED_MAX).map(thing),
  restores_count: restores.length,
  cannot: cannot.slice(0, PREVIEW_NAMED_MAX).map((one) => ({
    ...thing(one),
    code: OBSTACLE_CODES[one.why.kind],
    about: obstacleAbout(one.why),
    why: obstacle(one.why),
  })),
  cannot_count: cannot.length,
});
