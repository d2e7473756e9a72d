// The cryptosuites of @digitalbazaar: each verifies and signs by packages of its own.

import {createSignCryptosuite, createVerifyCryptosuite} from '@digitalbazaar/eddsa-jcs-2022-cryptosuite';
import {cryptosuite as ecdsaRdfc} from '@digitalbazaar/ecdsa-rdfc-2019-cryptosuite';
import {cryptosuite as eddsaRdfc} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import * as EcdsaMultikey from '@digitalbazaar/ecdsa-multikey';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';

// `seed` is a small number that stands for a key; keys on curves have none here, and are new each time.
const ed25519 = seed => Ed25519Multikey.generate({seed: new Uint8Array(32).fill(seed)});
const onCurve = curve => () => EcdsaMultikey.generate({curve});

const SUITES = {
  'eddsa-rdfc-2022': {cryptosuite: eddsaRdfc, generate: ed25519},
  'eddsa-jcs-2022': {cryptosuite: createSignCryptosuite(), generate: ed25519},
  'ecdsa-rdfc-2019-p256': {cryptosuite: ecdsaRdfc, generate: onCurve('P-256')},
  'ecdsa-rdfc-2019-p384': {cryptosuite: ecdsaRdfc, generate: onCurve('P-384')}
};

// Whichever a proof names is used.
export const verifying = () => [eddsaRdfc, createVerifyCryptosuite(), ecdsaRdfc].map(cryptosuite => new DataIntegrityProof({cryptosuite}));

// A suite that signs with a key of a did:key, and that identifier.
export async function signing(name, seed, date) {
  const {cryptosuite, generate} = SUITES[name];
  const key = await generate(seed);
  const {publicKeyMultibase} = await key.export({publicKey: true});
  key.controller = `did:key:${publicKeyMultibase}`;
  key.id = `${key.controller}#${publicKeyMultibase}`;
  return {did: key.controller, suite: new DataIntegrityProof({signer: key.signer(), date, cryptosuite})};
}
