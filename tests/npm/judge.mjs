// What the implementations that others use say about our badges, and badges that they sign.
//
//   node judge.mjs CONTEXTS < questions
//
// CONTEXTS is a folder with published contexts and an INDEX.md that says which file answers which
// address. One question on each line of input, one answer on each line of output, in the same order;
// `ask` names the question:
//
//   serve       documents by address, and the time it is           {}
//   credential  a JSON text for @digitalbazaar/vc                  {"refused": null | why}
//   core        a JSON text for @digitalcredentials/verifier-core  {"refused": null | why}
//   token       a compact JWS for jose, by `key` or its own jwk    {"refused": null | why}
//   picture     a PNG or SVG in base64                             {"carried": text}
//   sign        a document for @digitalbazaar/vc to sign           {"text": …}
//               by `suite`, or eddsa-rdfc-2022
//   sign-token  claims for jose to sign by `alg`, or RS256         {"text": …, "key": public JWK}
//
// A question that fails answers {"error": why}. Nothing is fetched: what is not served is not there.

import {createInterface} from 'node:readline';
import {refusal, sign} from './judge/credentials.mjs';
import {refusalByCore} from './judge/core.mjs';
import {World} from './judge/world.mjs';
import {carriedBy} from './judge/pictures.mjs';
import {refusalOfToken, signToken} from './judge/tokens.mjs';

// Packages that say something say it elsewhere than among the answers.
console.log = console.error;

const world = new World(process.argv[2]);

const answers = {
  serve: ({documents, now}) => world.serve(documents, now),
  core: async ({text}) => ({refused: await refusalByCore(text, world)}),
  credential: async ({text}) => ({refused: await refusal(text, world)}),
  token: async question => ({refused: await refusalOfToken(question, world)}),
  picture: ({base64, form}) => ({carried: carriedBy(Buffer.from(base64, 'base64'), form)}),
  sign: async ({document, seed, suite}) => ({text: JSON.stringify(await sign(document, seed, world, suite))}),
  'sign-token': question => signToken(question)
};

for await (const line of createInterface({input: process.stdin})) {
  let answer;
  try {
    const question = JSON.parse(line);
    answer = await answers[question.ask](question);
  } catch (error) {
    answer = {error: error.stack ?? String(error)};
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
