-- A writer plays this role. It may add and read events and do nothing else. Roles belong to the whole cluster, so
-- several databases may run this at the same time.
DO $$
BEGIN
  CREATE ROLE filament_log_writer NOLOGIN;
EXCEPTION
  WHEN duplicate_object OR unique_violation THEN NULL;
END $$;

-- Since version 16 the user that creates a role may administer it, but needs a grant to play it.
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
-- Locking the writer's row during a batch needs a right to update it. The grant names only the key column, which a
-- check constraint fixes.
GRANT UPDATE (lone) ON log.writer TO filament_log_writer;
GRANT EXECUTE ON FUNCTION log.add_partition() TO filament_log_writer;
