// The whole way of a badge, as its people walk it: on a phone, each in a browser of their own.
//
//   node browser/journey.mjs CHROMIUM BASE LANGUAGE on|off LINKS
//
// LINKS is JSON: one-time links of two trainers and two stewards. With `off` no page runs a script. What
// the pages say is printed, one line of JSON for each step; the caller judges. Every form but that of the
// slips is tapped twice, over a line so slow that both leave before an answer comes; every page that follows is
// loaded again.

import {contextOf, launch, say, until} from './launch.mjs';

const [executablePath, base, language, scripts, links] = process.argv.slice(2);
const {anna, badri, badriId, sol, tova} = JSON.parse(links);
const CLASS = 'wikimedia-projects-trainer';
const PIN = '604182';

const browser = await launch(executablePath);
const faults = [];
const network = {cut: false};
// Milliseconds until an answer begins.
const SLOW = 250;
const going = new Set();
let at = 'start';
// Forms of which both taps left.
let twice = 0;
const step = (name, more = {}) => { at = name; say({step: name, ...more}); };

/** Somebody with a phone. */
async function somebody() {
  const context = await contextOf(browser, {
    viewport: {width: 360, height: 740},
    locale: language,
    javaScriptEnabled: scripts === 'on',
    acceptDownloads: true,
  });
  const page = await context.newPage();
  const line = await context.newCDPSession(page);
  await line.send('Network.enable');
  await line.send('Network.emulateNetworkConditions', {offline: false, latency: SLOW, downloadThroughput: -1, uploadThroughput: -1});
  page.on('console', message => {
    // What a browser says of another site, or of the network that was cut, is no fault of a page.
    const ours = message.location().url.startsWith(base) && !network.cut;
    if (message.type() === 'error' && ours) faults.push(`${at}: ${message.text()} ${message.location().url}`);
  });
  page.on('pageerror', error => faults.push(`${at}: ${error}`));
  page.on('request', request => request.isNavigationRequest() && going.add(request));
  for (const end of ['requestfinished', 'requestfailed']) page.on(end, request => going.delete(request));
  return page;
}

const text = page => page.innerText('main');
const path = page => page.url().slice(base.length);
const open = (page, to) => page.goto(to.startsWith('http') ? to : `${base}${to}`);

/** Until the browser goes nowhere any more: of two taps the second may still be on its way. */
async function settled(page) {
  for (let [quiet, tries] = [0, 0]; quiet < 4; quiet += 1, tries += 1) {
    if (going.size) quiet = 0;
    if (tries > 600) throw new Error(`${at}: still on the way: ${[...going].map(request => request.url())}`);
    await page.waitForTimeout(100);
  }
  await page.waitForLoadState('load');
}

/** A page that is just being replaced cannot be loaded again. */
async function reload(page) {
  await settled(page);
  await page.reload().catch(async fault => {
    if (!/active page/.test(fault.message)) throw fault;
    await settled(page);
    await page.reload();
  });
}

/** Taps twice on what sends a form, waits for where that leads, and loads the page again. */
async function tap(page, selector, {again = true} = {}) {
  const button = page.locator(selector).first();
  await button.scrollIntoViewIfNeeded();
  const form = request => request.method() === 'POST' && request.isNavigationRequest();
  const sent = page.waitForResponse(one => form(one.request()));
  let left = 0;
  const leaves = request => { left += form(request) ? 1 : 0; };
  page.on('request', leaves);
  await button.dblclick({noWaitAfter: true, delay: 40});
  const answer = await sent;
  await settled(page);
  page.off('request', leaves);
  if (left === 2) twice += 1;
  if (answer.status() >= 400) throw new Error(`${at}: ${selector} on ${path(page)}: ${answer.status()} ${await text(page)}`);
  if (again) await reload(page);
}

async function enter(link) {
  const page = await somebody();
  await open(page, link);
  await tap(page, 'form.big-box button');
  return page;
}

