-- The cost of a new password hash. It is measured once, by the first process, and an operator may change it.
CREATE TABLE vault.password_cost (
  lone boolean PRIMARY KEY DEFAULT true CHECK (lone),
  memory_kib integer NOT NULL CHECK (memory_kib > 0),
  passes integer NOT NULL CHECK (passes > 0),
  parallelism integer NOT NULL CHECK (parallelism > 0)
);

-- The places that users logged in from, as keyed hashes of account and place. An account has a bounded number.
CREATE TABLE vault.login_place (
  hash text COLLATE "C" PRIMARY KEY,
  user_id text COLLATE "C" NOT NULL,
  kind text NOT NULL CHECK (kind IN ('network', 'device')),
  seen_at timestamptz NOT NULL
);
CREATE INDEX login_place_user ON vault.login_place (user_id, kind, seen_at);
