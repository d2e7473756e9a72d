// A trainer photographs somebody's work in a room where the signal goes away in the middle of a picture.
//
//   node browser/pictures.mjs CHROMIUM LINK PERSON PORT
//
// LINK is a one-time link of a server whose base this program answers at (air.mjs hands on to PORT); here the
// signal is cut after so many bytes went up.
// PERSON is the path of somebody's page in the room. Each step prints one line of JSON; the caller judges.

import {air} from './air.mjs';
import {contextOf, launch, say, until} from './launch.mjs';

const [executablePath, link, person, port] = process.argv.slice(2);
const base = new URL(link).origin;
const phone = {viewport: {width: 360, height: 740}, userAgent: 'Mozilla/5.0 (Linux; Android 14) Chrome/156.0 Mobile Safari/537.36'};
const PLACE = 'GPS 50.4501 N 30.5234 E';
const CAPTION = 'The plan on the wall';
// How every JPEG that a browser draws begins. Three bytes of it would be found in one of seventeen texts encrypted at this length.
const JPEG = '\xff\xd8\xff\xe0\0\x10JFIF';

const sky = await air(port);

const state = page => page.innerText('[data-room-state]');
const says = (page, start) => until(page, start, () => document.querySelector('[data-room-state]').innerText, said => said.startsWith(start));

// As a phone takes it: large, and with the place in it.
const photo = async page => {
  const made = await page.evaluate(async () => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [2400, 1800];
    const pen = canvas.getContext('2d');
    const pixels = pen.createImageData(canvas.width, canvas.height);
    let seed = 1;
    for (let at = 0; at < pixels.data.length; at += 1) {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      pixels.data[at] = at % 4 === 3 ? 255 : seed >>> 24;
    }
    pen.putImageData(pixels, 0, 0);
    const blob = await new Promise(resolve => canvas.toBlob(resolve, 'image/jpeg', 0.8));
    let text = '';
    for (const byte of new Uint8Array(await blob.arrayBuffer())) text += String.fromCharCode(byte);
    return btoa(text);
  });
  const jpeg = Buffer.from(made, 'base64');
  if (!jpeg.toString('latin1').startsWith(JPEG)) throw new Error('this browser draws a JPEG that begins otherwise');
  const exif = Buffer.from(`Exif\0\0II*\0\x08\0\0\0\0\0\0\0\0\0${PLACE}`, 'latin1');
  const head = Buffer.from([0xff, 0xd8, 0xff, 0xe1, 0, exif.length + 2]);
  return Buffer.concat([head, exif, jpeg.subarray(2)]);
};

// What is stored of pictures, as it stands there.
const stored = async () => {
  const database = await roomDatabase();
  const all = [];
  for (const shelf of ['picture', 'picture-bytes']) {
    for (const kept of await roomAsked(database.transaction(shelf).objectStore(shelf).getAll())) all.push(new TextDecoder('latin1').decode(kept.bytes));
  }
  database.close();
  return all.join('\n');
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
  await page.goto(`${base}${person}`);
  await says(page, 'Everything is sent.');
  await until(page, 'a worker', () => Boolean(navigator.serviceWorker.controller), Boolean);
  await until(page, 'the page is kept', () => roomNames('page').then(kept => kept.includes(location.pathname)));

  const taken = await photo(page);
  await page.setInputFiles('#picture', {name: 'IMG_1.jpg', mimeType: 'image/jpeg', buffer: taken});
  await page.fill('#caption', CAPTION);
  sky.count(400_000);
  await page.click('form.room-picture button');
  await until(page, 'it is on its way', () => document.querySelector('[data-picture] progress').value, value => value > 0);
  await until(page, 'the signal is gone', () => document.querySelector('[data-picture-said=waiting]').hidden, hidden => hidden === false);
  await says(page, 'Not sent yet: 1.');
  const kept = await page.evaluate(stored);
  say({step: 'cut', cut: sky.isCut(), state: await state(page), taken: taken.length, stored: kept.length, leaks: [CAPTION, PLACE, JPEG].filter(word => kept.includes(word))});

  await page.reload();
  await until(page, 'it waits', () => document.querySelectorAll('[data-picture]').length, found => found === 1);
  say({step: 'again', state: await state(page), text: await page.innerText('[data-pictures-waiting]')});

  sky.count();
  sky.signal(true);
  await page.evaluate(() => dispatchEvent(new Event('online')));
  await until(page, 'all sent', () => roomNames('picture'), names => names.length === 0);
  await says(page, 'Everything is sent.');
  const shown = await until(page, 'it is shown', () => {
    const picture = document.querySelector('[data-pictures-kept] img');
    picture && picture.scrollIntoView();
    return picture && picture.complete && {width: picture.naturalWidth, alt: picture.alt};
  });
  say({step: 'sent', went: sky.went(), ...shown});

  await page.reload();
  await page.click('[data-pictures-kept] summary');
  say({step: 'kept', text: await page.innerText('[data-pictures-kept]'), waiting: await page.locator('[data-picture]').count()});

  await page.setInputFiles('#picture', {name: 'a.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('no picture')});
  await page.click('form.room-picture button');
  await says(page, 'The server did not take: 1.');
  say({step: 'refused', text: await page.innerText('[data-picture]')});
  await page.click('[data-room-drop]');
  await says(page, 'Everything is sent.');

  await page.click('form[action^="/sign-out"] button');
  await page.waitForURL(`${base}/`);
  await until(page, 'the device is clean', async () => (await indexedDB.databases()).length === 0);
  say({step: 'left'});
  say({step: 'console', refused});
} finally {
  await browser.close();
  sky.close();
}