/** Chooses names and confirms them once they were read back. */
async function chooses(page, name) {
  await page.fill('#called', name);
  await page.fill('#name-1', name);
  await page.check('input[name="age"][value="adult"]');
  await tap(page, 'form[action*="/form"] button[type="submit"]');
  step(`${name} reads`, {text: await text(page)});
  await tap(page, 'form[action*="/read-back"] button');
  step(`${name} joined`, {text: await text(page)});
}

async function ticks(page, training, {cut = false} = {}) {
  await open(page, `/training/${training}/room`);
  const people = await page.locator('.room-list a').evaluateAll(all => all.map(one => one.getAttribute('href')));
  for (const person of people) {
    await open(page, person);
    const choices = await page.locator('fieldset.criterion input[value="independent"]').all();
    if (scripts === 'off') {
      for (const choice of choices) await choice.check();
      await tap(page, '.room-save button:not([name])');
      continue;
    }
    const says = word => page.waitForSelector(`[data-room-state] [data-said="${word}"]:not([hidden])`);
    network.cut = cut;
    await page.context().setOffline(cut);
    for (const choice of choices) await choice.check();
    if (cut) {
      await says('waiting');
      await page.context().setOffline(false);
    }
    await page.locator('.room-save button:not([name])').dblclick();
    await says('sent');
    network.cut = false;
    await reload(page);
    // What was still on its way stands in the page as soon as its script has read it.
    const standing = () => document.querySelectorAll('fieldset.criterion input[value="independent"]:checked').length;
    await until(page, `all ticks of ${person} stand`, standing, count => count === choices.length);
    await says('sent');
  }
  await open(page, `/training/${training}/room`);
  return {people: people.length, text: await text(page)};
}

async function attests(page, training) {
  await open(page, `/training/${training}/badges/attest`);
  const common = page.locator('textarea[name="seen"]');
  for (let line = 0; line < await common.count(); line += 1) await common.nth(line).fill(`Seen in the room, ${line + 1}.`);
  await tap(page, `form[action*="/badges/attest"] button`);
  return text(page);
}

