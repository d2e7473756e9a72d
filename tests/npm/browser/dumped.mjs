// Pages as `INSIGNIA_DUMP_PAGES=folder cargo test --lib dump_` wrote them, in a browser, at the address
// and with the headers that they have when served.

import {existsSync, readFileSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';

const BASE = 'https://badges.example.org';
const KINDS = {css: 'text/css', js: 'text/javascript', svg: 'image/svg+xml', html: 'text/html'};
// In place of drawings that the pages name and that were not written.
const DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><path fill="#9db2c9" d="M0 0h10v10H0z"/></svg>';

export const addressOf = (language, name) => `${BASE}/${language}/${name}.html`;

/** The names of all pages in a language. */
export function names(folder, language) {
  return readdirSync(join(folder, language)).filter(file => file.endsWith('.html')).map(file => file.slice(0, -5)).sort();
}

// As many bytes as go over the line: style sheet and scripts are compressed, and drawings that stand in a page are images too.
const sent = (ending, body) => ['css', 'js'].includes(ending)
  ? gzipSync(body).length
  : Buffer.byteLength(ending === 'html' ? `${body}`.replace(/<svg[^]*?<\/svg>/g, '') : body);

/** Answers for every address: what was written, `extra` pages and `files` by their path, or a drawing. `seen` is told of each answer. */
export async function serve(context, folder, {extra = {}, files = {}, seen = () => {}} = {}) {
  const headers = JSON.parse(readFileSync(join(folder, 'headers.json'), 'utf8'));
  await context.route('**/*', route => {
    const {origin, pathname} = new URL(route.request().url());
    // A page that goes elsewhere by itself stays.
    if (origin !== BASE) return route.fulfill({status: 204});
    const file = join(folder, decodeURIComponent(pathname).replace(/\.\.|^\/badges\/(.*)\.png$/g, (_, name) => name ? `/badges/${name}.svg` : ''));
    const ending = pathname in extra ? 'html' : file.split('.').pop();
    const body = extra[pathname] ?? files[pathname] ?? (existsSync(file) && KINDS[ending] ? readFileSync(file) : DRAWING);
    const contentType = `${body === DRAWING ? KINDS.svg : KINDS[ending]}; charset=utf-8`;
    seen(route.request(), contentType, sent(ending, body));
    // Without the sandbox of a drawing that is opened by itself: here each is inside a page.
    return route.fulfill({status: 200, headers: {...headers, 'content-type': contentType}, body});
  });
}
