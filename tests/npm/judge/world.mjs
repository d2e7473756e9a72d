// What a judge can look up: published contexts, documents that a test serves, and did:key documents,
// which are computed. There is no network.

import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';

const DID_KEY = ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'];

export class World {
  #contexts = new Map();
  #served = new Map();
  now = new Date();

  constructor(folder) {
    for (const line of readFileSync(join(folder, 'INDEX.md'), 'utf8').split('\n')) {
      const row = /^\| `([^`]+)` \| (https?:\S+) \|/.exec(line);
      if (row && existsSync(join(folder, row[1]))) {
        this.#contexts.set(row[2], JSON.parse(readFileSync(join(folder, row[1]), 'utf8')));
      }
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
