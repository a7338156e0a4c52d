-- The log position up to which every message is from before the beginning, or -1 where none is known. Messages up to it
-- count as read without a look at their times, so a channel without news costs next to nothing.
ALTER TABLE personal.beginning ADD COLUMN position bigint NOT NULL DEFAULT -1;

DO $$ BEGIN
  -- A timeline that is not built yet, or that an older program built, tells nothing. Then the times alone decide.
  IF (
    SELECT count(*) FROM information_schema.columns
    WHERE table_schema = 'read' AND table_name = 'message' AND column_name IN ('sent_at', 'sent_position')
  ) = 2 THEN
    UPDATE personal.beginning SET position = coalesce(
      (SELECT min(sent_position) - 1 FROM read.message WHERE sent_at > beginning.at),
      (SELECT max(sent_position) FROM read.message),
      -1
    );
  END IF;
END $$;
