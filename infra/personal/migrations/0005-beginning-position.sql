-- The log position up to which every message is from before the beginning, or -1 where none is known. Messages up to it
-- count as read without a look at their times, so a channel without news costs next to nothing. A position means nothing
-- in another lineage of the log.
ALTER TABLE personal.beginning
  ADD COLUMN position bigint NOT NULL DEFAULT -1,
  ADD COLUMN lineage text COLLATE "C";

DO $$ BEGIN
  -- Read models that are not built yet, or that an older program built, tell nothing. Then the times alone decide.
  IF (
    SELECT count(*) FROM information_schema.columns
    WHERE (table_schema, table_name, column_name) IN
      (('read', 'message', 'sent_at'), ('read', 'message', 'sent_position'), ('projections', 'log', 'lineage'))
  ) = 3 THEN
    UPDATE personal.beginning SET
      lineage = (SELECT lineage FROM projections.log),
      position = coalesce(
        (SELECT min(sent_position) - 1 FROM read.message WHERE sent_at > beginning.at),
        (SELECT max(sent_position) FROM read.message),
        -1
      );
  END IF;
END $$;
