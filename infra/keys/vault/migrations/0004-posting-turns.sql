-- The last message of each user in each channel in slow mode. Rows older than the longest slow mode are deleted.
CREATE TABLE vault.posting_turn (
  channel_id text COLLATE "C" NOT NULL,
  user_id text COLLATE "C" NOT NULL,
  message_id text COLLATE "C" NOT NULL,
  taken_at timestamptz NOT NULL,
  PRIMARY KEY (channel_id, user_id)
);
CREATE INDEX posting_turn_taken ON vault.posting_turn (taken_at);
