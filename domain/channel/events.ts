/** Events are stored for ever. The warning in `domain/account/events.ts` holds for these too. */
import * as t from 'io-ts';
import { Home } from '#domain/kernel/home.ts';
import { ChannelId } from '#domain/kernel/ids.ts';

export const ChannelKind = t.keyof({ text: null, voice: null });
export type ChannelKind = t.TypeOf<typeof ChannelKind>;

export type ChannelCreated = {
  readonly type: 'channel.created';
  readonly data: {
    readonly channelId: ChannelId;
    readonly home: Home;
    /** The category of a channel, or the channel of a thread. Always null, because neither is offered yet. */
    readonly parentId: ChannelId | null;
    readonly name: string;
    readonly kind: ChannelKind;
  };
};
export const ChannelCreatedData = t.strict({
  channelId: ChannelId,
  home: Home,
  parentId: t.union([ChannelId, t.null]),
  name: t.string,
  kind: ChannelKind,
});

export type ChannelRenamed = {
  readonly type: 'channel.renamed';
  readonly data: { readonly channelId: ChannelId; readonly home: Home; readonly name: string };
};
export const ChannelRenamedData = t.strict({ channelId: ChannelId, home: Home, name: t.string });

export type ChannelDeleted = {
  readonly type: 'channel.deleted';
  readonly data: { readonly channelId: ChannelId; readonly home: Home };
};
export const ChannelDeletedData = t.strict({ channelId: ChannelId, home: Home });

export type ChannelEvent = ChannelCreated | ChannelRenamed | ChannelDeleted;
