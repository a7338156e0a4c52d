/**
 * Packed channels: one text that holds the channels of a guild. A server reads tens of thousands of channels at once
 * when it starts. As JSON, the database alone would take longer for them than the whole answer may take.
 */

import * as t from 'io-ts';
import { sql } from 'slonik';
import { ChannelKind, ForumTag } from '#domain/channel/events.ts';
import { ChannelId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import type { Sql } from '#queries/ports/read-models.ts';

const FIELD = '\u001F';
const ROW = '\u001E';
const INSTANT_CHARS = 24;
/** Fields of a row, in their order. */
const FIELDS = 10;

/** Removes separators from a text, so that no text breaks a row. It compares bytes, whatever the database's collation. */
const cleaned = (text: Sql): Sql => sql.fragment`replace(replace(${text} COLLATE "C", U&'\\001E', ''), U&'\\001F', '')`;

/** Packs rows of `listedChannels`, named `room`, in the order of the guild's list. No topic is an empty one. */
export const packed: Sql = sql.fragment`
  string_agg(
    concat_ws(
      U&'\\001F', room.channel_id, coalesce(room.parent_id, ''), coalesce(room.synced_with, ''), room.kind,
      room.created_at, room.slow_mode_secs::text, ${cleaned(sql.fragment`room.name`)},
      coalesce(${cleaned(sql.fragment`room.topic`)}, ''), coalesce(nullif(${cleaned(sql.fragment`room.tags::text`)}, '[]'), ''),
      CASE WHEN room.tag_required THEN '1' ELSE '0' END
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
  /** Tags that a forum offers, in their order. Other channels have none. */
  readonly tags: ReadonlyArray<ForumTag>;
  readonly tagRequired: boolean;
};

/** Checks the length of a time only, because the time was decoded when its event was read. */
const isTime = (text: string): text is Instant => text.length === INSTANT_CHARS;
const DIGITS = /^\d{1,6}$/;

/** Reads an id that may be missing. Answers undefined for a text that is no id. */
const idOrNull = (text: string): ChannelId | null | undefined => {
  if (text === '') return null;
  return ChannelId.is(text) ? text : undefined;
};

const Tags = t.readonlyArray(ForumTag);
const NO_TAGS: ReadonlyArray<ForumTag> = [];

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Reads the tags of a forum. Answers undefined for a text that holds no tags. Most channels have an empty text. */
const tagsIn = (text: string): ReadonlyArray<ForumTag> | undefined => {
  if (text === '') return NO_TAGS;
  const tags = parsed(text);
  return Tags.is(tags) ? tags : undefined;
};

const unpackRow = (row: string): ChannelFacts | undefined => {
  const fields = row.split(FIELD);
  const [channelId = '', parent = '', category = '', channelKind = '', createdAt = '', secs = '', name = ''] = fields;
  const [topic, packedTags, required] = fields.slice(FIELDS - 3);
  if (fields.length !== FIELDS || !ChannelId.is(channelId) || name === '') return undefined;
  if (topic === undefined || packedTags === undefined) return undefined;
  const tags = tagsIn(packedTags);
  if (tags === undefined) return undefined;
  const parentId = idOrNull(parent);
  const syncedWith = idOrNull(category);
  if (parentId === undefined || syncedWith === undefined || !DIGITS.test(secs)) return undefined;
  if (!ChannelKind.is(channelKind) || !isTime(createdAt)) return undefined;
  const slowModeSecs = Number(secs);
  return {
    ...{ channelId, parentId, syncedWith, channelKind, createdAt, slowModeSecs, name },
    topic: topic === '' ? null : topic,
    ...{ tags, tagRequired: required === '1' },
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
