// Canonical N-Quads by the npm packages jsonld and rdf-canonize, to compare with our own.
//
//   node jsonld_canon.mjs CONTEXTS < lines
//
// CONTEXTS is a folder with published contexts and an INDEX.md that says which file answers which
// address. Each line of input is {"document": …, "safe": true|false} or {"nquads": "…"}; each line
// of output is {"nquads": "…"} or {"error": "…"}. Nothing is fetched.

import {existsSync, readFileSync} from 'node:fs';
import {createInterface} from 'node:readline';
import {join} from 'node:path';
import jsonld from 'jsonld';
import * as rdfCanonize from 'rdf-canonize';

const folder = process.argv[2];
const contexts = new Map();
for (const line of readFileSync(join(folder, 'INDEX.md'), 'utf8').split('\n')) {
  const row = /^\| `([^`]+)` \| (https?:\S+) \|/.exec(line);
  if (row && existsSync(join(folder, row[1]))) {
    contexts.set(row[2], JSON.parse(readFileSync(join(folder, row[1]), 'utf8')));
  }
}
const openBadges = 'https://purl.imsglobal.org/spec/ob/v3p0/context';
contexts.set(`${openBadges}.json`, contexts.get(`${openBadges}/ob_v3p0.jsonld`));

async function documentLoader(url) {
  if (!contexts.has(url)) {
    throw new Error(`the context ${url} is not in ${folder}`);
  }
  return {contextUrl: null, documentUrl: url, document: contexts.get(url)};
}

async function canonical({document, safe = true, nquads}) {
  if (nquads !== undefined) {
    return rdfCanonize.canonize(nquads, {
      algorithm: 'RDFC-1.0', inputFormat: 'application/n-quads', format: 'application/n-quads'
    });
  }
  return jsonld.canonize(document, {
    algorithm: 'RDFC-1.0', format: 'application/n-quads', base: null, safe, rdfDirection: 'i18n-datatype', documentLoader
  });
}

for await (const line of createInterface({input: process.stdin})) {
  let answer;
  try {
    answer = {nquads: await canonical(JSON.parse(line))};
  } catch (error) {
    answer = {error: error.details?.event?.code ?? error.details?.code ?? error.message};
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
