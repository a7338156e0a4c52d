-- Files that users sent: uploads that no message names yet, and files of messages. It is no read model, because it reserves
-- the bytes of a file before the file arrives, and the log knows only files of messages (decision 0055).

-- Bytes that are reserved or kept, for the server (`s`), for each guild (`g:<id>`) and for each user (`u:<id>`).
CREATE TABLE files.used (
  scope text COLLATE "C" PRIMARY KEY,
  bytes bigint NOT NULL CHECK (bytes >= 0)
);

-- `upload_id` follows from the attempt of the client, so a retry finds its file. `file_id` is new for each try, and is the
-- name of the bytes in the store, so that two tries never write the same bytes.
-- An `arriving` file holds what it may take at most, a `kept` one what it has, and a `removed` one nothing, until the
-- removal of its message is undone or final.
CREATE TABLE files.file (
  file_id text COLLATE "C" PRIMARY KEY,
  upload_id text COLLATE "C" NOT NULL UNIQUE,
  user_id text COLLATE "C" NOT NULL,
  guild_id text COLLATE "C",
  channel_id text COLLATE "C" NOT NULL,
  key_id bigint NOT NULL,
  state text NOT NULL CHECK (state IN ('arriving', 'kept', 'removed')),
  bytes bigint NOT NULL CHECK (bytes >= 0),
  -- Name, type and looks. Null while the file arrives.
  facts jsonb CHECK ((facts IS NULL) = (state = 'arriving')),
  -- The message that names the file. Null for an upload.
  message_id text COLLATE "C",
  touched_at timestamptz NOT NULL
);
CREATE INDEX file_of_message ON files.file (message_id) WHERE message_id IS NOT NULL;
-- The sweep looks for uploads that nobody used.
CREATE INDEX file_unused ON files.file (touched_at) WHERE message_id IS NULL;
