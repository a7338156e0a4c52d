/** The dialogs that the client loads when it first opens one of them. Together they are one file of the bundle. */

export { AppearanceDialog } from '#web/account/appearance-dialog.tsx';
export { SessionsDialog } from '#web/account/sessions-dialog.tsx';
export { StatusDialog } from '#web/account/status-dialog.tsx';
export { RenameChannelDialog } from '#web/channel/channel-dialogs.tsx';
export {
  CreateGuildDialog,
  DeleteGuildDialog,
  LeaveGuildDialog,
  RenameGuildDialog,
} from '#web/guild/guild-dialogs.tsx';
export { ImportDialog } from '#web/guild/import-dialog.tsx';
export { InviteDialog, UseInviteDialog } from '#web/guild/invite-dialogs.tsx';
export { InboxDialog } from '#web/inbox/inbox-dialog.tsx';
export { DeleteMessageDialog } from '#web/message/delete-message-dialog.tsx';
export { channelRenamed, guildRenamed } from '#web/renaming.ts';
