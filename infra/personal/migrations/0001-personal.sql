-- What belongs to one person and means nothing to the community. It is no read model, so nothing can build it again.

-- Nobody has read markers for messages from before this store. They count as read, so that an upgrade does not turn
-- years of history into unread messages.
CREATE TABLE personal.beginning (
  alone boolean PRIMARY KEY DEFAULT true CHECK (alone),
  at text COLLATE "C" NOT NULL
);
INSERT INTO personal.beginning (at)
VALUES (to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'));

-- The message up to which a user has read a channel. Without a message the user has marked the whole channel unread.
-- `sent_at` stands in for the message where the timeline lacks it.
CREATE TABLE personal.read_marker (
  user_id text COLLATE "C" NOT NULL,
  channel_id text COLLATE "C" NOT NULL,
  message_id text COLLATE "C",
  sent_at text COLLATE "C" NOT NULL,
  PRIMARY KEY (user_id, channel_id)
);

-- The markers of an erased channel go with it.
CREATE INDEX read_marker_of_channel ON personal.read_marker (channel_id);
