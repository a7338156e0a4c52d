-- The event log. Rows are only ever added; what they say is never changed.
CREATE SCHEMA IF NOT EXISTS log;

-- Range partitions by position from the first release, so that old ones can be detached, compressed or moved.
-- The price: (stream, revision) is unique inside a partition only. The writer's head check is the rule,
-- the index is the net under it.
CREATE TABLE IF NOT EXISTS log.events (
  position bigint PRIMARY KEY,
  stream text COLLATE "C" NOT NULL,
  revision integer NOT NULL CHECK (revision >= 0),
  event_id uuid NOT NULL,
  type text COLLATE "C" NOT NULL,
  schema_version smallint NOT NULL,
  -- json and not jsonb: hashes are taken over these very bytes.
  data json NOT NULL,
  metadata json NOT NULL
) PARTITION BY RANGE (position);

-- One row. A writer that finds another epoch here than its own has been replaced.
CREATE TABLE IF NOT EXISTS log.writer (
  lone boolean PRIMARY KEY DEFAULT true CHECK (lone),
  epoch bigint NOT NULL DEFAULT 0,
  partition_events bigint NOT NULL CHECK (partition_events > 0),
  partitions integer NOT NULL DEFAULT 0
);

CREATE OR REPLACE FUNCTION log.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the event log is append-only: % on % is refused', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'integrity_constraint_violation';
END $$;

-- Statement triggers fire for the table that was named, so the parent and every partition has its own.
-- ALWAYS: also under session_replication_role = replica.
CREATE OR REPLACE FUNCTION log.guard(guarded regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON %s '
                 'FOR EACH STATEMENT EXECUTE FUNCTION log.refuse_change()', guarded);
  EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER append_only', guarded);
END $$;

-- SECURITY DEFINER, because the role that appends may not make tables.
-- ATTACH and not PARTITION OF: it blocks neither readers nor writers of the parent.
CREATE OR REPLACE FUNCTION log.add_partition() RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  n integer;
  size bigint;
  name text;
BEGIN
  UPDATE log.writer SET partitions = partitions + 1 RETURNING partitions - 1, partition_events INTO STRICT n, size;
  name := format('log.events_%s', n);
  EXECUTE format('CREATE TABLE %s (LIKE log.events INCLUDING CONSTRAINTS)', name);
  EXECUTE format('ALTER TABLE %s ADD UNIQUE (stream, revision)', name);
  EXECUTE format('ALTER TABLE log.events ATTACH PARTITION %s FOR VALUES FROM (%s) TO (%s)', name, n * size, (n + 1) * size);
  PERFORM log.guard(name::regclass);
  RETURN n + 1;
END $$;

REVOKE ALL ON FUNCTION log.add_partition(), log.guard(regclass) FROM PUBLIC;
SELECT log.guard('log.events');
