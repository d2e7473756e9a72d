// jose: VC-JWTs signed with RS256.

import {createLocalJWKSet, EmbeddedJWK, exportJWK, generateKeyPair, importJWK, jwtVerify, SignJWT} from 'jose';

// null, or why it is refused. The `key` is a JWK or a JWK set; without it the one in the token's own
// header is taken.
export async function refusalOfToken({text, key}, world) {
  try {
    const options = {algorithms: ['RS256'], typ: 'JWT', currentDate: world.now, requiredClaims: ['iss', 'sub', 'jti', 'nbf']};
    const known = key?.keys ? createLocalJWKSet(key) : key ? await importJWK(key, 'RS256') : EmbeddedJWK;
    await jwtVerify(text, known, options);
    return null;
  } catch (error) {
    return error.code ?? error.message;
  }
}

// Signed by a new key; the header names it by `kid`, or holds it.
export async function signToken({claims, kid}) {
  const {publicKey, privateKey} = await generateKeyPair('RS256', {extractable: true});
  const key = await exportJWK(publicKey);
  const header = {alg: 'RS256', typ: 'JWT', ...(kid ? {kid} : {jwk: key})};
  return {text: await new SignJWT(claims).setProtectedHeader(header).sign(privateKey), key};
}
