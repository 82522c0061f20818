-- A run: one record's way through one definition. state: what the engine remembers of it. looked_ms: it was carried on up to here.
-- revision counts its changes; who changes it says which one it has seen.
CREATE TABLE runs (
  run INTEGER PRIMARY KEY NOT NULL,
  definition TEXT NOT NULL,
  object TEXT NOT NULL,
  record_id TEXT NOT NULL,
  definition_version INTEGER NOT NULL,
  definition_hash TEXT NOT NULL REFERENCES documents (hash),
  directory_hash TEXT NOT NULL REFERENCES documents (hash),
  revision INTEGER NOT NULL CHECK (revision >= 1),
  looked_ms INTEGER NOT NULL,
  state BLOB NOT NULL,
  UNIQUE (object, record_id, definition)
) STRICT;

-- Those that were looked at with another directory are found when one is published.
CREATE INDEX runs_by_directory ON runs (directory_hash);

-- When to look at a run again. A run without a row waits for an event.
CREATE TABLE timers (
  run INTEGER PRIMARY KEY NOT NULL REFERENCES runs (run),
  due_ms INTEGER NOT NULL
) STRICT;

CREATE INDEX timers_by_due ON timers (due_ms, run);

-- What happened in a run, only ever appended to. The events are its history.
CREATE TABLE run_entries (
  run INTEGER NOT NULL REFERENCES runs (run),
  sequence INTEGER NOT NULL CHECK (sequence >= 1),
  kind TEXT NOT NULL CHECK (kind IN ('event', 'decision', 'incident')),
  at_ms INTEGER NOT NULL,
  committed_ms INTEGER NOT NULL,
  body BLOB NOT NULL,
  idempotency_key TEXT,
  request_hash TEXT NOT NULL,
  PRIMARY KEY (run, sequence)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX run_entries_by_key ON run_entries (run, idempotency_key) WHERE idempotency_key IS NOT NULL;

-- What is to be done outside. command_key names the command for whoever carries it out: each is here once.
CREATE TABLE outbox (
  sequence INTEGER PRIMARY KEY NOT NULL,
  run INTEGER NOT NULL REFERENCES runs (run),
  command_key TEXT NOT NULL,
  made_ms INTEGER NOT NULL,
  body BLOB NOT NULL,
  done_ms INTEGER,
  UNIQUE (run, command_key)
) STRICT;

CREATE INDEX outbox_waiting ON outbox (sequence) WHERE done_ms IS NULL;
