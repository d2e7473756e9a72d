// Every page in every state, looked at in Chromium.
//
//   node browser/pages.mjs CHROMIUM FOLDER [all]
//
// FOLDER holds the pages that `INSIGNIA_DUMP_PAGES=FOLDER cargo test --lib dump_` wrote. Without `all` each
// is looked at on a phone, in English and Arabic; with it also dark, on a desk, and every focus.
// Prints one line for each fault, and ends with 1 if there is any, or if a control page shows none.

import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {controlFiles, controls} from './controls.mjs';
import {addressOf, names, serve} from './dumped.mjs';
import {launch} from './launch.mjs';

const [executablePath, folder, extent] = process.argv.slice(2);
const thorough = extent === 'all';
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  resultTypes: ['violations'],
};
const FIRST_LOAD = 60_000;
const phone = {viewport: {width: 360, height: 740}};
const desk = {viewport: {width: 1280, height: 900}};
const views = [
  {name: 'phone', options: phone},
  ...(thorough ? [
    {name: 'phone, dark', options: {...phone, colorScheme: 'dark'}},
    {name: 'desk', options: desk},
    {name: 'desk, dark', options: {...desk, colorScheme: 'dark'}},
  ] : []),
];

/** Runs in the page before anything of it. */
function watch() {
  window.noticed = {moved: 0, stopped: []};
  addEventListener('securitypolicyviolation', event => noticed.stopped.push(`${event.effectiveDirective} ${event.blockedURI}`));
  new PerformanceObserver(list => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) noticed.moved += entry.value;
  }).observe({type: 'layout-shift', buffered: true});
}

/** Runs in the page: faults that need no other width. Waits for what is drawn late. */
async function look() {
  await new Promise(go => requestAnimationFrame(() => setTimeout(go, 60)));
  const faults = [];
  const count = document.querySelectorAll('h1').length;
  if (count !== 1) faults.push(`headings: ${count} of the first level`);
  // Less than a line of text on a phone.
  if (noticed.moved > 0.02) faults.push(`moves while it loads: ${noticed.moved.toFixed(3)}`);
  for (const what of noticed.stopped) faults.push(`stopped by the policy: ${what}`);
  const moving = document.getAnimations().length;
  if (moving) faults.push(`moves although no motion is wanted: ${moving}`);
  return faults;
}

/** Runs in the page: what reaches beyond its edge. */
function wide() {
  const root = document.documentElement;
  if (root.scrollWidth <= root.clientWidth) return [];
  const beyond = [...document.body.querySelectorAll('*')].find(one => {
    const box = one.getBoundingClientRect();
    return box.width > 0 && (box.right > root.clientWidth + 1 || box.left < -1);
  });
  return [`wider than 320 pixels: ${root.scrollWidth}, ${beyond ? beyond.outerHTML.slice(0, 120) : ''}`];
}

/** Runs in the page: whether what has the focus can be seen to have it. `null` at the end. */
function focused() {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const style = getComputedStyle(one);
  const box = one.getBoundingClientRect();
  const ringed = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  const there = box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  const again = one.dataset.reached === '1';
  one.dataset.reached = '1';
  return {again, fault: ringed && there ? null : one.outerHTML.slice(0, 120)};
}

async function focuses(page, most) {
  for (let step = 0; step < most; step += 1) {
    await page.keyboard.press('Tab');
    const found = await page.evaluate(focused);
    if (!found || found.again) return [];
    if (found.fault) return [`focus is not seen: ${found.fault}`];
  }
  return [];
}

async function faultsOf(page, address, loaded, said, {narrow, most}) {
  said.length = 0;
  loaded.clear();
  await page.goto(address, {waitUntil: 'load'});
  const faults = await page.evaluate(look);
  for (const text of said) faults.push(`console: ${text}`);
  const bytes = [...loaded.values()].reduce((sum, one) => sum + one, 0);
  if (bytes > FIRST_LOAD) faults.push(`${bytes} bytes at first load without images`);
  faults.push(...await focuses(page, most));
  await page.evaluate(() => { for (const one of document.querySelectorAll('details')) one.open = true; });
  const judged = await page.evaluate(rules => axe.run(document, rules), RULES);
  for (const {id, help, nodes} of judged.violations) {
    const [{html, failureSummary}] = nodes;
    faults.push(`${id}: ${help} (${nodes.length}): ${html.slice(0, 200)} ${failureSummary.replace(/\s+/g, ' ').slice(0, 200)}`);
  }
  if (narrow) {
    await page.setViewportSize({width: 320, height: 740});
    faults.push(...await page.evaluate(wide));
    await page.setViewportSize(phone.viewport);
  }
  return faults;
}

async function workshop(browser, options) {
  const context = await browser.newContext({...options, reducedMotion: 'reduce', serviceWorkers: 'block'});
  // By address: what is asked for again comes from the browser's own store.
  const loaded = new Map();
  const said = [];
  const extra = Object.fromEntries(Object.entries(controls).map(([name, html]) => [`/control/${encodeURIComponent(name)}`, html]));
  await serve(context, folder, {
    extra,
    files: controlFiles,
    seen: (request, contentType, bytes) => { if (!contentType.startsWith('image/')) loaded.set(request.url(), bytes); },
  });
  await context.addInitScript(watch);
  await context.addInitScript(axe);
  const page = await context.newPage();
  page.on('console', message => message.type() === 'error' && said.push(message.text()));
  page.on('pageerror', error => said.push(String(error)));
  return {context, faults: (address, how) => faultsOf(page, address, loaded, said, how)};
}

const started = Date.now();
const browser = await launch(executablePath);
let [wrong, looked] = [0, 0];
try {
  const {context, faults} = await workshop(browser, phone);
  for (const expected of Object.keys(controls)) {
    const found = await faults(`https://badges.example.org/control/${encodeURIComponent(expected)}`, {narrow: true, most: 9});
    if (!found.some(fault => fault.includes(expected))) {
      wrong += 1;
      console.log(`the control page for “${expected}” shows only: ${found.join(' | ')}`);
    }
  }
  await context.close();

  for (const view of views) {
    const waiting = ['en', 'ar'].flatMap(language => names(folder, language).map(name => ({language, name})));
    const work = async () => {
      const {context, faults} = await workshop(browser, view.options);
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const onPhone = view.options.viewport === phone.viewport;
        const most = thorough ? (view.name === 'phone' ? 400 : 0) : next.language === 'en' ? 8 : 0;
        for (const fault of await faults(addressOf(next.language, next.name), {narrow: onPhone, most})) {
          wrong += 1;
          console.log(`${next.language}/${next.name} (${view.name}): ${fault}`);
        }
        looked += 1;
      }
      await context.close();
    };
    await Promise.all([work(), work()]);
  }
} finally {
  await browser.close();
}
console.log(`${looked} pages looked at in Chromium in ${Math.round((Date.now() - started) / 1000)} s: ${wrong} faults`);
process.exitCode = wrong || !looked ? 1 : 0;
