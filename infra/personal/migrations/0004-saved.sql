-- The messages that a user saved for themselves. `revision` is the one that saving gave, so a higher one was saved later.
CREATE TABLE personal.saved_message (
  user_id text COLLATE "C" NOT NULL,
  message_id text COLLATE "C" NOT NULL,
  channel_id text COLLATE "C" NOT NULL,
  saved_at text COLLATE "C" NOT NULL,
  revision bigint NOT NULL,
  PRIMARY KEY (user_id, message_id)
);

-- The list shows the message saved last first.
CREATE INDEX saved_message_order ON personal.saved_message (user_id, revision DESC);

-- What was saved of an erased channel or message goes with it.
CREATE INDEX saved_message_of_channel ON personal.saved_message (channel_id);
CREATE INDEX saved_message_of_message ON personal.saved_message (message_id);

-- `revision` counts every change that a user made to what they saved.
CREATE TABLE personal.saved_revision (
  user_id text COLLATE "C" PRIMARY KEY,
  revision bigint NOT NULL
);
