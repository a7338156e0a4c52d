import type { ChannelKind } from '#domain/channel/events.ts';
import type { ChannelName } from '#domain/channel/values.ts';
import type { Home } from '#domain/kernel/home.ts';
import type { ChannelId } from '#domain/kernel/ids.ts';
import type { Authority } from '#domain/permission/authority.ts';

/** Creates a channel that stands in the guild's list already. Authority and the limit were checked for that list. */
export type CreateChannel = {
  readonly channelId: ChannelId;
  readonly home: Home;
  readonly name: ChannelName;
  readonly channelKind: ChannelKind;
};
export type RenameChannel = { readonly name: ChannelName; readonly authority: Authority };
export type DeleteChannel = { readonly authority: Authority };
