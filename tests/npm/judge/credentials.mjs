// @digitalbazaar/vc with the cryptosuite eddsa-rdfc-2022 and Bitstring Status List.

import {checkStatus as readStatus} from '@digitalbazaar/vc-bitstring-status-list';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import * as vc from '@digitalbazaar/vc';

// null, or why it is refused.
export async function refusal(text, world) {
  let credential;
  try {
    credential = JSON.parse(text);
  } catch {
    return 'not JSON';
  }
  const suite = new DataIntegrityProof({cryptosuite});
  const {load: documentLoader, now} = world;
  const checkStatus = options => statusOf({...options, suite, documentLoader, now});
  const result = await vc.verifyCredential({credential, suite, documentLoader, checkStatus, now});
  return result.verified ? null : why(result);
}

// The library reads the bit; what a set bit means is left to whoever asks. It compares the dates of
// the list with the machine's clock, so the list is verified here, at the time that was served.
async function statusOf({credential, suite, documentLoader, now}) {
  const address = credential.credentialStatus.statusListCredential;
  const {document: list} = await documentLoader(address);
  const verdict = await vc.verifyCredential({credential: list, suite, documentLoader, now});
  if (!verdict.verified) {
    return {verified: false, error: new Error(`its status list: ${why(verdict)}`)};
  }
  const read = await readStatus({
    credential, suite, documentLoader, verifyBitstringStatusListCredential: false, verifyMatchingIssuers: true
  });
  if (!read.verified) {
    return read;
  }
  const set = read.results.find(({status}) => status);
  return set ? {verified: false, error: new Error(`${set.credentialStatus.statusPurpose} is set`)} : read;
}

function why({error, statusResult}) {
  const first = statusResult?.error ?? error?.errors?.[0] ?? error;
  return first?.message ?? 'no reason given';
}

// The document with an issuer and a proof of the key that `seed`, a small number, stands for.
export async function sign(document, seed, world) {
  const key = await Ed25519Multikey.generate({seed: new Uint8Array(32).fill(seed)});
  key.controller = `did:key:${key.publicKeyMultibase}`;
  key.id = `${key.controller}#${key.publicKeyMultibase}`;
  const {load: documentLoader, now} = world;
  const suite = new DataIntegrityProof({signer: key.signer(), date: now.toISOString(), cryptosuite});
  const credential = structuredClone(document);
  credential.issuer.id = key.controller;
  return vc.issue({credential, suite, documentLoader, now});
}