try {
  // A trainer makes a training.
  const trainer = await enter(anna);
  await open(trainer, '/training/new');
  await trainer.fill('#name', 'Teaching in Accra');
  await trainer.fill('#place', 'Accra');
  await trainer.fill('#from', '2026-11-20');
  await trainer.fill('#until', '2026-11-20');
  await trainer.check(`input[name="class"][value="${CLASS}"]`);
  await trainer.fill('#trainers', badriId);
  await trainer.fill('#affiliate', 'wmxx');
  await trainer.fill('#expected', '10');
  await tap(trainer, 'form[action*="/training/new"] button', {again: false});
  step('review', {text: await text(trainer)});
  await tap(trainer, `form[action^="/training"]:not([action*="new"]) button`);
  const training = /\/training\/([0-9a-z]{26})/.exec(path(trainer))[1];
  const join = new URL((await trainer.innerText('#joining ~ .long, section[aria-labelledby="joining"] .long')).trim()).pathname;
  await open(trainer, '/training');
  step('made', {trainings: await trainer.locator('main a[href*="/training/"]:not([href*="/new"])').count(), join});

  // One volunteer joins by an account of the wiki, one by a slip of paper.
  const ada = await somebody();
  await open(ada, join);
  await ada.click('a[href*="/sign-in?next=/join/"]');
  await ada.locator('form[action*="/sign-in/with/wiki"] button').click();
  await ada.waitForURL(/oauth2\/authorize/);
  await ada.click('button');
  await ada.waitForURL(/\/join\/.*\/form/);
  await chooses(ada, 'Ada');
  await open(trainer, `/training/${training}/slips`);
  await trainer.fill('#how-many', '2');
  await trainer.click(`form[action*="/training/${training}/slips"] button`);
  const slips = (await trainer.locator('.slip-code').allInnerTexts()).map(code => code.trim());
  const [slip] = slips;
  step('printed', {slips: slips.length});
  const bina = await somebody();
  await open(bina, join);
  await bina.click('a[href*="/slip?join="]');
  await bina.fill('#code', slip);
  await bina.fill('#pin', PIN);
  await bina.fill('#again', PIN);
  await tap(bina, 'form[action*="/slip"] button[type="submit"]:not(.next-person)');
  await chooses(bina, 'Bina');
  await tap(bina, 'button.next-person');
  await open(bina, '/me');
  step('handed on', {at: path(bina).split('?')[0], text: await text(bina)});

  // Both trainers tick and attest; the second in a room where the network fails.
  step('ticked', await ticks(trainer, training));
  step('attested', {text: await attests(trainer, training)});
  const second = await enter(badri);
  step('ticked by the second', await ticks(second, training, {cut: scripts === 'on'}));
  step('attested by the second', {text: await attests(second, training)});
  await open(trainer, `/training/${training}/badges/issue`);
  await tap(trainer, 'form[action*="/badges/issue"] button');
  step('held', {text: await text(trainer), at: path(trainer)});
  await trainer.click('details.changes summary');
  await tap(trainer, 'form[action*="/now"] button');
  for (let tries = 0; tries < 30 && await trainer.locator('main ul.plain-list li a').count() < 2; tries += 1) {
    await trainer.waitForTimeout(1000);
    await reload(trainer);
  }
  step('issued', {text: await text(trainer), badges: await trainer.locator('main ul.plain-list li a').count()});

  // Bina comes back by code and PIN.
  const again = await somebody();
  await open(again, '/slip');
  await again.fill('#code', slip.toLowerCase().replaceAll('-', ' '));
  await again.fill('#pin', PIN);
  await tap(again, 'form[action*="/slip"] button[type="submit"]:not(.next-person)');
  await open(again, '/me');
  step('mine', {text: await text(again)});
  await again.click('main .cards a');
  const badge = /\/me\/badges\/([0-9a-z]{26})/.exec(path(again))[1];
  const files = {};
  for (const form of ['png', 'svg', 'json', 'jwt']) {
    const [download] = await Promise.all([again.waitForEvent('download'), again.click(`.files a[href*="/files/${form}"]`)]);
    files[form] = await download.failure() ?? (await download.path() ? 'saved' : 'lost');
  }
  const paper = await again.request.get(`${base}/me/badges/${badge}/files/pdf?lang=${language}`);
  files.pdf = `${paper.status()} ${(await paper.body()).subarray(0, 5)}`;
  step('mine, one', {text: await text(again), badge, files});
  await open(again, `/me/badges/${badge}/show`);
  await tap(again, 'form[action*="/show"] button[type="submit"]');
  const code = (await again.innerText('.big-code')).replace(/\D/g, '');
  const drawn = await again.locator('img.qr').screenshot();

  // A partner has a picture of the code.
  const partner = await somebody();
  await open(partner, '/verify');
  await partner.setInputFiles('#file', {name: 'code.png', mimeType: 'image/png', buffer: drawn});
  await tap(partner, 'form.stack button[type="submit"]', {again: false});
  step('checked', {text: await text(partner)});
  await partner.click(`a[href*="/c/${badge}"]`);
  await partner.fill('#code', code);
  await tap(partner, 'form:has(#code) button', {again: false});
  step('shown', {text: await text(partner), code});

  // It is taken back by two.
  const steward = await enter(sol);
  await open(steward, `/admin/badges/${badge}`);
  await tap(steward, 'form[action*="/revocation"] button');
  step('asked', {text: await text(steward)});
  await open(partner, `/c/${badge}`);
  step('not yet', {text: await text(partner)});
  const other = await enter(tova);
  await open(other, `/admin/badges/${badge}`);
  await tap(other, 'form[action*="/confirmation"] button');
  step('confirmed', {text: await text(other)});
  await reload(partner);
  step('revoked', {text: await text(partner)});
  step('end', {faults, twice});
} catch (fault) {
  for (const context of browser.contexts()) for (const page of context.pages()) say({open: page.url(), text: await text(page).catch(() => '')});
  throw fault;
} finally {
  await browser.close();
}
