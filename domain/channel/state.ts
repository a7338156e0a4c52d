import type { ChannelEvent, ChannelKind } from '#domain/channel/events.ts';
import { aggregate } from '#domain/kernel/decider.ts';
import type { Home } from '#domain/kernel/home.ts';
import type { ChannelId } from '#domain/kernel/ids.ts';
import { NO_OVERWRITES, type Overwrites } from '#domain/permission/overwrite.ts';

export type PresentChannel = {
  readonly kind: 'Present';
  readonly channelId: ChannelId;
  readonly home: Home;
  readonly parentId: ChannelId | null;
  readonly name: string;
  readonly channelKind: ChannelKind;
  readonly overwrites: Overwrites;
};
export type ChannelState =
  | { readonly kind: 'Absent' }
  | PresentChannel
  | (Omit<PresentChannel, 'kind'> & { readonly kind: 'Deleted' });

export const channelAggregate = aggregate<ChannelState, ChannelEvent>(
  { kind: 'Absent' },
  {
    'channel.created': (_, { channelId, home, parentId, name, kind }) => ({
      kind: 'Present',
      channelId,
      home,
      parentId,
      name,
      channelKind: kind,
      overwrites: NO_OVERWRITES,
    }),
    'channel.renamed': (state, { name }) => (state.kind === 'Present' ? { ...state, name } : state),
    'channel.deleted': (state) => (state.kind === 'Present' ? { ...state, kind: 'Deleted' } : state),
  },
);
