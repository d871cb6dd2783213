// Walks an RPDE feed with the validator of OpenActive and says what it found,
// as one line of JSON:
//
//	{"pages": 4, "failures": {}, "twice": [], "warnings": {…}, "suggestions": {…}}
//
// Ids that it saw twice stand apart: it calls them a failure unless the item
// was edited while it read, which only the caller knows.
//
//	node rpde.js ADDRESS [MILLISECONDS BETWEEN PAGES]
'use strict';

const { RpdeValidator } = require('@openactive/rpde-validator');

const [address, delay] = process.argv.slice(2);

RpdeValidator(address, { pageLimit: 10000, requestDelayMs: Number(delay || 0), timeoutMs: 30000 }).then((log) => {
  const found = { pages: log.pages.length, failures: {}, twice: new Set(), warnings: {}, suggestions: {} };
  const count = (kind, what) => { found[kind][what] = (found[kind][what] || 0) + 1; };
  for (const { severity, type, message } of log.pages.flatMap((page) => page.errors).map((e) => ({ ...e, ...e.data }))) {
    const twice = type === 'no_duplicate_items' && /duplicate id .*"([^"\\]+)\\?"/.exec(message);
    if (twice) {
      found.twice.add(twice[1]);
    } else if (severity === 'failure') {
      count('failures', `${type}: ${message}`);
    } else {
      count(severity === 'warning' ? 'warnings' : 'suggestions', type);
    }
  }
  process.stdout.write(`${JSON.stringify({ ...found, twice: [...found.twice] })}\n`);
}).catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
