-- What the log must not hold: keys, and hashes of credentials. It is backed up apart from the log and not kept
-- as long, because what is erased here must be gone from the backups too.
CREATE SCHEMA IF NOT EXISTS vault;

-- A key for each sealed text, made ahead in blocks; deleting the row erases the text wherever it was copied.
CREATE TABLE IF NOT EXISTS vault.content_key (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  secret bytea NOT NULL CHECK (length(secret) = 32)
);

-- A destroyed key leaves its row behind, so that nobody makes a second one for the same user.
CREATE TABLE IF NOT EXISTS vault.user_key (
  user_id text COLLATE "C" PRIMARY KEY,
  secret bytea CHECK (length(secret) = 32)
);

CREATE TABLE IF NOT EXISTS vault.server_key (
  purpose text COLLATE "C" PRIMARY KEY,
  secret bytea NOT NULL CHECK (length(secret) = 32)
);

CREATE TABLE IF NOT EXISTS vault.password (
  user_id text COLLATE "C" PRIMARY KEY,
  hash text NOT NULL
);

-- A session's refresh tokens, from the first to the current one.
CREATE TABLE IF NOT EXISTS vault.token_family (
  session_id text COLLATE "C" PRIMARY KEY,
  user_id text COLLATE "C" NOT NULL,
  generation integer NOT NULL DEFAULT 0,
  started_at timestamptz NOT NULL,
  issued_at timestamptz NOT NULL
);
CREATE INDEX IF NOT EXISTS token_family_user ON vault.token_family (user_id, started_at);

-- Used tokens stay for as long as their family: that is how a copy that comes back is known.
CREATE TABLE IF NOT EXISTS vault.refresh_token (
  hash text COLLATE "C" PRIMARY KEY,
  session_id text COLLATE "C" NOT NULL REFERENCES vault.token_family ON DELETE CASCADE,
  generation integer NOT NULL,
  used_at timestamptz,
  UNIQUE (session_id, generation)
);

CREATE TABLE IF NOT EXISTS vault.owner_link (
  lone boolean PRIMARY KEY DEFAULT true CHECK (lone),
  secret_hash text NOT NULL,
  expires_at timestamptz NOT NULL
);
