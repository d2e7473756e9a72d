// @digitalbazaar/vc with its cryptosuites and Bitstring Status List.

import {checkStatus as readStatus} from '@digitalbazaar/vc-bitstring-status-list';
import * as vc from '@digitalbazaar/vc';
import {signing, verifying} from './suites.mjs';

// null, or why it is refused.
export async function refusal(text, world) {
  let credential;
  try {
    credential = JSON.parse(text);
  } catch {
    return 'not JSON';
  }
  const suite = verifying();
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
export async function sign(document, seed, world, name = 'eddsa-rdfc-2022') {
  const {load: documentLoader, now} = world;
  const {did, suite} = await signing(name, seed, now.toISOString());
  const credential = structuredClone(document);
  credential.issuer.id = did;
  return vc.issue({credential, suite, documentLoader, now});
}
