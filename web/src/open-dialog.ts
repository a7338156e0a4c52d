/** The open dialog of the route with the things that it is about. A thing that is gone is undefined. */

import type { Client } from '#web/client/client.ts';
import type { DialogRoute } from '#web/layers.ts';
import type { Router } from '#web/router.ts';
import { viewOf } from '#web/store/detour.ts';
import { messageIn } from '#web/store/timeline.ts';

export const openDialog = ({ state }: Client, router: Router) => {
  const opened = <K extends DialogRoute['kind']>(kind: K): Extract<DialogRoute, { kind: K }> | undefined => {
    const { dialog } = router.layers();
    return dialog?.kind === kind ? (dialog as Extract<DialogRoute, { kind: K }>) : undefined;
  };
  type AboutGuild = Extract<DialogRoute, { guildId: unknown }>['kind'];
  type AboutChannel = 'rename-channel' | 'delete-channel';
  const guildOf = (kind: AboutGuild) => {
    const dialog = opened(kind);
    return dialog === undefined ? undefined : state().guilds[dialog.guildId];
  };
  const channelOf = (kind: AboutChannel) => {
    const dialog = opened(kind);
    return dialog === undefined ? undefined : state().channels[dialog.channelId];
  };
  const aboutMember = () => {
    const { dialog } = router.layers();
    return dialog !== null && 'userId' in dialog && state().guilds[dialog.guildId] !== undefined ? dialog : undefined;
  };
  const newChannel = () => {
    const dialog = opened('create-channel');
    const guild = dialog === undefined ? undefined : state().guilds[dialog.guildId];
    return dialog === undefined || guild === undefined ? undefined : { guild, channelKind: dialog.channelKind };
  };
  const settingsOf = () => {
    const dialog = opened('guild-settings');
    const guild = dialog === undefined ? undefined : state().guilds[dialog.guildId];
    return dialog === undefined || guild === undefined ? undefined : { guild, section: dialog.section };
  };
  const removedMessage = () => {
    const dialog = opened('delete-message');
    const timeline = dialog === undefined ? undefined : state().timelines[dialog.channelId];
    return dialog === undefined || timeline === undefined ? undefined : messageIn(viewOf(timeline), dialog.messageId);
  };
  /** True when the thing of the dialog is gone. Its members and messages may still be on their way. */
  const orphaned = (): boolean => {
    const { dialog } = router.layers();
    if (dialog === null) return false;
    if ('guildId' in dialog) return state().guilds[dialog.guildId] === undefined;
    return 'channelId' in dialog && state().channels[dialog.channelId] === undefined;
  };
  return { opened, guildOf, channelOf, aboutMember, newChannel, settingsOf, removedMessage, orphaned };
};
