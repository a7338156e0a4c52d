/**
 * Packed channels are one text that holds the channels of a guild. A snapshot has tens of thousands of channels, and as
 * JSON the database alone takes longer for them than a whole snapshot may take.
 */
import { type Either, left, right } from 'fp-ts/lib/Either.js';
import { sql } from 'slonik';
import { ChannelKind } from '#domain/channel/events.ts';
import { ChannelId } from '#domain/kernel/ids.ts';
import { Instant } from '#domain/kernel/instant.ts';
import type { Sql } from '#queries/ports/read-models.ts';
import type { QueryFailure } from '#queries/queries.ts';

export type PackedChannel = {
  readonly channelId: ChannelId;
  readonly parentId: ChannelId | null;
  readonly channelKind: ChannelKind;
  readonly createdAt: Instant;
  readonly name: string;
};

const FIELD = '\u001F';
const ROW = '\u001E';

/** Aggregates rows of `listedChannels` under the name `room`. No name breaks a row: the separators are taken out of it. */
export const packed: Sql = sql.fragment`
  string_agg(
    room.channel_id || U&'\\001F' || coalesce(room.parent_id, '') || U&'\\001F' || room.kind || U&'\\001F'
      || room.created_at || U&'\\001F' || translate(room.name, U&'\\001E\\001F', ''),
    U&'\\001E' ORDER BY room.listed
  )`;

const BROKEN: QueryFailure = { kind: 'ReadModelsUnavailable', why: 'a packed channel is broken' };

/** Null stands for no channels, as the aggregate answers it. */
export const unpack = (text: string | null): Either<QueryFailure, ReadonlyArray<PackedChannel>> => {
  const channels: Array<PackedChannel> = [];
  for (const row of text === null ? [] : text.split(ROW)) {
    const [channelId, parent, kind, createdAt, name] = row.split(FIELD);
    const parentId = parent === '' ? null : parent;
    if (!ChannelId.is(channelId) || !(parentId === null || ChannelId.is(parentId))) return left(BROKEN);
    if (!ChannelKind.is(kind) || !Instant.is(createdAt) || name === undefined) return left(BROKEN);
    channels.push({ channelId, parentId, channelKind: kind, createdAt, name });
  }
  return right(channels);
};
