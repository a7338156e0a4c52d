/** The slice of the unread messages. */

import type { ChannelId } from '#domain/kernel/ids.ts';
import type { Channel, Unread } from '#gateway/protocol/resources.ts';
import { type Handlers, keep } from '#web/store/slices/parts.ts';
import type { ClientState, RunningMark } from '#web/store/state.ts';

type Unreads = ClientState['unread'];

const counts = (channel: Channel | undefined): boolean =>
  channel?.permissions.includes('read_message_history') ?? false;

/**
 * Drops the numbers of channels whose history this user may not see any more, and the followed threads in them. The
 * server tells them no longer.
 */
export const onlyCounted = (state: ClientState): ClientState => {
  const isCounted = (id: ChannelId): boolean => counts(state.channels[id]);
  return { ...state, unread: keep(state.unread, isCounted), followed: keep(state.followed, isCounted) };
};

/** Makes the numbers of a snapshot. */
export const unreadIn = (list: ReadonlyArray<Unread>): Unreads =>
  Object.fromEntries(list.map((one) => [one.channel_id, one]));

const some = (one: Unread | null | undefined): Unread | null => (one == null || one.unread === 0 ? null : one);

const withNumbers = (state: ClientState, numbers: ReadonlyArray<Unread>): ClientState => {
  if (numbers.length === 0) return state;
  const named = new Set(numbers.map(({ channel_id }) => channel_id));
  const others = keep(state.unread, (id: ChannelId) => !named.has(id));
  return onlyCounted({ ...state, unread: { ...others, ...unreadIn(numbers.filter((one) => one.unread > 0)) } });
};

/**
 * Answers the number after a mark. A number that came meanwhile is newer than the answer, unless it was made before the
 * marker moved. A refused mark leaves the last number of the server.
 */
const afterMark = ({ before, told }: RunningMark, answer: Unread | null, refused: boolean): Unread | null => {
  if (refused) return told ?? before;
  const old = answer?.last_read_message_id ?? before?.last_read_message_id;
  const newer = answer === null ? told?.last_read_message_id !== old : told?.last_read_message_id === old;
  return told !== null && newer ? told : answer;
};

export const unreadHandlers: Handlers<'unread_update' | 'mark.started' | 'mark.ended'> = {
  unread_update: (state, { channels }) => {
    const marked = channels.filter(({ channel_id: id }) => state.marking[id] !== undefined);
    const told = Object.fromEntries(
      marked.map((one) => [one.channel_id, { before: state.marking[one.channel_id]?.before ?? null, told: one }]),
    );
    const next = marked.length === 0 ? state : { ...state, marking: { ...state.marking, ...told } };
    return withNumbers(
      next,
      channels.filter((one) => !marked.includes(one)),
    );
  },
  'mark.started': (state, { channel_ids }) => {
    const started = channel_ids.filter((id) => state.marking[id] === undefined);
    const begun = started.map((id) => [id, { before: some(state.unread[id]), told: null }]);
    return {
      ...state,
      unread: keep(state.unread, (id: ChannelId) => !channel_ids.includes(id)),
      marking: { ...state.marking, ...Object.fromEntries(begun) },
    };
  },
  'mark.ended': (state, { channel_ids, answer }) => {
    const numbers = channel_ids.flatMap((id) => {
      const marking = state.marking[id];
      if (marking === undefined) return [];
      const answered = answer?.find(({ channel_id }) => channel_id === id) ?? null;
      const now = some(afterMark(marking, answered, answer === null));
      return now === null ? [] : [now];
    });
    return withNumbers(
      { ...state, marking: keep(state.marking, (id: ChannelId) => !channel_ids.includes(id)) },
      numbers,
    );
  },
};
