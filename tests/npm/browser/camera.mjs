// A partner scans a code: Chromium with a film for a camera.
//
//   node browser/camera.mjs CHROMIUM BASE FOLDER TEXT
//
// FOLDER holds films of a code: of a badge of the server at BASE (own.y4m), of one elsewhere, of a token
// and of something else; TEXT is what the first of them says. Each step prints one line of JSON; the caller judges.

import {join} from 'node:path';
import {contextOf, launch, say} from './launch.mjs';

const [executablePath, base, folder, own] = process.argv.slice(2);
const phone = {viewport: {width: 360, height: 740}};
const refused = [];

async function filmed(film, act, {permissions = ['camera'], options = {}, before = async () => {}} = {}) {
  const pretend = film ? ['--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${join(folder, `${film}.y4m`)}`] : [];
  const browser = await launch(executablePath, pretend);
  try {
    const context = await contextOf(browser, {...phone, ...options});
    await context.grantPermissions(permissions, {origin: base});
    const page = await context.newPage();
    const loaded = [];
    page.on('request', request => request.url().includes('jsqr') && loaded.push(request.url()));
    page.on('console', message => message.type() === 'error' && refused.push(message.text()));
    page.on('pageerror', error => refused.push(String(error)));
    await before(page);
    await act(page, loaded);
  } finally {
    await browser.close();
  }
}

const state = page => page.evaluate(() => ({
  said: [...document.querySelectorAll('[data-scan] [data-said]:not([hidden])')].map(one => one.dataset.said),
  filming: document.querySelector('[data-scan] video').srcObject !== null,
}));
const press = page => page.click('[data-scan] [data-start]');
const until = (page, word) => page.waitForSelector(`[data-scan] [data-said="${word}"]:not([hidden])`);
const path = page => page.url().slice(base.length);

await filmed('own', async (page, loaded) => {
  await page.goto(`${base}/verify`);
  say({step: 'before', loaded: [...loaded]});
  await press(page);
  await page.waitForURL(/\/c\//);
  say({step: 'own', at: path(page), reader: loaded.length === 1, text: await page.innerText('main')});
  await page.goto(`${base}/?uselang=ar`);
  await press(page);
  await page.waitForURL(/\/c\//);
  say({step: 'own in Arabic', at: path(page), reader: loaded.length > 0});
});
await filmed('own', async (page, loaded) => {
  await page.goto(`${base}/`);
  await press(page);
  await page.waitForURL(/\/c\//);
  say({step: 'own, read by the browser', at: path(page), reader: loaded.length > 0});
}, {
  // What browsers of phones bring, and this one does not.
  before: page => page.addInitScript(text => {
    window.BarcodeDetector = class {
      static getSupportedFormats = async () => ['qr_code'];
      detect = async () => [{rawValue: text}];
    };
  }, own),
});
await filmed('elsewhere', async page => {
  await page.goto(`${base}/verify`);
  await Promise.all([page.waitForNavigation(), press(page)]);
  say({step: 'elsewhere', text: await page.innerText('main'), address: await page.inputValue('#address')});
});
await filmed('token', async page => {
  await page.goto(`${base}/`);
  await Promise.all([page.waitForNavigation(), press(page)]);
  say({step: 'token', text: await page.innerText('main')});
});
await filmed('other', async page => {
  await page.goto(`${base}/verify`);
  await press(page);
  await until(page, 'other');
  say({step: 'other', ...await state(page)});
  await page.click('[data-scan] [data-stop]');
  say({step: 'stopped', ...await state(page), focus: await page.evaluate(() => 'start' in document.activeElement.dataset ? 'start' : '')});
  // A minute and a half later.
  await page.clock.install();
  await page.goto(`${base}/verify`);
  await press(page);
  await until(page, 'other');
  await page.evaluate(() => { self.jsQR = () => null; });
  await page.clock.fastForward(100_000);
  await until(page, 'nothing');
  say({step: 'patience', ...await state(page)});
});
await filmed('own', async page => {
  await page.goto(`${base}/verify`);
  await press(page);
  await until(page, 'refused');
  say({step: 'refused', ...await state(page)});
}, {permissions: []});
await filmed(null, async page => {
  await page.goto(`${base}/verify`);
  await press(page);
  await until(page, 'absent');
  say({step: 'absent', ...await state(page)});
});
say({step: 'console', refused: [...refused]});
await filmed('own', async page => {
  await page.goto(`${base}/verify`);
  await page.route('**/jsqr*', route => route.abort());
  await press(page);
  await until(page, 'unreached');
  say({step: 'unreached', ...await state(page)});
});
await filmed('own', async page => {
  await page.goto(`${base}/verify`);
  say({step: 'plain', forms: await page.locator('[data-scan]:visible').count()});
}, {options: {javaScriptEnabled: false}});
