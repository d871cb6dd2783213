// Walks an RPDE feed with the validator of OpenActive and says what it found,
// as one line of JSON: {"pages": 4, "failures": {}, "warnings": {…}}. It fails
// if there is a failure, or if no page could be read.
//
//	node rpde.js ADDRESS [DELAY_MS]
'use strict';

const { RpdeValidator } = require('@openactive/rpde-validator');

const [address, delay] = process.argv.slice(2);

RpdeValidator(address, { pageLimit: 10000, requestDelayMs: Number(delay || 0), timeoutMs: 30000 }).then((log) => {
  const found = { pages: log.pages.length, failures: {}, warnings: {}, suggestions: {} };
  for (const page of log.pages) {
    for (const { severity, type, message } of page.errors.map((e) => ({ ...e, ...e.data }))) {
      const kind = `${severity}s`;
      found[kind] = found[kind] || {};
      const what = severity === 'failure' ? `${type}: ${message}` : type;
      found[kind][what] = (found[kind][what] || 0) + 1;
    }
  }
  process.stdout.write(`${JSON.stringify(found)}\n`);
  process.exitCode = found.pages > 0 && Object.keys(found.failures).length === 0 ? 0 : 1;
}).catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
