/**
 * Packed channels: one text that holds the channels of a guild. A server reads tens of thousands of channels at once
 * when it starts. As JSON, the database alone would take longer for them than the whole answer may take.
 */
import { sql } from 'slonik';
import { ChannelKind } from '#domain/channel/events.ts';
import { ChannelId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import type { Sql } from '#queries/ports/read-models.ts';

const FIELD = '\u001F';
const ROW = '\u001E';
const INSTANT_CHARS = 24;
/** Fields of a row, in their order. */
const FIELDS = 8;

/** Removes separators from a text, so that no text breaks a row. It compares bytes, whatever the database's collation. */
const cleaned = (text: Sql): Sql => sql.fragment`replace(replace(${text} COLLATE "C", U&'\\001E', ''), U&'\\001F', '')`;

/** Packs rows of `listedChannels`, named `room`, in the order of the guild's list. No topic is an empty one. */
export const packed: Sql = sql.fragment`
  string_agg(
    concat_ws(
      U&'\\001F', room.channel_id, coalesce(room.parent_id, ''), coalesce(room.synced_with, ''), room.kind,
      room.created_at, room.slow_mode_secs::text, ${cleaned(sql.fragment`room.name`)},
      coalesce(${cleaned(sql.fragment`room.topic`)}, '')
    ),
    U&'\\001E' ORDER BY room.listed
  )`;

/** Channel as its row has it. */
export type ChannelFacts = {
  readonly channelId: ChannelId;
  readonly parentId: ChannelId | null;
  /** The category whose overwrites the channel has. */
  readonly syncedWith: ChannelId | null;
  readonly channelKind: ChannelKind;
  readonly createdAt: Instant;
  readonly slowModeSecs: number;
  readonly name: string;
  readonly topic: string | null;
};

/** Checks the length of a time only, because the time was decoded when its event was read. */
const isTime = (text: string): text is Instant => text.length === INSTANT_CHARS;
const DIGITS = /^\d{1,6}$/;

/** Reads an id that may be missing. Answers undefined for a text that is no id. */
const idOrNull = (text: string): ChannelId | null | undefined => {
  if (text === '') return null;
  return ChannelId.is(text) ? text : undefined;
};

const unpackRow = (row: string): ChannelFacts | undefined => {
  const fields = row.split(FIELD);
  const [channelId = '', parent = '', category = '', channelKind = '', createdAt = '', secs = '', name = '', topic] =
    fields;
  if (fields.length !== FIELDS || !ChannelId.is(channelId) || name === '' || topic === undefined) return undefined;
  const parentId = idOrNull(parent);
  const syncedWith = idOrNull(category);
  if (parentId === undefined || syncedWith === undefined || !DIGITS.test(secs)) return undefined;
  if (!ChannelKind.is(channelKind) || !isTime(createdAt)) return undefined;
  const slowModeSecs = Number(secs);
  return {
    ...{ channelId, parentId, syncedWith, channelKind, createdAt, slowModeSecs, name },
    topic: topic === '' ? null : topic,
  };
};

/**
 * Unpacks channels in their order. Answers undefined for a text that does not hold channels.
 *
 * @param text packed channels. Null stands for no channels, because an SQL aggregate of no rows is null.
 */
export const unpack = (text: string | null): ReadonlyArray<ChannelFacts> | undefined => {
  if (text === null) return [];
  const channels: ChannelFacts[] = [];
  for (const row of text.split(ROW)) {
    const channel = unpackRow(row);
    if (channel === undefined) return undefined;
    channels.push(channel);
  }
  return channels;
};
