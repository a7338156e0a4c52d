/** The open dialog of the route with the things that it is about. A thing that is gone is undefined. */

import type { Channel } from '#gateway/protocol/resources.ts';
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
  type AboutChannel =
    | 'pins'
    | 'threads'
    | 'new-thread'
    | 'post-tags'
    | 'thread-about'
    | 'channel-rule'
    | 'create-in-category'
    | 'channel-settings'
    | 'rename-channel'
    | 'delete-channel';
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
  const guildWith = (channel: Channel | undefined) =>
    channel === undefined || channel.guild_id === null ? undefined : state().guilds[channel.guild_id];
  const newChannel = () => {
    const category = channelOf('create-in-category');
    const inside = guildWith(category);
    if (category !== undefined && inside !== undefined) {
      return { guild: inside, channelKind: 'text', parentId: category.channel_id } as const;
    }
    const dialog = opened('create-channel');
    const guild = dialog === undefined ? undefined : state().guilds[dialog.guildId];
    if (dialog === undefined || guild === undefined) return undefined;
    return { guild, channelKind: dialog.channelKind, parentId: null };
  };
  /** The settings of a guild. The settings of a channel stand in its section of the channels. */
  const settingsOf = () => {
    const channel = channelOf('channel-settings');
    const around = guildWith(channel);
    const page = opened('channel-settings')?.page;
    if (channel !== undefined && around !== undefined && page !== undefined) {
      return { guild: around, section: 'channels', channel: { channel, page } } as const;
    }
    const dialog = opened('guild-settings');
    const guild = dialog === undefined ? undefined : state().guilds[dialog.guildId];
    return dialog === undefined || guild === undefined ? undefined : { guild, section: dialog.section, channel: null };
  };
  /** The message that a dialog is about, as far as it is loaded. */
  const messageOf = (kind: 'delete-message' | 'thread-about' | 'versions' | 'forward') => {
    const dialog = opened(kind);
    const timeline = dialog === undefined ? undefined : state().timelines[dialog.channelId];
    return dialog === undefined || timeline === undefined ? undefined : messageIn(viewOf(timeline), dialog.messageId);
  };
  const aboutMessage = () => {
    const [channel, message] = [channelOf('thread-about'), messageOf('thread-about')];
    return channel === undefined || message === undefined ? undefined : { channel, message };
  };
  /** The post whose tags are chosen, with its forum. */
  const postTags = () => {
    const thread = channelOf('post-tags')?.thread;
    const forum = thread && state().channels[thread.parent_id];
    return thread === undefined || forum === undefined ? undefined : { thread, forum };
  };
  /** The place whose notification rule is shown. */
  const ruled = () => {
    const [guild, channel] = [guildOf('guild-rule'), channelOf('channel-rule')];
    if (guild !== undefined) return { place: { kind: 'guild', id: guild.guild_id }, name: guild.name } as const;
    if (channel === undefined) return undefined;
    const name = channel.kind === 'text' ? `#${channel.name}` : channel.name;
    return { place: { kind: 'channel', id: channel.channel_id }, name } as const;
  };
  /** True when the thing of the dialog is gone. Its members and messages may still be on their way. */
  const orphaned = (): boolean => {
    const { dialog } = router.layers();
    if (dialog === null) return false;
    if ('guildId' in dialog) return state().guilds[dialog.guildId] === undefined;
    return 'channelId' in dialog && state().channels[dialog.channelId] === undefined;
  };
  return {
    opened,
    guildOf,
    channelOf,
    aboutMember,
    newChannel,
    settingsOf,
    ruled,
    messageOf,
    aboutMessage,
    postTags,
    orphaned,
  };
};
