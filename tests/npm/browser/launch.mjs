// Chromium as every script here starts it.

import {chromium} from 'playwright-core';

// In a container of its own: no sandbox of Chromium's, no shared memory (often only 64 MB there), no graphics card.
const ARGS = ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'];

export const PATIENCE_MS = 60_000;

export const launch = (executablePath, more = []) => chromium.launch({executablePath, args: [...ARGS, ...more], timeout: PATIENCE_MS});

/** A browser of somebody's own, which waits as long as a machine with other work may need. */
export async function contextOf(browser, options) {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(PATIENCE_MS);
  return context;
}

/** One line of JSON for each step: the caller judges. */
export const say = line => process.stdout.write(`${JSON.stringify(line)}\n`);

/** Asks `ask` in the page until the answer is `enough`; gives that answer. A page that is just being left is asked again. */
export async function until(page, what, ask, enough = Boolean) {
  let seen;
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end;) {
    try {
      seen = await page.evaluate(ask);
      if (enough(seen)) return seen;
    } catch (fault) {
      if (!/context was destroyed|navigat/i.test(fault.message)) throw fault;
    }
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  throw new Error(`never: ${what}; last seen: ${JSON.stringify(seen)}`);
}
