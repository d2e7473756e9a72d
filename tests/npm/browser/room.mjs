// A trainer with a phone in a room where the signal goes away.
//
//   node browser/room.mjs CHROMIUM LINK ROOM PORT
//
// LINK is a one-time link of a server whose base this program answers at (air.mjs hands on to PORT).
// ROOM is the path of a room with at least two people to tick. Each step prints one line of JSON:
// {"step": name, …}; what the pages say, the caller judges.

import {air} from './air.mjs';
import {contextOf, launch, say, until} from './launch.mjs';

const [executablePath, link, room, port] = process.argv.slice(2);
const base = new URL(link).origin;
const phone = {viewport: {width: 360, height: 740}, userAgent: 'Mozilla/5.0 (Linux; Android 14) Chrome/156.0 Mobile Safari/537.36'};

const sky = await air(port);

const state = page => page.innerText('[data-room-state]');
// The words come after what they tell of: what is stored is not said yet.
const says = (page, start) => until(page, start, () => document.querySelector('[data-room-state]').innerText, said => said.startsWith(start));
// All that is stored here, as it stands there.
const stored = async () => {
  const database = await roomDatabase();
  let all = '';
  for (const shelf of ['page', 'queue']) {
    for (const kept of await roomAsked(database.transaction(shelf).objectStore(shelf).getAll())) all += new TextDecoder('latin1').decode(kept.bytes);
  }
  const owner = await roomAsked(database.transaction('own').objectStore('own').get('owner'));
  database.close();
  return {all, extractable: owner.key.extractable};
};

const browser = await launch(executablePath);
try {
  const context = await contextOf(browser, phone);
  const page = await context.newPage();
  const refused = [];
  page.on('console', message => /Content Security Policy|TrustedScript/.test(message.text()) && refused.push(message.text()));
  page.on('pageerror', error => refused.push(String(error)));

  await page.goto(link);
  await page.click('form.big-box button');
  await page.waitForURL(address => address.pathname === '/me/security');

  // Faster than the device, which makes a key first: the tick waits for it and is not lost.
  await page.addInitScript(() => {
    const made = SubtleCrypto.prototype.generateKey;
    const slow = new Promise(resolve => (window.keyMade = resolve));
    SubtleCrypto.prototype.generateKey = async function (...how) {
      await slow;
      return made.apply(this, how);
    };
  });
  await page.goto(`${base}${room}`);
  await page.click('.room-list li:last-child a');
  await page.waitForSelector('form.room-person');
  await page.check('input[name="tick.facilitator.balances-voices"][value="supported"]');
  const reached = page.waitForResponse(one => one.request().method() === 'POST');
  await page.evaluate(() => window.keyMade());
  const status = (await reached).status();
  await says(page, 'Everything is sent.');
  await page.reload();
  say({step: 'early', status, stands: await page.locator('input[name="tick.facilitator.balances-voices"]:checked').getAttribute('value')});

  await page.goto(`${base}${room}`);
  const people = await page.locator('.room-list a').count();
  await until(page, 'pages are kept', () => roomNames('page'), kept => kept.length === people + 1);
  await says(page, 'Everything is sent.');
  await until(page, 'a worker', () => Boolean(navigator.serviceWorker.controller), Boolean);
  say({step: 'ready', people, state: await state(page)});

  sky.signal(false);
  await page.click('.room-list a');
  await page.waitForSelector('form.room-person');
  await page.check('input[name="tick.facilitator.clarifies-purpose"][value="independent"]');
  await page.check('input[name="tick.facilitator.balances-voices"][value="supported"]');
  await page.check('input[name="tick.facilitator.balances-voices"][value="guides-others"]');
  await page.fill('textarea[name="note.facilitator"]', 'Seen without signal.');
  await page.locator('textarea[name="note.facilitator"]').blur();
  await until(page, 'three wait', () => roomRead('queue', location.pathname).catch(() => null), kept => kept && Object.keys(kept.fields).length === 3);
  await says(page, 'Not sent yet: 3.');
  say({step: 'cut', state: await state(page)});
  const {all, extractable} = await page.evaluate(stored);
  say({step: 'stored', leaks: ['Seen without', 'independent', 'Chen', '<html'].filter(word => all.includes(word)), bytes: all.length, extractable});

  await page.click('button[name=then]');
  await until(page, 'the next person', () => document.querySelector('h1').innerText, name => name.startsWith('3.'));
  await page.check('input[name="tick.facilitator.clarifies-purpose"][value="independent"]');
  await until(page, 'it waits', () => roomNames('queue'), names => names.length === 2);
  await page.goBack();
  await until(page, 'the first person', () => document.querySelector('h1').innerText, name => name.startsWith('1.'));
  await until(page, 'the form again', () => document.querySelectorAll('form.room-person input:checked[value=independent]').length, found => found === 1);
  say({step: 'again', note: await page.inputValue('textarea[name="note.facilitator"]')});
  await page.click('.crumbs li:last-child a');
  await until(page, 'marks', () => document.querySelectorAll('[data-unsent]:not([hidden])').length, marks => marks === 2);
  say({step: 'list', state: await state(page)});

  sky.signal(true);
  await page.evaluate(() => dispatchEvent(new Event('online')));
  await until(page, 'all sent', () => roomNames('queue'), names => names.length === 0);
  await until(page, 'it is said', () => document.querySelectorAll('[data-unsent]:not([hidden])').length, marks => marks === 0);
  say({step: 'sent', state: await state(page)});
  await page.reload();
  say({step: 'counted', text: await page.innerText('.room-list')});

  await page.click('form[action^="/sign-out"] button');
  await page.waitForURL(`${base}/`);
  const left = await until(page, 'the device is clean', async () => ({
    workers: (await navigator.serviceWorker.getRegistrations()).length,
    databases: (await indexedDB.databases()).length,
    caches: (await caches.keys()).length,
  }), found => !Object.values(found).some(Boolean));
  say({step: 'left', ...left});
  say({step: 'console', refused});
} finally {
  await browser.close();
  sky.close();
}
