// @digitalbazaar/vc with eddsa-rdfc-2022, measured by `insignia bench --peers`.
//
// The first line of input is the job: {"payload": …, "badge": …, "didDocument": …, "contexts": {…}}.
// The answer to it is this program's name. Then "sign 10" signs the payload ten times, "verify 10"
// verifies the badge ten times; the answer is the microseconds of the processor's time for one, of
// all threads of this process. Nothing is fetched; contexts are parsed documents, kept in memory.

import {createInterface} from 'node:readline';
import {readFileSync} from 'node:fs';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import * as vc from '@digitalbazaar/vc';

const MULTIKEY = 'https://w3id.org/security/multikey/v1';

const lines = createInterface({input: process.stdin})[Symbol.asyncIterator]();
const next = async () => (await lines.next()).value;
const job = JSON.parse(await next());

const documents = new Map(Object.entries(job.contexts));
documents.set(job.didDocument.id, job.didDocument);
for (const method of job.didDocument.verificationMethod) {
  if (method.type === 'Multikey') {
    documents.set(method.id, {'@context': MULTIKEY, ...method});
  }
}

async function documentLoader(url) {
  if (!documents.has(url)) {
    throw new Error(`${url} is not part of the job`);
  }
  return {contextUrl: null, documentUrl: url, document: documents.get(url)};
}

const issuer = job.payload.issuer.id;
const key = await Ed25519Multikey.generate({controller: issuer});
key.id = `${issuer}#${key.publicKeyMultibase}`;
const signing = new DataIntegrityProof({signer: key.signer(), cryptosuite});
const verifying = () => new DataIntegrityProof({cryptosuite});

const work = {
  async sign() {
    const signed = await vc.issue({credential: structuredClone(job.payload), suite: signing, documentLoader});
    return signed.proof !== undefined;
  },
  async verify() {
    // What its status list says is not looked at.
    const checkStatus = async () => ({verified: true});
    const {verified, error} = await vc.verifyCredential({credential: job.badge, suite: verifying(), documentLoader, checkStatus});
    if (!verified) {
      throw error;
    }
    return verified;
  }
};

const {name, version} = JSON.parse(readFileSync(new URL('./node_modules/@digitalbazaar/vc/package.json', import.meta.url)));
process.stdout.write(`${name} ${version}\n`);

for (let line = await next(); line !== undefined; line = await next()) {
  const [what, count] = line.split(' ');
  const before = process.cpuUsage();
  for (let done = 0; done < Number(count); done++) {
    if (!await work[what]()) {
      throw new Error(`${what} gave a wrong result`);
    }
  }
  const {user, system} = process.cpuUsage(before);
  process.stdout.write(`${(user + system) / Number(count)}\n`);
}
