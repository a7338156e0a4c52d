import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js';
import type { RemoveOverwrite, SetOverwrite, SyncChannel } from '#domain/channel/commands.ts';
import { materialised } from '#domain/channel/decide.ts';
import type { ChannelEvent } from '#domain/channel/events.ts';
import type {
  NotForAThread,
  NotInACategory,
  OverwriteInvalid,
  OverwriteOutranksActor,
  OverwriteTargetUnknown,
  TooManyOverwrites,
} from '#domain/channel/rejections.ts';
import type { ChannelState } from '#domain/channel/state.ts';
import { OVERWRITES_PER_CHANNEL_MAX } from '#domain/kernel/limits.ts';
import type { ChannelUnknown } from '#domain/kernel/rejection.ts';
import { type Authority, may } from '#domain/permission/authority.ts';
import { outranks, type Rank } from '#domain/permission/hierarchy.ts';
import type { Overwrites } from '#domain/permission/overwrite.ts';
import { overwriteChanges, overwriteOf, withOverwrite } from '#domain/permission/overwrite-changes.ts';
import { minus, namesIn, permissionSet } from '#domain/permission/permission-set.ts';
import type { MissingPermission } from '#domain/permission/rejection.ts';

type Decision<R> = Either<R, ReadonlyArray<ChannelEvent>>;
type NoPower = MissingPermission | OverwriteOutranksActor | NotForAThread;

/**
 * The rules of power over overwrites. The actor needs manage_roles in the channel, outranks each target, and has every
 * permission there that the change touches. So no member gives a permission that they lack, and none to themselves.
 */
const power = (
  authority: Authority,
  targetRank: Rank,
  before: Overwrites,
  after: Overwrites,
): Either<NoPower, void> => {
  if (!may(authority, 'manage_roles')) return left({ kind: 'MissingPermission', permission: 'manage_roles' });
  const changes = overwriteChanges(before, after);
  if (changes.length > 0 && !outranks(authority.rank, targetRank)) return left({ kind: 'OverwriteOutranksActor' });
  for (const { touched } of changes) {
    const [lacking] = namesIn(minus(touched, authority.permissions));
    if (lacking !== undefined) return left({ kind: 'MissingPermission', permission: lacking });
  }
  return right(undefined);
};

const sizeOf = ({ roles, members }: Overwrites): number => roles.size + members.size;

const problemOf = ({ allow, deny }: SetOverwrite): string | undefined => {
  if (allow.includes('administrator') || deny.includes('administrator'))
    return 'no overwrite allows or denies administrator';
  const both = allow.find((permission) => deny.includes(permission));
  return both === undefined ? undefined : `an overwrite either allows or denies ${both}`;
};

/** Sets an overwrite. A channel that follows a category gets the overwrites of the category as its own first. */
export const decideSetOverwrite = (
  command: SetOverwrite,
  state: ChannelState,
): Decision<ChannelUnknown | NoPower | OverwriteInvalid | OverwriteTargetUnknown | TooManyOverwrites> => {
  if (state.kind !== 'Present') return left({ kind: 'ChannelUnknown' });
  if (state.thread !== null) return left({ kind: 'NotForAThread' });
  const { target, targetRank, allow, deny, effective, authority } = command;
  if (!may(authority, 'manage_roles')) return left({ kind: 'MissingPermission', permission: 'manage_roles' });
  const problem = problemOf(command);
  if (problem !== undefined) return left({ kind: 'OverwriteInvalid', why: problem });
  if (targetRank === null) return left({ kind: 'OverwriteTargetUnknown' });
  const overwrite = { allow: permissionSet(allow), deny: permissionSet(deny) };
  const after = withOverwrite(effective, target, overwrite);
  const allowed = power(authority, targetRank, effective, after);
  if (isLeft(allowed)) return allowed;
  if (overwriteChanges(effective, after).length === 0) return right([]);
  if (sizeOf(after) > Math.max(OVERWRITES_PER_CHANNEL_MAX, sizeOf(effective)))
    return left({ kind: 'TooManyOverwrites', max: OVERWRITES_PER_CHANNEL_MAX });
  const { channelId, home } = state;
  const data = { channelId, home, target, allow: namesIn(overwrite.allow), deny: namesIn(overwrite.deny) };
  return right([...materialised(state, effective), { type: 'channel.overwrite-set', data }]);
};

/** Removes an overwrite, also one whose role or member is gone. */
export const decideRemoveOverwrite = (
  { target, targetRank, effective, authority }: RemoveOverwrite,
  state: ChannelState,
): Decision<ChannelUnknown | NoPower> => {
  if (state.kind !== 'Present') return left({ kind: 'ChannelUnknown' });
  if (state.thread !== null) return left({ kind: 'NotForAThread' });
  const allowed = power(authority, targetRank, effective, withOverwrite(effective, target, undefined));
  if (isLeft(allowed)) return allowed;
  if (overwriteOf(effective, target) === undefined) return right([]);
  const { channelId, home } = state;
  return right([
    ...materialised(state, effective),
    { type: 'channel.overwrite-removed', data: { channelId, home, target } },
  ]);
};

/** Lets a channel follow its category. The rules of power hold for every overwrite that changes by it. */
export const decideSyncChannel = (
  { category, effective, highestRank, authority }: SyncChannel,
  state: ChannelState,
): Decision<ChannelUnknown | NoPower | NotInACategory> => {
  if (state.kind !== 'Present') return left({ kind: 'ChannelUnknown' });
  if (state.thread !== null) return left({ kind: 'NotForAThread' });
  if (!may(authority, 'manage_roles')) return left({ kind: 'MissingPermission', permission: 'manage_roles' });
  if (state.parentId === null || category === null) return left({ kind: 'NotInACategory' });
  if (state.syncedWith === state.parentId) return right([]);
  const allowed = power(authority, highestRank, effective, category);
  if (isLeft(allowed)) return allowed;
  const { channelId, home, parentId } = state;
  return right([{ type: 'channel.synced', data: { channelId, home, categoryId: parentId } }]);
};
