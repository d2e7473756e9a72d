// jose: VC-JWTs, by every algorithm that our verifier reads.

import {createLocalJWKSet, EmbeddedJWK, exportJWK, generateKeyPair, importJWK, jwtVerify, SignJWT} from 'jose';

const ALGORITHMS = ['RS256', 'PS256', 'ES256', 'EdDSA'];

// null, or why it is refused. The `key` is a JWK or a JWK set; without it the one in the token's own
// header is taken.
export async function refusalOfToken({text, key}, world) {
  try {
    const options = {algorithms: ALGORITHMS, typ: 'JWT', currentDate: world.now, requiredClaims: ['iss', 'sub', 'jti', 'nbf']};
    const known = key?.keys ? createLocalJWKSet(key) : key ? await importJWK(key, key.alg ?? 'RS256') : EmbeddedJWK;
    await jwtVerify(text, known, options);
    return null;
  } catch (error) {
    // What the runtime throws where a key cannot be read has a number for its code.
    return typeof error.code === 'string' ? error.code : String(error);
  }
}

// Signed by a new key; the header names it by `kid`, or holds it.
export async function signToken({claims, kid, alg = 'RS256'}) {
  const {publicKey, privateKey} = await generateKeyPair(alg, {extractable: true, ...(alg === 'EdDSA' ? {crv: 'Ed25519'} : {})});
  const key = await exportJWK(publicKey);
  const header = {alg, typ: 'JWT', ...(kid ? {kid} : {jwk: key})};
  return {text: await new SignJWT(claims).setProtectedHeader(header).sign(privateKey), key};
}
