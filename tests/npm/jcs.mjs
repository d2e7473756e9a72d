// Reads JSON documents, one a line; answers each in the canonical form of RFC 8785, whose numbers and
// texts are by definition those of ECMAScript's own JSON.stringify.
import { createInterface } from 'node:readline';

function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  // sort() without a function compares UTF-16 code units, as the RFC asks.
  return `{${Object.keys(value).sort().map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(',')}}`;
}

for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  console.log(canonical(JSON.parse(line)));
}
