/**
 * Packed channels: one text that holds the channels of a guild. A snapshot can have tens of thousands of channels. As
 * JSON, the database alone would take longer for them than a whole snapshot may take.
 */
import { sql } from 'slonik';
import { ChannelKind } from '#domain/channel/events.ts';
import { ChannelId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import type { Sql } from '#queries/ports/read-models.ts';

const FIELD = '\u001F';
const ROW = '\u001E';
const INSTANT_CHARS = 24;

/** Packs rows of `listedChannels`, named `room`. Separators are removed from names, so that no name breaks a row. */
export const packed: Sql = sql.fragment`
  string_agg(
    room.channel_id || U&'\\001F' || coalesce(room.parent_id, '') || U&'\\001F' || room.kind || U&'\\001F'
      || room.created_at || U&'\\001F' || replace(replace(room.name, U&'\\001E', ''), U&'\\001F', ''),
    U&'\\001E' ORDER BY room.listed
  )`;

/** Checks the length of a time only, because the time was decoded when its event was read. */
const isTime = (text: string): text is Instant => text.length === INSTANT_CHARS;

/**
 * Makes one value of each channel, in order. It answers undefined for a text that does not hold channels. It cuts the
 * text in place, because lists of pieces would be most of the cost of a snapshot.
 *
 * @param text packed channels. Null stands for no channels, because an SQL aggregate of no rows is null.
 */
export const unpack = <A>(
  text: string | null,
  make: (
    channelId: ChannelId,
    parentId: ChannelId | null,
    channelKind: ChannelKind,
    createdAt: Instant,
    name: string,
  ) => A,
): ReadonlyArray<A> | undefined => {
  const made: Array<A> = [];
  if (text === null) return made;
  for (let at = 0; at <= text.length; ) {
    const next = text.indexOf(ROW, at);
    const end = next === -1 ? text.length : next;
    const parentAt = text.indexOf(FIELD, at) + 1;
    const kindAt = text.indexOf(FIELD, parentAt) + 1;
    const timeAt = text.indexOf(FIELD, kindAt) + 1;
    const nameAt = text.indexOf(FIELD, timeAt) + 1;
    if (parentAt === 0 || kindAt === 0 || timeAt === 0 || nameAt === 0 || nameAt >= end) return undefined;
    const channelId = text.slice(at, parentAt - 1);
    const parentId = kindAt - parentAt === 1 ? null : text.slice(parentAt, kindAt - 1);
    const channelKind = text.slice(kindAt, timeAt - 1);
    const createdAt = text.slice(timeAt, nameAt - 1);
    if (!ChannelId.is(channelId) || !(parentId === null || ChannelId.is(parentId))) return undefined;
    if (!ChannelKind.is(channelKind) || !isTime(createdAt)) return undefined;
    made.push(make(channelId, parentId, channelKind, createdAt, text.slice(nameAt, end)));
    at = end + 1;
  }
  return made;
};
