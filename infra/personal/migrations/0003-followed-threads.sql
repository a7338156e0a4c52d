-- The threads that a user follows, and those that the user follows no more. `at` is the time of the choice, or of the
-- user's last message in the thread. Without a read marker, messages count as unread from it on.
CREATE TABLE personal.followed_thread (
  user_id text COLLATE "C" NOT NULL,
  channel_id text COLLATE "C" NOT NULL,
  follows boolean NOT NULL,
  at text COLLATE "C" NOT NULL,
  PRIMARY KEY (user_id, channel_id)
);

-- What users follow of an erased thread goes with it.
CREATE INDEX followed_thread_of_channel ON personal.followed_thread (channel_id);
