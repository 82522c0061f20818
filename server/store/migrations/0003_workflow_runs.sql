-- A run of a workflow: one record's journey through the version of the definition that it is pinned to. revision counts its entries; who
-- changes it says which one it has seen. head: the hash of its last entry. due_ms: when to look at it again without an event.
CREATE TABLE workflow_runs (
  run TEXT PRIMARY KEY NOT NULL,
  definition TEXT NOT NULL,
  object TEXT NOT NULL,
  record_id TEXT NOT NULL,
  definition_version INTEGER NOT NULL,
  definition_hash TEXT NOT NULL REFERENCES documents (hash),
  status TEXT NOT NULL,
  revision INTEGER NOT NULL CHECK (revision >= 1),
  head TEXT NOT NULL,
  begun_ms INTEGER NOT NULL,
  changed_ms INTEGER NOT NULL,
  ended_ms INTEGER,
  due_ms INTEGER,
  start_key TEXT,
  start_hash TEXT NOT NULL,
  state BLOB NOT NULL
) STRICT;

-- A record is in one open run of a definition at a time.
CREATE UNIQUE INDEX workflow_runs_open ON workflow_runs (object, record_id, definition) WHERE ended_ms IS NULL;
CREATE UNIQUE INDEX workflow_runs_by_key ON workflow_runs (object, record_id, definition, start_key) WHERE start_key IS NOT NULL;
CREATE INDEX workflow_runs_by_record ON workflow_runs (object, record_id, run);
CREATE INDEX workflow_runs_by_definition ON workflow_runs (definition, run);
CREATE INDEX workflow_runs_by_status ON workflow_runs (status, run);
CREATE INDEX workflow_runs_by_due ON workflow_runs (due_ms, run) WHERE due_ms IS NOT NULL;

-- What happened in a run and what that led to, only ever appended to: the event as the engine was given it, with everything else that made
-- the answer. hash covers previous_hash and every other column but the idempotency key and its request.
CREATE TABLE workflow_entries (
  run TEXT NOT NULL REFERENCES workflow_runs (run),
  sequence INTEGER NOT NULL CHECK (sequence >= 1),
  taken_ms INTEGER NOT NULL,
  actor TEXT NOT NULL,
  definition_hash TEXT NOT NULL REFERENCES documents (hash),
  directory_hash TEXT NOT NULL REFERENCES documents (hash),
  roster_hash TEXT REFERENCES documents (hash),
  engine TEXT NOT NULL,
  event BLOB NOT NULL,
  trace BLOB NOT NULL,
  commands BLOB NOT NULL,
  state_hash TEXT NOT NULL,
  idempotency_key TEXT,
  request_hash TEXT NOT NULL,
  previous_hash TEXT NOT NULL,
  hash TEXT NOT NULL,
  PRIMARY KEY (run, sequence)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX workflow_entries_by_key ON workflow_entries (run, idempotency_key) WHERE idempotency_key IS NOT NULL;

-- The commands of runs. target: who gets it delivered; none: somebody fetches it. next_ms: when to deliver it, again or for the first time.
-- outcome: why nothing more is to be done with it.
CREATE TABLE workflow_commands (
  sequence INTEGER PRIMARY KEY NOT NULL,
  run TEXT NOT NULL REFERENCES workflow_runs (run),
  command_key TEXT NOT NULL,
  made_ms INTEGER NOT NULL,
  awaited INTEGER NOT NULL CHECK (awaited IN (0, 1)),
  target TEXT,
  attempts INTEGER NOT NULL,
  next_ms INTEGER,
  trouble TEXT,
  outcome TEXT,
  body BLOB NOT NULL,
  UNIQUE (run, command_key)
) STRICT;

CREATE INDEX workflow_commands_open ON workflow_commands (run, sequence) WHERE outcome IS NULL;
CREATE INDEX workflow_commands_to_fetch ON workflow_commands (sequence) WHERE outcome IS NULL AND target IS NULL;
CREATE INDEX workflow_commands_by_next ON workflow_commands (next_ms, sequence) WHERE next_ms IS NOT NULL;

-- What waits for a person. The entries of the run say how it came to be and how it ended.
CREATE TABLE workflow_incidents (
  number INTEGER PRIMARY KEY NOT NULL,
  run TEXT NOT NULL REFERENCES workflow_runs (run),
  incident TEXT NOT NULL,
  step TEXT NOT NULL,
  code TEXT NOT NULL,
  sentence TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  UNIQUE (run, incident)
) STRICT;
