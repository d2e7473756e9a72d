// An OpenID provider that others use, npm oidc-provider, and somebody's browser at it.
//
//   node oidc.mjs BACK < people
//
// BACK is the one address to which the provider sends people back. The first line of output is
// {"issuer": address}. Each line of input is {"address": where a browser was sent, "subject": who sits
// there}, its answer {"back": where the provider sends it}. With "deny" the person says no.

import {createServer} from 'node:http';
import {createInterface} from 'node:readline';
import Provider from 'oidc-provider';

console.log = console.warn = console.info = () => {};

const back = process.argv[2];
const server = createServer();
await new Promise(done => server.listen(0, '127.0.0.1', done));
const issuer = `http://127.0.0.1:${server.address().port}`;
let who = {};

const provider = new Provider(issuer, {
  clients: [{
    client_id: 'insignia',
    client_secret: 'a secret & more=',
    redirect_uris: [back],
    grant_types: ['authorization_code'],
    response_types: ['code'],
    token_endpoint_auth_method: 'client_secret_basic'
  }],
  cookies: {keys: ['of this test']},
  pkce: {required: () => true},
  features: {devInteractions: {enabled: false}},
  claims: {openid: ['sub'], profile: ['name', 'preferred_username']},
  conformIdTokenClaims: false,
  findAccount: (_, sub) => ({accountId: sub, claims: () => ({sub, name: `${sub} of Exampleland`})}),
  interactions: {url: (_, interaction) => `/interaction/${interaction.uid}`}
});
provider.on('grant.error', (_, error) => console.error(error.error_detail ?? String(error)));
const answer = provider.callback();

async function interact(request, response) {
  const {params, session} = await provider.interactionDetails(request, response);
  if (who.deny) {
    return provider.interactionFinished(request, response, {error: 'access_denied'}, {mergeWithLastSubmission: false});
  }
  const accountId = session?.accountId ?? who.subject;
  const grant = new provider.Grant({accountId, clientId: params.client_id});
  grant.addOIDCScope(params.scope);
  const consent = {grantId: await grant.save()};
  return provider.interactionFinished(request, response, {login: {accountId}, consent}, {mergeWithLastSubmission: false});
}

server.on('request', (request, response) => {
  if (!request.url.startsWith('/interaction/')) return answer(request, response);
  interact(request, response).catch(error => response.writeHead(500).end(String(error)));
});

async function browse(address) {
  const jar = new Map();
  for (let hop = 0; hop < 10; hop += 1) {
    if (address.startsWith(back)) return {back: address};
    const cookie = [...jar].map(pair => pair.join('=')).join('; ');
    const seen = await fetch(address, {redirect: 'manual', headers: {cookie}});
    for (const set of seen.headers.getSetCookie()) {
      const [name, value] = set.split(';')[0].split(/=(.*)/s);
      jar.set(name, value);
    }
    const next = seen.headers.get('location');
    if (!next) return {stopped: seen.status, said: (await seen.text()).slice(0, 2000)};
    address = new URL(next, address).href;
  }
  return {stopped: 'too many redirects'};
}

const write = line => process.stdout.write(`${JSON.stringify(line)}\n`);
write({issuer});
for await (const line of createInterface({input: process.stdin})) {
  who = JSON.parse(line);
  write(await browse(who.address));
}
server.close();
process.exit(0);
