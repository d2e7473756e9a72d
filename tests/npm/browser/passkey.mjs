// A person with a phone: Chromium with a virtual authenticator, on the pages of signing in.
//
//   node browser/passkey.mjs CHROMIUM LINK
//
// LINK is a one-time link of a server that runs. Each step prints one line of JSON: {"step": name, …};
// what the pages say, the caller judges.

import {contextOf, launch, say} from './launch.mjs';

const [executablePath, link] = process.argv.slice(2);
const base = new URL(link).origin;
const phone = {viewport: {width: 360, height: 740}, userAgent: 'Mozilla/5.0 (Linux; Android 14) Chrome/156.0 Mobile Safari/537.36'};

const browser = await launch(executablePath);
try {
  const context = await contextOf(browser, phone);
  const page = await context.newPage();
  const refused = [];
  page.on('console', message => message.type() === 'error' && refused.push(message.text()));
  page.on('pageerror', error => refused.push(String(error)));
  const devtools = await context.newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  const options = {protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true};
  const {authenticatorId} = await devtools.send('WebAuthn.addVirtualAuthenticator', {options});

  await page.goto(link);
  await page.click('form.big-box button');
  await page.waitForURL(`${base}/me/security?next=/training`);
  say({step: 'entered', text: await page.innerText('main')});

  await page.fill('#passkey-name', 'my phone');
  await Promise.all([page.waitForNavigation(), page.click('form[data-passkey] button')]);
  const onto = page.url();
  await page.goto(`${base}/me/security`);
  const made = await devtools.send('WebAuthn.getCredentials', {authenticatorId});
  say({step: 'made', onto, text: await page.innerText('main'), discoverable: made.credentials.map(one => one.isResidentCredential)});

  await page.click('form[action="/sign-out"] button');
  await page.waitForURL(`${base}/`);
  say({step: 'left', cookies: (await context.cookies()).length});

  await page.goto(`${base}/sign-in`);
  await page.click('form[data-passkey] button');
  await page.waitForURL(`${base}/training`);
  await page.goto(`${base}/me/security`);
  const [cookie] = await context.cookies();
  say({step: 'returned', text: await page.innerText('main'), cookie: {httpOnly: cookie.httpOnly, sameSite: cookie.sameSite}});

  await devtools.send('WebAuthn.setUserVerified', {authenticatorId, isUserVerified: false});
  await page.goto(`${base}/sign-in`);
  await page.click('form[data-passkey] button');
  await page.waitForSelector('[data-said]:not([hidden])');
  say({step: 'unverified', said: await page.getAttribute('[data-said]:not([hidden])', 'data-said')});
  say({step: 'console', refused});

  const plain = await (await contextOf(browser, {...phone, javaScriptEnabled: false})).newPage();
  await plain.goto(`${base}/sign-in`);
  say({step: 'plain', text: await plain.innerText('main'), forms: await plain.locator('form:visible').count()});
} finally {
  await browser.close();
}
