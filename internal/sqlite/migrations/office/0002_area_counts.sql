-- What is kept of the weekly counts of places that are no more: added up with
-- those of others in the same area, so that nothing names a place that is gone.
CREATE TABLE area_counts (
    area TEXT NOT NULL, -- country and code of a municipality: DK-0751; 'DK-' without one
    week TEXT NOT NULL, -- ISO 8601: 2026-W47
    body TEXT NOT NULL CHECK (json_valid(body)), -- staff.AreaCount
    PRIMARY KEY (area, week)
) STRICT, WITHOUT ROWID;
