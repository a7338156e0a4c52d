-- Whoever appends plays a role that can add and read and nothing else. Roles belong to the whole cluster, so
-- several databases may be doing this at once.
DO $$
BEGIN
  CREATE ROLE filament_log_writer NOLOGIN;
EXCEPTION
  WHEN duplicate_object OR unique_violation THEN NULL;
END $$;

-- Since version 16 whoever makes a role may administer it, but not play it without a grant.
DO $$
DECLARE
  playing text := CASE WHEN current_setting('server_version_num')::integer < 160000 THEN 'MEMBER' ELSE 'SET' END;
BEGIN
  IF NOT pg_has_role(current_user, 'filament_log_writer', playing) THEN
    GRANT filament_log_writer TO CURRENT_USER;
  END IF;
END $$;

GRANT USAGE ON SCHEMA log TO filament_log_writer;
GRANT SELECT, INSERT ON log.events TO filament_log_writer;
GRANT SELECT ON log.writer TO filament_log_writer;
-- Locking the row for the length of a batch needs a right to update it; of its columns only the key, which is pinned by a check.
GRANT UPDATE (lone) ON log.writer TO filament_log_writer;
GRANT EXECUTE ON FUNCTION log.add_partition() TO filament_log_writer;
