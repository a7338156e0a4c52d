import type * as TE from 'fp-ts/lib/TaskEither.js';
import { register } from '#commands/account/register.ts';
import type { Capabilities, WritePorts } from '#commands/capabilities.ts';
import { createChannel } from '#commands/channel/create-channel.ts';
import { deleteChannel } from '#commands/channel/delete-channel.ts';
import { renameChannel } from '#commands/channel/rename-channel.ts';
import type { Commands } from '#commands/commands.ts';
import { createGuild } from '#commands/guild/create-guild.ts';
import { deleteGuild } from '#commands/guild/delete-guild.ts';
import { kickMember } from '#commands/guild/kick-member.ts';
import { leaveGuild } from '#commands/guild/leave-guild.ts';
import { renameGuild } from '#commands/guild/rename-guild.ts';
import { importCommands } from '#commands/import/compose.ts';
import type { ImportCommands } from '#commands/import/import-commands.ts';
import { acceptInvite } from '#commands/invite/accept-invite.ts';
import { type InvitationSource, invitations } from '#commands/invite/admission.ts';
import { createInvite } from '#commands/invite/create-invite.ts';
import { foldsOf } from '#commands/machine/folds.ts';
import { addReaction } from '#commands/message/add-reaction.ts';
import { deleteMessage } from '#commands/message/delete-message.ts';
import { editMessage } from '#commands/message/edit-message.ts';
import { removeReaction } from '#commands/message/remove-reaction.ts';
import { sendMessage } from '#commands/message/send-message.ts';
import { claimOwnership } from '#commands/server/claim-ownership.ts';
import { serverOwnerOf } from '#commands/server/server-owner.ts';
import { inSession, sessionIsLive } from '#commands/session/live-session.ts';
import { login } from '#commands/session/login.ts';
import { logout } from '#commands/session/logout.ts';
import { refreshSession } from '#commands/session/refresh-session.ts';
import { revokeSession } from '#commands/session/revoke-session.ts';
import type { StoreUnavailable } from '#domain/kernel/failure.ts';
import type { SessionId, UserId } from '#domain/kernel/ids.ts';

/** The write side of one process. All of it shares one set of folds. */
export type WriteSide = {
  readonly commands: Commands;
  readonly imports: ImportCommands;
  /** True while the session of an access token is live. It costs no I/O while the stream has no newer event. */
  readonly sessionIsLive: (session: SessionId, user: UserId) => TE.TaskEither<StoreUnavailable, boolean>;
  /** The guild that the code of an invite leads to. It is a read, before the invite is accepted. */
  readonly invitations: InvitationSource;
  /** The user who claimed the server with the owner link. `undefined` before that. */
  readonly serverOwner: TE.TaskEither<StoreUnavailable, UserId | undefined>;
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
    createChannel: whileLive(createChannel(can)),
    renameChannel: whileLive(renameChannel(can)),
    deleteChannel: whileLive(deleteChannel(can)),
    createInvite: whileLive(createInvite(can)),
    acceptInvite: whileLive(acceptInvite(can)),
    sendMessage: whileLive(sendMessage(can)),
    editMessage: whileLive(editMessage(can)),
    deleteMessage: whileLive(deleteMessage(can)),
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
    serverOwner: serverOwnerOf(can.folds),
  };
};
