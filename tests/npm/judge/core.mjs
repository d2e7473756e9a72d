// @digitalcredentials/verifier-core, which only verifies: `eddsa-rdfc-2022`, did:key and did:web, the
// status list with its proof, the dates, and the schema that a badge names.
//
// It looks everything up by itself, by `fetch` and the machine's clock. Here `fetch` finds what is
// served and what is published, nothing else, and it is the time that was served. Whether a registry
// knows the issuer is not asked: no registry is named.

import {verifyCredential} from '@digitalcredentials/verifier-core';

const NOT_ASKED = 'registered_issuer';

// null, or why it is refused.
export async function refusalByCore(text, world) {
  let credential;
  try {
    credential = JSON.parse(text);
  } catch {
    return 'not JSON';
  }
  const {Date: machine, fetch: network} = globalThis;
  globalThis.fetch = async asked => world.answer(typeof asked === 'string' ? asked : asked.url);
  globalThis.Date = clockAt(world.now.getTime());
  try {
    return why(await verifyCredential({credential, knownDIDRegistries: []}));
  } finally {
    Object.assign(globalThis, {Date: machine, fetch: network});
  }
}

function clockAt(now) {
  return class extends Date {
    constructor(...given) {
      super(...given.length ? given : [now]);
    }

    static now() {
      return now;
    }
  };
}

function why({errors, log = [], additionalInformation = []}) {
  if (errors?.length) {
    return `${errors[0].name}: ${errors[0].message}`;
  }
  const steps = log.filter(({id}) => id !== NOT_ASKED);
  const failed = steps.find(({valid}) => valid !== true);
  if (failed || !steps.some(({id}) => id === 'valid_signature')) {
    return failed ? `${failed.id}: ${failed.error?.message ?? 'not valid'}` : 'no signature was looked at';
  }
  for (const {results} of additionalInformation) {
    const wrong = Array.isArray(results) && results.find(({result}) => !result.valid);
    if (wrong) {
      return `${wrong.schema}: ${JSON.stringify(wrong.result.errors)}`;
    }
  }
  return null;
}
