import { sql } from 'slonik';

// Ids and times are kept in the C collation: their order is that of their bytes, on every system.
export const tables = [
  sql.fragment`
    CREATE TABLE message (
      message_id text COLLATE "C" PRIMARY KEY,
      channel_id text COLLATE "C" NOT NULL,
      guild_id text COLLATE "C",
      author_id text COLLATE "C" NOT NULL,
      kind text COLLATE "C" NOT NULL,
      content text,
      sent_position bigint NOT NULL,
      changed_position bigint NOT NULL,
      revision integer NOT NULL,
      sent_at text COLLATE "C" NOT NULL,
      edited_at text COLLATE "C",
      reply_to text COLLATE "C",
      deleted boolean NOT NULL
    )`,
  sql.fragment`
    CREATE TABLE reaction (
      message_id text COLLATE "C",
      emoji text COLLATE "C",
      user_id text COLLATE "C",
      position bigint NOT NULL,
      PRIMARY KEY (message_id, emoji, user_id)
    )`,
];

export const indexes = [
  // A page of history is one range of this index.
  sql.fragment`CREATE INDEX message_page ON message (channel_id, sent_position DESC) WHERE NOT deleted`,
  // What changed for somebody who was away: only what was changed since it was sent, which is little.
  sql.fragment`
    CREATE INDEX message_changes ON message (channel_id, changed_position) WHERE changed_position > sent_position`,
];
