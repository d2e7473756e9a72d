// Lighthouse on the page of a badge, as a phone with a slow connection sees it.
//
//   node run.mjs CHROMIUM INSIGNIA
//
// Serves a demonstration by the program INSIGNIA, looks at the pages of two of its badges three times each,
// and prints the middle of what was measured. Ends with 1 if accessibility is not 100 or performance under 95.

import {spawn} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {launch} from 'chrome-launcher';
import lighthouse from 'lighthouse';

const [chromePath, insignia] = process.argv.slice(2);
const PORT = 8117;
const WANTED = {accessibility: 100, performance: 95};
const folder = mkdtempSync(join(tmpdir(), 'lighthouse-'));
const server = spawn(insignia, ['demo', '--json', '--port', `${PORT}`, '--dir', join(folder, 'demo')], {stdio: ['ignore', 'pipe', 'inherit']});
const middle = numbers => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** What the program tells of its story: one JSON document, after which it serves. */
async function story() {
  let told = '';
  for await (const part of server.stdout) {
    told += part;
    try { return JSON.parse(told); } catch { /* there is more */ }
  }
  throw new Error(`the demonstration ended: ${told}`);
}

let wrong = 0;
let chrome;
try {
  const {badges} = await story();
  // Lighthouse may look before the door is open.
  for (let tries = 0; !(await fetch(badges[0].address).catch(() => null))?.ok; tries += 1) {
    if (tries > 100) throw new Error('the demonstration does not answer');
    await new Promise(go => setTimeout(go, 100));
  }
  chrome = await launch({chromePath, chromeFlags: ['--headless=new', '--no-sandbox']});
  for (const {address, person, fate} of [badges[0], badges.find(badge => badge.fate === 'revoked')].filter(Boolean)) {
    const scores = {accessibility: [], performance: []};
    let said = '';
    for (let round = 0; round < 3; round += 1) {
      const {lhr} = await lighthouse(address, {port: chrome.port, onlyCategories: Object.keys(scores), logLevel: 'silent'});
      for (const category of Object.keys(scores)) scores[category].push(Math.round(lhr.categories[category].score * 100));
      said = ['first-contentful-paint', 'largest-contentful-paint', 'total-blocking-time', 'cumulative-layout-shift', 'total-byte-weight']
        .map(audit => `${lhr.audits[audit].title} ${lhr.audits[audit].displayValue}`).join(', ');
      for (const {auditRefs} of [lhr.categories.accessibility]) {
        for (const {id, weight} of auditRefs) if (weight && lhr.audits[id].score === 0) console.log(`${person}: ${id}: ${lhr.audits[id].title}`);
      }
    }
    for (const [category, least] of Object.entries(WANTED)) {
      const score = middle(scores[category]);
      if (!(score >= least)) wrong += 1;
      console.log(`${person} (${fate}): ${category} ${score}, wanted ${least}`);
    }
    console.log(`  ${said}`);
  }
} finally {
  await chrome?.kill();
  server.kill();
  rmSync(folder, {recursive: true, force: true});
}
process.exitCode = wrong ? 1 : 0;
