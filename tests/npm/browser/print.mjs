// The page of a badge on paper.
//
//   node browser/print.mjs CHROMIUM ADDRESS FOLDER
//
// Writes FOLDER/en.pdf; each step prints one line of JSON.

import {join} from 'node:path';
import {chromium} from 'playwright-core';

const [executablePath, address, folder] = process.argv.slice(2);
const say = line => process.stdout.write(`${JSON.stringify(line)}\n`);
const browser = await chromium.launch({executablePath, args: ['--no-sandbox']});
try {
  const page = await browser.newPage();
  await page.addInitScript(() => { window.print = () => { window.printed = (window.printed ?? 0) + 1; }; });
  await page.goto(address);
  say({step: 'screen', checks: await page.locator('.checks .check p:first-child').allTextContents()});
  await page.click('[data-print]');
  say({step: 'button', printed: await page.evaluate(() => window.printed)});
  await page.pdf({path: join(folder, 'en.pdf'), format: 'A4'});
  const plain = await browser.newPage({javaScriptEnabled: false});
  await plain.goto(address);
  say({step: 'plain', buttons: await plain.locator('[data-print]:visible').count()});
} finally {
  await browser.close();
}
