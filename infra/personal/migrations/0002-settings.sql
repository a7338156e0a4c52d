-- The settings of a user as one document. A key that it lacks has its first value, so a new setting needs no migration.
-- `version` says how to read the document. `revision` counts every change of the document and of the rules.
CREATE TABLE personal.settings (
  user_id text COLLATE "C" PRIMARY KEY,
  version integer NOT NULL,
  revision bigint NOT NULL,
  document jsonb NOT NULL
);

-- The level and the mute of a guild or a channel. The counts of unread mentions join the rules of guilds.
CREATE TABLE personal.notification_rule (
  user_id text COLLATE "C" NOT NULL,
  place_id text COLLATE "C" NOT NULL,
  kind text COLLATE "C" NOT NULL CHECK (kind IN ('guild', 'channel')),
  level text COLLATE "C",
  muted boolean NOT NULL,
  muted_until text COLLATE "C",
  suppress_everyone boolean NOT NULL,
  suppress_roles boolean NOT NULL,
  PRIMARY KEY (user_id, place_id)
);

-- The rules of an erased channel go with it.
CREATE INDEX notification_rule_of_place ON personal.notification_rule (place_id);

-- How a user wants to be seen. `chosen_at` is in milliseconds since 1970, and a later choice wins.
CREATE TABLE personal.presence (
  user_id text COLLATE "C" PRIMARY KEY,
  choice jsonb NOT NULL,
  chosen_at bigint NOT NULL
);
