import type { AttemptReused, ChannelUnknown, GuildUnknown, TooManyChannels } from '#domain/kernel/rejection.ts';
import type { MissingPermission } from '#domain/permission/rejection.ts';

export type ChannelNameInvalid = { readonly kind: 'ChannelNameInvalid'; readonly why: string };

export type CreateChannelRejection =
  | GuildUnknown
  | MissingPermission
  | ChannelNameInvalid
  | TooManyChannels
  | AttemptReused;
export type ChangeChannelRejection = ChannelUnknown | MissingPermission | ChannelNameInvalid | AttemptReused;
