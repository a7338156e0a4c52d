-- Whoever remembers keys hears which are gone, by whatever hand, at the moment at which they are.
CREATE FUNCTION vault.tell_content_keys() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- A payload holds less than 8,000 bytes, and an id at most 19 digits.
  PERFORM pg_notify('filament_vault_destroyed', 'content ' || string_agg(id::text, ','))
  FROM (SELECT id, (row_number() OVER () - 1) / 300 AS part FROM gone) AS numbered
  GROUP BY part;
  RETURN NULL;
END $$;
CREATE TRIGGER tell_destroyed AFTER DELETE ON vault.content_key
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION vault.tell_content_keys();

CREATE FUNCTION vault.tell_user_key() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('filament_vault_destroyed', 'user ' || OLD.user_id);
  RETURN NULL;
END $$;
CREATE TRIGGER tell_destroyed AFTER UPDATE OR DELETE ON vault.user_key
  FOR EACH ROW EXECUTE FUNCTION vault.tell_user_key();

CREATE FUNCTION vault.tell_all() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('filament_vault_destroyed', 'all');
  RETURN NULL;
END $$;
CREATE TRIGGER tell_emptied AFTER TRUNCATE ON vault.content_key FOR EACH STATEMENT EXECUTE FUNCTION vault.tell_all();
CREATE TRIGGER tell_emptied AFTER TRUNCATE ON vault.user_key FOR EACH STATEMENT EXECUTE FUNCTION vault.tell_all();
