// Pictures of every page, to look at.
//
//   node browser/screenshots.mjs CHROMIUM FOLDER OUT [NAME...]
//
// FOLDER as for pages.mjs. Writes OUT/{phone,desk,right-to-left,dark}/NAME.png, OUT/index.html with all of
// them, and OUT/sheet-{way}-{n}.png: so many on one picture. Names choose pages by how they begin.

import {mkdirSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {addressOf, names, serve} from './dumped.mjs';
import {launch} from './launch.mjs';

const [executablePath, folder, out, ...wanted] = process.argv.slice(2);
const phone = {viewport: {width: 360, height: 740}};
const ways = {
  phone: {language: 'en', options: phone},
  desk: {language: 'en', options: {viewport: {width: 1280, height: 800}}},
  'right-to-left': {language: 'ar', options: phone},
  dark: {language: 'en', options: {...phone, colorScheme: 'dark'}},
};
const chosen = name => wanted.length === 0 || wanted.some(start => name.startsWith(start));
const PER_SHEET = 12;

const cells = (way, list) => list.map(name => `<figure><a href="${way}/${name}.png"><img loading="lazy" src="${way}/${name}.png" alt=""></a><figcaption>${name}</figcaption></figure>`).join('\n');
const sheet = (title, content) => `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title><style>
body { font: 14px sans-serif; margin: 8px; background: #888; } section { display: flex; flex-wrap: wrap; gap: 8px; align-items: flex-start; }
figure { box-sizing: border-box; margin: 0; background: #fff; padding: 4px; width: 300px; } img { width: 100%; max-height: 1100px; object-fit: cover; object-position: top; display: block; }
</style><body>${content}`;

rmSync(out, {recursive: true, force: true});
const browser = await launch(executablePath, ['--hide-scrollbars']);
try {
  let index = '';
  for (const [way, {language, options}] of Object.entries(ways)) {
    mkdirSync(join(out, way), {recursive: true});
    const list = names(folder, language).filter(chosen);
    const waiting = [...list];
    const work = async () => {
      const context = await browser.newContext({...options, reducedMotion: 'reduce'});
      await serve(context, folder);
      const page = await context.newPage();
      for (let name = waiting.shift(); name; name = waiting.shift()) {
        await page.goto(addressOf(language, name), {waitUntil: 'load'});
        await page.screenshot({path: join(out, way, `${name}.png`), fullPage: true});
      }
      await context.close();
    };
    await Promise.all([work(), work()]);
    index += `<h1>${way}</h1><section>${cells(way, list)}</section>`;
    const page = await browser.newPage({viewport: {width: 1264, height: 400}});
    for (let from = 0; from < list.length; from += PER_SHEET) {
      const file = join(out, 'sheet.html');
      writeFileSync(file, sheet(way, `<section>${cells(way, list.slice(from, from + PER_SHEET)).replaceAll(' loading="lazy"', '')}</section>`));
      await page.goto(pathToFileURL(file).href, {waitUntil: 'load'});
      await page.screenshot({path: join(out, `sheet-${way}-${1 + from / PER_SHEET}.png`), fullPage: true});
    }
    await page.close();
    console.log(`${list.length} pages: ${way}`);
  }
  rmSync(join(out, 'sheet.html'), {force: true});
  writeFileSync(join(out, 'index.html'), sheet('Every page', index));
} finally {
  await browser.close();
}
