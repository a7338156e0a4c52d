/** Declares for every operation of the API what it needs, and how it refuses a caller who lacks that. */
import type { Permission } from '#domain/permission/bits.ts';
import { EVERYONE_DEFAULT } from '#domain/permission/defaults.ts';
import { MODERATES, type RankName } from '#infra/workshop/scenarios/guild-of-ranks.ts';

export type Caller = RankName | 'anonymous';
type Need = 'nothing' | 'session' | 'membership' | 'authorship' | 'ownership' | Permission;

/**
 * One row of the table. `refused` is the code for a caller who sees the place and lacks the right. `owner` is the code
 * for the owner, where the owner is the exception. `always` is the code for every caller that gets so far.
 */
export type Row = {
  readonly needs: Need;
  readonly refused?: string;
  readonly owner?: string;
  readonly always?: string;
};

/** Queries say of a thing that the caller may not see what they say of an absent one. */
const hiding = (needs: Permission | 'ownership'): Row => ({ needs, refused: 'not_found' });

/** Order matters to the test: an operation that moves channels or ends a membership stands at the end. */
export const TABLE: Readonly<Record<string, Row>> = {
  probeLive: { needs: 'nothing' },
  probeReady: { needs: 'nothing' },
  readDescription: { needs: 'nothing' },
  readServer: { needs: 'nothing' },
  readAddress: { needs: 'nothing' },
  register: { needs: 'nothing' },
  claimOwnership: { needs: 'nothing', always: 'owner_link_unusable' },
  login: { needs: 'nothing', always: 'credentials_wrong' },
  refresh: { needs: 'nothing', always: 'refresh_token_invalid' },
  logout: { needs: 'nothing' },
  previewInvite: { needs: 'nothing' },
  previewInviteForMe: { needs: 'session' },
  acceptInvite: { needs: 'session' },
  readMe: { needs: 'session' },
  listSessions: { needs: 'session' },
  revokeSession: { needs: 'session', always: 'not_found' },
  createGuild: { needs: 'session' },
  listGuilds: { needs: 'session' },
  listMentions: { needs: 'session' },
  listSaved: { needs: 'session' },
  listSavedIds: { needs: 'session' },
  removeSaved: { needs: 'session' },
  listUnread: { needs: 'session' },
  getSettings: { needs: 'session' },
  changeSettings: { needs: 'session' },

  listMembers: { needs: 'membership' },
  listRoles: { needs: 'membership' },
  listChannels: { needs: 'membership' },
  listInvites: { needs: 'membership' },
  searchMessages: { needs: 'membership' },
  markGuildRead: { needs: 'membership' },
  putGuildRule: { needs: 'membership' },
  previewGuildDeletion: hiding('ownership'),
  listBans: hiding('ban_members'),
  listAuditEntries: hiding('view_audit_log'),
  undoAct: hiding('view_audit_log'),
  explainPermissions: hiding('manage_roles'),
  previewRights: hiding('manage_roles'),
  createRole: { needs: 'manage_roles' },
  orderRoles: { needs: 'manage_roles' },
  changeRole: { needs: 'manage_roles' },
  deleteRole: { needs: 'manage_roles' },
  giveRole: { needs: 'manage_roles' },
  takeRole: { needs: 'manage_roles' },
  changeOwnNickname: { needs: 'change_nickname' },
  changeNickname: { needs: 'manage_nicknames' },
  timeOutMember: { needs: 'moderate_members' },
  kickMember: { needs: 'kick_members' },
  banMember: { needs: 'ban_members' },
  unbanMember: { needs: 'ban_members' },
  deleteMessagesOfMember: hiding('manage_messages'),
  createChannel: { needs: 'manage_channels' },
  createInvite: { needs: 'create_invite' },
  revokeInvite: hiding('manage_guild'),
  changeGuild: { needs: 'manage_guild' },
  beginLockdown: { needs: 'manage_guild' },
  endLockdown: { needs: 'manage_guild' },

  readChannel: { needs: 'view_channel' },
  putChannelRule: { needs: 'view_channel' },
  listMessages: hiding('read_message_history'),
  readMessage: hiding('read_message_history'),
  listVersions: hiding('manage_messages'),
  listPins: hiding('read_message_history'),
  saveMessage: hiding('read_message_history'),
  listThreads: hiding('read_message_history'),
  // The channel of the table is no thread.
  readThread: { ...hiding('read_message_history'), always: 'not_found' },
  archiveThread: { needs: 'view_channel', always: 'not_a_thread' },
  followThread: { ...hiding('read_message_history'), always: 'not_found' },
  unfollowThread: { ...hiding('read_message_history'), always: 'not_found' },
  markChannelRead: hiding('read_message_history'),
  listOverwrites: hiding('manage_roles'),
  previewChannelDeletion: hiding('manage_channels'),
  sendMessage: { needs: 'send_messages' },
  uploadAttachment: { needs: 'attach_files' },
  // The attachment of the table is that of no message.
  readAttachment: { needs: 'session', always: 'not_found' },
  readAttachmentPreview: { needs: 'session', always: 'not_found' },
  discardAttachment: { needs: 'session' },
  editMessage: { needs: 'authorship', refused: 'not_the_author' },
  beginThread: { needs: 'create_threads' },
  beginThreadAbout: { needs: 'create_threads' },
  addReaction: { needs: 'add_reactions' },
  pinMessage: { needs: 'manage_messages' },
  unpinMessage: { needs: 'manage_messages' },
  removeReaction: { needs: 'view_channel' },
  deleteMessage: { needs: 'manage_messages' },
  deleteMessages: { needs: 'manage_messages' },
  setRoleOverwrite: { needs: 'manage_roles' },
  setMemberOverwrite: { needs: 'manage_roles' },
  removeRoleOverwrite: { needs: 'manage_roles' },
  removeMemberOverwrite: { needs: 'manage_roles' },
  syncChannel: { needs: 'manage_roles' },
  changeChannel: { needs: 'manage_channels' },
  deleteChannel: { needs: 'manage_channels' },

  orderChannels: { needs: 'manage_channels' },
  changeOwner: { needs: 'ownership', refused: 'not_the_owner', owner: 'password_wrong' },
  deleteGuild: { needs: 'ownership', refused: 'not_the_owner' },
  leaveGuild: { needs: 'membership', owner: 'owner_cannot_leave' },
};

