// What a judge can look up: published contexts, documents that a test serves, and did:key documents,
// which are computed. There is no network.

import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';

// By whom a schema is published, and where its text stands beside the contexts.
const SCHEMA = 'https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json';
const SCHEMA_FILE = 'schemas/spec-gh-pages/achievementcredential.json';

const DID_KEY = ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'];

export class World {
  #contexts = new Map();
  #schemas = new Map();
  #served = new Map();
  now = new Date();

  constructor(folder) {
    for (const line of readFileSync(join(folder, 'INDEX.md'), 'utf8').split('\n')) {
      const row = /^\| `([^`]+)` \| (https?:\S+) \|/.exec(line);
      if (row && existsSync(join(folder, row[1]))) {
        this.#contexts.set(row[2], JSON.parse(readFileSync(join(folder, row[1]), 'utf8')));
      }
    }
    const schema = join(folder, SCHEMA_FILE);
    if (existsSync(schema)) {
      this.#schemas.set(SCHEMA, JSON.parse(readFileSync(schema, 'utf8')));
    }
  }

  // Documents take the place of those served before.
  serve(documents, now) {
    this.#served = new Map(Object.entries(documents));
    this.now = new Date(now);
    return {};
  }

  // A documentLoader as jsonld wants it; bound, because it is handed around.
  load = async url => {
    if (this.#contexts.has(url)) {
      // "static" lets jsonld keep what it made of a context.
      return {contextUrl: null, documentUrl: url, document: this.#contexts.get(url), tag: 'static'};
    }
    return {contextUrl: null, documentUrl: url, document: this.#document(url)};
  };

  // What `fetch` would answer.
  answer(url) {
    const {host, pathname} = new URL(url);
    const did = pathname === '/.well-known/did.json' ? `did:web:${host}` : url;
    const found = this.#contexts.get(url) ?? this.#schemas.get(url) ?? this.#served.get(did);
    const headers = {'content-type': 'application/json'};
    return found ? new Response(JSON.stringify(found), {headers}) : new Response('{}', {status: 404, headers});
  }

  #document(url) {
    const [address, fragment] = url.split('#');
    const document = address.startsWith('did:key:') ? didKey(address) : this.#served.get(address);
    if (!document) {
      throw new Error(`nothing is served at ${url}`);
    }
    if (fragment === undefined) {
      return document;
    }
    const method = document.verificationMethod?.find(({id}) => id === url);
    if (!method) {
      throw new Error(`${address} lists no ${url}`);
    }
    return {'@context': document['@context'], ...method};
  }
}

// https://w3c-ccg.github.io/did-key-spec/#document-creation-algorithm, for assertions.
function didKey(did) {
  const publicKeyMultibase = did.slice('did:key:'.length);
  const id = `${did}#${publicKeyMultibase}`;
  return {
    '@context': DID_KEY,
    id: did,
    verificationMethod: [{id, type: 'Multikey', controller: did, publicKeyMultibase}],
    assertionMethod: [id]
  };
}
