// One page for each mistake, so that a check that no longer finds anything is found out.

const page = (content, {head = '', lang = ' lang="en"'} = {}) =>
  `<!doctype html><html${lang}><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Control</title>${head}</head><body>${content}</body></html>`;
const main = content => `<main><h1>Control</h1>${content}</main>`;

/** What a page is, and the word that the checks must say about it. */
export const controls = {
  'image-alt': page(main('<img src="/x.svg" width="10" height="10">')),
  'html-has-lang': page(main('<p>No language.</p>'), {lang: ''}),
  'button-name': page(main('<button></button>')),
  label: page(main('<input type="text">')),
  'color-contrast': page(main('<p class="faint">Faint</p>'), {head: '<link rel="stylesheet" href="/control.css">'}),
  'heading-order': page(main('<h4>Deep</h4>')),
  'target-size': page(main('<p><button class="tiny">a</button><button class="tiny">b</button></p>'), {head: '<link rel="stylesheet" href="/control.css">'}),
  headings: page('<main><h1>One</h1><h1>Two</h1></main>'),
  'wider than 320 pixels': page(main('<p class="wide">Wide</p>'), {head: '<link rel="stylesheet" href="/control.css">'}),
  'focus is not seen': page(main('<p><a class="bare" href="/">Somewhere</a></p>'), {head: '<link rel="stylesheet" href="/control.css">'}),
  'stopped by the policy': page(main('<p onclick="alert(1)">Inline</p><script>1</script>')),
  console: page(main('<p>Fails</p>'), {head: '<script defer src="/control.js"></script>'}),
  'moves while it loads': page(main('<p id="late" class="late"></p><p class="tall">Pushed away</p>'), {head: '<link rel="stylesheet" href="/control.css"><script defer src="/control-late.js"></script>'}),
  'moves although': page(main('<p class="moving">Moves</p>'), {head: '<link rel="stylesheet" href="/control.css">'}),
  'bytes at first load': page(main(`<p>${'Much to load. '.repeat(5000)}</p>`)),
};

export const controlFiles = {
  '/control.css': `
    .faint { color: #bbb; background: #fff } .tiny { width: 12px; height: 12px; padding: 0; border: 0; font-size: 8px; margin: 0 }
    .wide { width: 900px } .bare:focus { outline: none } .late[data-here] { height: 300px } .tall { height: 400px; background: #eee }
    @keyframes round { to { transform: rotate(1turn) } } .moving { animation: round 9s infinite }`,
  '/control.js': 'throw new Error("a fault of the page")',
  '/control-late.js': 'requestAnimationFrame(() => setTimeout(() => { document.getElementById("late").dataset.here = ""; }, 20))',
};
