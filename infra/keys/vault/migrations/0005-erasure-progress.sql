-- How far the erasure of removed texts has come, by log and kind of removal. Each later removal is still to be erased.
CREATE TABLE vault.erasure (
  log_identity text COLLATE "C" NOT NULL,
  kind text COLLATE "C" NOT NULL,
  position bigint NOT NULL,
  PRIMARY KEY (log_identity, kind)
);
