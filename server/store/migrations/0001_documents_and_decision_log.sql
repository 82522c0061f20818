-- Bodies of published documents, by the SHA-256 of their bytes. Never changed, never deleted: decisions are pinned to them.
CREATE TABLE documents (
  hash TEXT PRIMARY KEY NOT NULL,
  body BLOB NOT NULL
) STRICT;

-- kind: definition, directory or roster. name: the definition's; empty for the others.
CREATE TABLE versions (
  kind TEXT NOT NULL CHECK (kind IN ('definition', 'directory', 'roster')),
  name TEXT NOT NULL,
  number INTEGER NOT NULL CHECK (number >= 1),
  hash TEXT NOT NULL REFERENCES documents (hash),
  published_ms INTEGER NOT NULL,
  PRIMARY KEY (kind, name, number)
) STRICT;

CREATE TABLE drafts (
  kind TEXT NOT NULL CHECK (kind IN ('definition', 'directory', 'roster')),
  name TEXT NOT NULL,
  hash TEXT NOT NULL,
  body BLOB NOT NULL,
  saved_ms INTEGER NOT NULL,
  PRIMARY KEY (kind, name)
) STRICT;

-- The decision log. Only ever appended to; hash covers previous_hash and every other column but the idempotency key and its request.
CREATE TABLE decisions (
  sequence INTEGER PRIMARY KEY NOT NULL,
  id TEXT NOT NULL UNIQUE,
  committed_ms INTEGER NOT NULL,
  object TEXT NOT NULL,
  record_id TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  explain INTEGER NOT NULL CHECK (explain IN (0, 1)),
  definition TEXT NOT NULL,
  definition_version INTEGER NOT NULL,
  definition_hash TEXT NOT NULL REFERENCES documents (hash),
  directory_hash TEXT NOT NULL REFERENCES documents (hash),
  roster_hash TEXT REFERENCES documents (hash),
  record BLOB NOT NULL,
  decision BLOB NOT NULL,
  engine TEXT NOT NULL,
  idempotency_key TEXT,
  request_hash TEXT NOT NULL,
  previous_hash TEXT NOT NULL,
  hash TEXT NOT NULL
) STRICT;

CREATE INDEX decisions_by_record ON decisions (object, record_id, sequence);
CREATE UNIQUE INDEX decisions_by_key ON decisions (object, record_id, idempotency_key) WHERE idempotency_key IS NOT NULL;
