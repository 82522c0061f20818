-- Several processes share the store: whoever takes a timer up claims it up to an instant, and has to be done by then.
ALTER TABLE timers ADD COLUMN claimed_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE timers ADD COLUMN claimant TEXT NOT NULL DEFAULT '';
