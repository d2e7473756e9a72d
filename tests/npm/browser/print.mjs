// The page of a badge on paper.
//
//   node browser/print.mjs CHROMIUM ADDRESS FOLDER
//
// Writes FOLDER/en.pdf; each step prints one line of JSON.

import {join} from 'node:path';
import {contextOf, launch, say} from './launch.mjs';

const [executablePath, address, folder] = process.argv.slice(2);
const browser = await launch(executablePath);
try {
  const page = await (await contextOf(browser)).newPage();
  await page.addInitScript(() => { window.print = () => { window.printed = (window.printed ?? 0) + 1; }; });
  await page.goto(address);
  say({step: 'screen', checks: await page.locator('.checks .check p:first-child').allTextContents()});
  await page.click('[data-print]');
  say({step: 'button', printed: await page.evaluate(() => window.printed)});
  await page.pdf({path: join(folder, 'en.pdf'), format: 'A4'});
  const plain = await (await contextOf(browser, {javaScriptEnabled: false})).newPage();
  await plain.goto(address);
  say({step: 'plain', buttons: await plain.locator('[data-print]:visible').count()});
} finally {
  await browser.close();
}
