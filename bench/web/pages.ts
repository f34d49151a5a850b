/** A page that is hard to record. */
export interface HeavyPage {
  readonly name: string;
  readonly html: string;
  /** What is pressed, in turn. */
  readonly press: readonly string[];
  /** Where is typed. */
  readonly field: string;
  /** Changes itself all the time, also when nobody acts. */
  readonly live: boolean;
}

const words = 'order invoice customer status open paid due total ticket reply subject draft review answer'.split(' ');

/** Text that is the same in every run. */
function text(from: number, count: number): string {
  return Array.from({ length: count }, (_, i) => words[(from * 7 + i * 3 + ((from * i) % 5)) % words.length]).join(' ');
}

function many(count: number, make: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => make(index)).join('');
}

const style = `<style>body{margin:0;font:14px/1.4 sans-serif}header{position:sticky;top:0;z-index:2;background:#eee;padding:8px;display:flex;gap:8px}
main{padding:8px}td,th{padding:2px 10px}.card{display:inline-block;width:150px;margin:3px;padding:4px;border:1px solid #ccc}</style>`;
const bar = `<header><button id="save">Save</button><button id="next">Next</button><button id="filter">Filter</button>
<label>Search <input id="search"></label></header>`;
const toolbar = ['#save', '#next', '#filter'];

function page(name: string, main: string, options: Partial<HeavyPage> & { readonly bar?: string } = {}): HeavyPage {
  return {
    name,
    html: `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${name}</title><link rel="icon" href="data:,">${style}</head>
<body>${options.bar ?? bar}<main>${main}</main></body></html>`,
    press: options.press ?? toolbar,
    field: options.field ?? '#search',
    live: options.live ?? false,
  };
}

const table = `<table aria-label="Orders"><thead><tr><th>Number<th>Customer<th>Subject<th>Amount<th>Due<th>Status</tr></thead><tbody>
${many(5000, (i) => `<tr><td>${10_000 + i}<td>${text(i, 2)}<td>${text(i + 1, 4)}<td>${(i * 37) % 9000}.00<td>2026-0${(i % 9) + 1}-11<td><button class="row">Open</button></tr>`)}
</tbody></table>`;

/** 300 cards; ten of them change every 50 ms, which is 200 mutations a second. */
const dashboard = `<section aria-label="Figures">${many(300, (i) => `<div class="card"><b>${text(i, 2)}</b> <span>${i}</span></div>`)}</section>
<script>
const spans = document.querySelectorAll('.card span');
let turn = 0;
setInterval(() => { for (let i = 0; i < 10; i++) { turn++; spans[(turn * 13) % spans.length].textContent = String(turn); } }, 50);
</script>`;

const virtualList = `<div id="list" role="list" aria-label="Messages" style="height:600px;overflow:auto;position:relative"><div id="space" style="height:2400000px"></div></div>
<script>
const list = document.getElementById('list');
const texts = ${JSON.stringify(Array.from({ length: 50 }, (_, i) => text(i, 8)))};
const draw = () => {
  const first = Math.floor(list.scrollTop / 24);
  for (const old of list.querySelectorAll('[role=listitem]')) old.remove();
  for (let i = first; i < first + 40; i++) {
    const row = document.createElement('div');
    row.setAttribute('role', 'listitem');
    row.style.cssText = 'position:absolute;height:24px;top:' + i * 24 + 'px';
    for (const part of [i, texts[i % 50], 'Reply']) {
      const cell = document.createElement(part === 'Reply' ? 'button' : 'span');
      cell.textContent = part;
      row.append(cell, ' ');
    }
    list.append(row);
  }
};
list.addEventListener('scroll', draw);
draw();
</script>`;

const longForm = `<form aria-label="Details">${many(200, (i) => `<p><label for="field${i}">${text(i, 3)}</label> <input id="field${i}"></p>`)}</form>`;

const editor = `<div id="editor" contenteditable="true" aria-label="Document" style="height:600px;overflow:auto">
${many(2000, (i) => `<p>${text(i, 6)} <b>${text(i, 2)}</b> ${text(i + 2, 6)}</p>`)}</div>`;

const nested = many(
  2000,
  (i) => `<div><div><span>${text(i, 2)}</span><em>${text(i + 1, 1)}</em></div><div><a href="#${i}">${text(i, 1)}</a>
<ul><li>${text(i, 2)}</li><li>${text(i + 3, 2)}</li></ul></div></div>`,
);

/** The heavy pages, made by the bench itself: the same in every run. */
export const heavyPages: readonly HeavyPage[] = [
  page('table of 5,000 rows', table),
  page('dashboard, 200 mutations/s', dashboard, { live: true }),
  page('virtual list', virtualList),
  page('form of 200 fields', longForm, { field: '#field2' }),
  page('rich editor, 2,000 paragraphs', editor, { field: '#editor' }),
  page('static, 20,000 nodes', nested),
];