/** Rows that differ in a forum, or that its rules could change. Its own messages are those of its posts. */
export const IN_A_FORUM: Readonly<Record<string, Row>> = {
  readChannel: { needs: 'view_channel' },
  listThreads: hiding('read_message_history'),
  // A forum takes no message itself, so no right of a viewer counts.
  sendMessage: { needs: 'view_channel', always: 'posts_only' },
  beginThread: { needs: 'create_threads' },
  changeChannel: { needs: 'manage_channels' },
};

const READS: ReadonlySet<string> = new Set(['view_channel', 'read_message_history']);
const ofEveryone: ReadonlySet<string> = new Set(EVERYONE_DEFAULT);
const ofModerator: ReadonlySet<string> = new Set<string>([...EVERYONE_DEFAULT, ...MODERATES]);

/** Answers whether a caller of the guild itself has a permission there. */
const holds = (caller: Caller, permission: string): boolean => {
  switch (caller) {
    case 'anonymous':
    case 'outsider':
    case 'banned':
      return false;
    case 'timedOut':
      return READS.has(permission);
    case 'member':
      return ofEveryone.has(permission);
    case 'moderator':
      return ofModerator.has(permission);
    case 'admin':
    case 'owner':
      return true;
  }
};

export type Sight = 'everybody' | 'powerful' | 'nobody';
const sees = (caller: Caller, sight: Sight): boolean => {
  if (sight === 'nobody' || !holds(caller, 'view_channel')) return false;
  return sight === 'everybody' || caller === 'admin' || caller === 'owner';
};

/**
 * The answer that the table gives a caller at a place that these members see. It is `done`, or the code of a refusal.
 */
export const expected = (row: Row, caller: Caller, sight: Sight): string => {
  const answer = allowed(row, caller, sight);
  return answer === 'done' ? (row.always ?? 'done') : answer;
};

const allowed = ({ needs, refused, owner }: Row, caller: Caller, sight: Sight): string => {
  if (needs === 'nothing') return 'done';
  if (caller === 'anonymous') return 'unauthenticated';
  if (needs === 'session') return 'done';
  if (!sees(caller, sight)) return 'not_found';
  if (caller === 'owner') return owner ?? 'done';
  if (needs === 'membership') return 'done';
  if (needs === 'authorship' || needs === 'ownership' || !holds(caller, needs)) return refused ?? 'missing_permission';
  return 'done';
};
