import type * as TE from 'fp-ts/lib/TaskEither.js';
import { register } from '#commands/account/register.ts';
import type { Capabilities, WritePorts } from '#commands/capabilities.ts';
import { changeChannel } from '#commands/channel/change-channel.ts';
import { createChannel } from '#commands/channel/create-channel.ts';
import { deleteChannel } from '#commands/channel/delete-channel.ts';
import { orderChannels } from '#commands/channel/order-channels.ts';
import { removeOverwrite, setOverwrite } from '#commands/channel/set-overwrite.ts';
import { syncChannel } from '#commands/channel/sync-channel.ts';
import type { Commands } from '#commands/commands.ts';
import { type Erasures, erasuresOf } from '#commands/erasure/erasures.ts';
import { banMember } from '#commands/guild/ban-member.ts';
import { beginLockdown } from '#commands/guild/begin-lockdown.ts';
import { changeNickname } from '#commands/guild/change-nickname.ts';
import { changeOwner } from '#commands/guild/change-owner.ts';
import { changeRole } from '#commands/guild/change-role.ts';
import { createGuild } from '#commands/guild/create-guild.ts';
import { createRole } from '#commands/guild/create-role.ts';
import { deleteGuild } from '#commands/guild/delete-guild.ts';
import { deleteRole } from '#commands/guild/delete-role.ts';
import { endLockdown } from '#commands/guild/end-lockdown.ts';
import { giveRole } from '#commands/guild/give-role.ts';
import { kickMember } from '#commands/guild/kick-member.ts';
import { leaveGuild } from '#commands/guild/leave-guild.ts';
import { orderRoles } from '#commands/guild/order-roles.ts';
import { renameGuild } from '#commands/guild/rename-guild.ts';
import { takeRole } from '#commands/guild/take-role.ts';
import { timeOutMember } from '#commands/guild/time-out-member.ts';
import { unbanMember } from '#commands/guild/unban-member.ts';
import { importCommands } from '#commands/import/compose.ts';
import type { ImportCommands } from '#commands/import/import-commands.ts';
import { acceptInvite } from '#commands/invite/accept-invite.ts';
import { type InvitationSource, invitations } from '#commands/invite/admission.ts';
import { createInvite } from '#commands/invite/create-invite.ts';
import { revokeInvite } from '#commands/invite/revoke-invite.ts';
import { foldsOf } from '#commands/machine/folds.ts';
import { addReaction } from '#commands/message/add-reaction.ts';
import { deleteMessage } from '#commands/message/delete-message.ts';
import { deleteMessages } from '#commands/message/delete-messages.ts';
import { editMessage } from '#commands/message/edit-message.ts';
import { pinMessage, unpinMessage } from '#commands/message/pin-message.ts';
import { removeReaction } from '#commands/message/remove-reaction.ts';
import { sendMessage } from '#commands/message/send-message.ts';
import { claimOwnership } from '#commands/server/claim-ownership.ts';
import { serverOwnerOf } from '#commands/server/server-owner.ts';
import { inSession, sessionIsLive } from '#commands/session/live-session.ts';
import { login } from '#commands/session/login.ts';
import { logout } from '#commands/session/logout.ts';
import { refreshSession } from '#commands/session/refresh-session.ts';
import { revokeSession } from '#commands/session/revoke-session.ts';
import { archiveThread } from '#commands/thread/archive-thread.ts';
import { beginThread } from '#commands/thread/begin-thread.ts';
import { isThread } from '#commands/thread/is-thread.ts';
import { undo } from '#commands/undo/undo.ts';
import type { StoreUnavailable } from '#domain/kernel/failure.ts';
import type { ChannelId, SessionId, UserId } from '#domain/kernel/ids.ts';

/** The write side of one process. All of it shares one set of folds. */
export type WriteSide = {
  readonly commands: Commands;
  readonly imports: ImportCommands;
  /** True while the session of an access token is live. It costs no I/O while the stream has no newer event. */
  readonly sessionIsLive: (session: SessionId, user: UserId) => TE.TaskEither<StoreUnavailable, boolean>;
  /** The guild that the code of an invite leads to. It is a read, before the invite is accepted. */
  readonly invitations: InvitationSource;
  /** Says whether a channel is a thread. It costs no I/O while the stream has no newer event. */
  readonly isThread: (channelId: ChannelId) => TE.TaskEither<StoreUnavailable, boolean>;
  /** The user who claimed the server with the owner link. `undefined` before that. */
  readonly serverOwner: TE.TaskEither<StoreUnavailable, UserId | undefined>;
  readonly erasures: Erasures;
};

const commandsOf = (can: Capabilities): Commands => {
  const whileLive = inSession(can.folds);
  return {
    register: register(can),
    claimOwnership: claimOwnership(can),
    login: login(can),
    refreshSession: refreshSession(can),
    logout: logout(can),
    revokeSession: whileLive(revokeSession(can)),
    createGuild: whileLive(createGuild(can)),
    renameGuild: whileLive(renameGuild(can)),
    deleteGuild: whileLive(deleteGuild(can)),
    leaveGuild: whileLive(leaveGuild(can)),
    kickMember: whileLive(kickMember(can)),
    banMember: whileLive(banMember(can)),
    unbanMember: whileLive(unbanMember(can)),
    timeOutMember: whileLive(timeOutMember(can)),
    changeNickname: whileLive(changeNickname(can)),
    changeOwner: whileLive(changeOwner(can)),
    beginLockdown: whileLive(beginLockdown(can)),
    endLockdown: whileLive(endLockdown(can)),
    createRole: whileLive(createRole(can)),
    changeRole: whileLive(changeRole(can)),
    deleteRole: whileLive(deleteRole(can)),
    orderRoles: whileLive(orderRoles(can)),
    giveRole: whileLive(giveRole(can)),
    takeRole: whileLive(takeRole(can)),
    createChannel: whileLive(createChannel(can)),
    changeChannel: whileLive(changeChannel(can)),
    deleteChannel: whileLive(deleteChannel(can)),
    beginThread: whileLive(beginThread(can)),
    archiveThread: whileLive(archiveThread(can)),
    orderChannels: whileLive(orderChannels(can)),
    setOverwrite: whileLive(setOverwrite(can)),
    removeOverwrite: whileLive(removeOverwrite(can)),
    syncChannel: whileLive(syncChannel(can)),
    createInvite: whileLive(createInvite(can)),
    revokeInvite: whileLive(revokeInvite(can)),
    acceptInvite: whileLive(acceptInvite(can)),
    sendMessage: whileLive(sendMessage(can)),
    editMessage: whileLive(editMessage(can)),
    deleteMessage: whileLive(deleteMessage(can)),
    deleteMessages: whileLive(deleteMessages(can)),
    pinMessage: whileLive(pinMessage(can)),
    unpinMessage: whileLive(unpinMessage(can)),
    undo: whileLive(undo(can)),
    addReaction: whileLive(addReaction(can)),
    removeReaction: whileLive(removeReaction(can)),
  };
};

export const composeWriteSide = (ports: WritePorts): WriteSide => {
  const can: Capabilities = { ...ports, folds: foldsOf(ports.store) };
  return {
    commands: commandsOf(can),
    imports: importCommands(can),
    invitations: invitations(can),
    sessionIsLive: sessionIsLive(can.folds),
    isThread: isThread(can.folds),
    serverOwner: serverOwnerOf(can.folds),
    erasures: erasuresOf(can),
  };
};
