/**
 * Pages with something private in every place where a page can show text. Each planted string is a word that no list
 * knows; `keeps` are words of the interface that must stay readable.
 */
export interface PlantedPage {
  readonly html: string;
  readonly planted: readonly string[];
  readonly keeps: readonly string[];
}

const head = (style: string) => `<!doctype html><meta charset="utf-8"><title>Orders</title>
<style>body{font:20px/1.5 Arial,sans-serif;margin:16px;background:#fff;color:#111}input,textarea,select,button{font:inherit}
table{border-collapse:collapse}td,th{padding:4px 12px;text-align:left}${style}</style>`;

const svgWith = (word: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="260" height="40"><text x="4" y="28" font-family="Arial" font-size="24">${word}</text></svg>`;
const imageWith = (word: string) => `data:image/svg+xml;base64,${Buffer.from(svgWith(word)).toString('base64')}`;

/** Ordinary text, fields and controls. */
export const formPage: PlantedPage = {
  html: `${head('p{margin:6px 0}h1{margin:0}.big{font-size:44px;font-weight:700}.wide{letter-spacing:3px}')}
<h1>Edit order</h1>
<p>Customer: Wexfordine Brambleshaw</p><p class="big">Quorvexia</p><p class="wide">Zephyrinth</p>
<p>Mail to kestrelby@vandermoot.example or call +44 7911 482913</p>
<table><tr><th>Name<th>Due date<th>Status<tr><td>Thistlewick<td>today<td>Open</table>
<p><label>Subject <input value="Marrowgate"></label> <label>Password <input type="password" value="hunter"></label></p>
<p><label>Search <input placeholder="Ask Pellingrove"></label> <label>Notes <input placeholder="Search"></label></p>
<p><textarea rows="2">Oakensloe</textarea> <select><option>Fennimore</select> <input type="date" value="1983-07-19"></p>
<p><button>Save</button> <button>Cancel</button> <input type="submit" value="Grimsbeck"> <input type="button" value="Delete"></p>
<div contenteditable style="border:1px solid #999">Dunmallow <b>Ravenscar</b></div>
<p role="textbox">Larkhollow</p>`,
  planted: [
    'Wexfordine',
    'Brambleshaw',
    'Quorvexia',
    'Zephyrinth',
    'kestrelby',
    'vandermoot',
    '482913',
    'Thistlewick',
    'Marrowgate',
    'Pellingrove',
    'Oakensloe',
    'Fennimore',
    '1983',
    'Grimsbeck',
    'Dunmallow',
    'Ravenscar',
    'Larkhollow',
  ],
  keeps: ['Edit', 'order', 'Due', 'date', 'Save', 'Cancel', 'Delete', 'Subject', 'Password', 'Status'],
};

/** Pictures, frames, shadow trees, generated text, drawings. */
export const placesPage: PlantedPage = {
  html: `${head(`
.before::before{content:"Tamberlyn "} .attr::after{content:attr(data-name)} .abs{position:relative} .abs::after{content:"Hexworthy";position:absolute;left:150px;top:0}
.background{width:260px;height:40px;background:url(${imageWith('Ombersley')})} .quoted{list-style-type:"Yarrowdene "}`)}
<h1>Search results</h1>
<p class="before">Save</p><p class="attr" data-name="Kirkbramble">Name</p>
<div class="abs">Open</div>
<div class="background"></div>
<img alt="Picture" src="${imageWith('Wickendale')}"> <picture><source srcset="missing.webp" type="image/none"><img alt="" src="${imageWith('Harrowgate')}" width="520" height="80"></picture> <img alt="Nettlecombe" src="missing.png" width="260" height="30">
${svgWith('Larkspurton')}
<svg width="260" height="40"><foreignObject width="260" height="40"><div>Millbrook Hathersage</div></foreignObject></svg>
<canvas width="260" height="40"></canvas>
<iframe srcdoc="<p style='font:20px Arial'>Cravenholme</p>" width="260" height="60"></iframe>
<div id="open"></div><div id="closed"></div>
<p title="Bellinghurst">Delete</p>
<p>Spl<b>int</b>er<i>wood</i></p>
<script>
const context = document.querySelector('canvas').getContext('2d'); context.font = '24px Arial'; context.fillText('Dovercastle', 4, 28);
document.querySelector('#open').attachShadow({mode:'open'}).innerHTML = '<p style="font:20px Arial">Save Ashbourney <slot></slot></p>';
document.querySelector('#closed').attachShadow({mode:'closed'}).innerHTML = '<p style="font:20px Arial">Cancel Inglefield</p>';
</script>`,
  planted: [
    'Tamberlyn',
    'Kirkbramble',
    'Hexworthy',
    'Ombersley',
    'Wickendale',
    'Harrowgate',
    'Nettlecombe',
    'Larkspurton',
    'Hathersage',
    'Dovercastle',
    'Cravenholme',
    'Ashbourney',
    'Inglefield',
    'Splinterwood',
  ],
  keeps: ['Search', 'results', 'Save', 'Delete', 'Cancel'],
};

/** Transforms, clipping, shadows, wrapping, what stays fixed while the page is scrolled. */
export const layoutPage: PlantedPage = {
  html: `${head(`
.turned{display:inline-block;transform:rotate(8deg) scale(1.3);margin:40px} .shadow{text-shadow:0 46px 0 #111;margin-bottom:60px}
.clip{width:220px;height:34px;overflow:hidden;white-space:nowrap} .fixed{position:fixed;right:20px;top:20px} .out{position:absolute;left:420px;top:300px}
.narrow{width:110px;overflow-wrap:anywhere} .upper{text-transform:uppercase} .skew{display:inline-block;transform:skewX(-25deg);font-style:italic;font-size:40px}`)}
<h1>Open orders</h1>
<div class="turned">Peverell</div><div class="shadow">Glastonby</div>
<div class="clip">Save Thornaby Wetherby Nosebleed</div>
<div class="fixed">Carrowmore</div><div class="clip"><div class="out">Ingleborough</div></div>
<div class="narrow">Llanfairstone</div><p class="upper">winterbourne</p><p class="skew">Yggdrasil</p>
<div style="height:90px;overflow:auto"><p>Save</p><p style="margin-top:300px">Delete</p></div>
<p>Cancel</p><div style="height:3000px"></div>
<script>scrollTo(0, 12)</script>`,
  planted: [
    'Peverell',
    'Glastonby',
    'Thornaby',
    'Carrowmore',
    'Ingleborough',
    'Llanfairstone',
    'winterbourne',
    'Yggdrasil',
  ],
  keeps: ['Open', 'orders', 'Cancel'],
};

/** A screen full of made-up names, numbers and addresses among words of the interface, in many sizes and fonts. */
export function crowdedPage(seed: number): PlantedPage {
  const next = generator(seed);
  const pick = <Value>(values: readonly Value[]): Value => {
    const value = values[Math.floor(next() * values.length)];
    if (value === undefined) throw new RangeError('nothing to pick from');
    return value;
  };
  const planted: string[] = [];
  const invent = (): string => {
    const syllables = ['bram', 'kest', 'quor', 'vex', 'zeph', 'thun', 'wick', 'lor', 'mund', 'gris', 'tamb', 'hale'];
    const name = Array.from({ length: 3 }, () => pick(syllables)).join('');
    const number = String(Math.floor(10_000_000 + next() * 89_999_999));
    const secret = pick([name, name, name.toUpperCase(), number, `${name}@${pick(syllables)}mail.example`]);
    planted.push(secret.replace(/@.*/, ''));
    return secret[0]?.toUpperCase() + secret.slice(1);
  };
  const fonts = ['Arial', 'Georgia', 'monospace', 'system-ui', 'cursive'];
  const cells = Array.from({ length: 60 }, () => {
    const style = `font:${pick(['', 'italic', '700'])} ${Math.round(12 + next() * 18)}px ${pick(fonts)};letter-spacing:${pick([0, 0, 1, 3])}px`;
    return `<span style="${style}">${pick(['Save', 'Name:', 'Delete', 'Due date', 'Status'])} ${invent()}</span>`;
  });
  return { html: `${head('span{margin:3px 8px}')}<p>${cells.join(' ')}</p>`, planted, keeps: [] };
}

/** Made-up words and numbers of ordinary size, 12 to 20 pixels, each with how it is written. */
function ordinaryWords(seed: number, count: number): readonly { readonly word: string; readonly font: string }[] {
  const next = generator(seed);
  const pick = <Value>(values: readonly [Value, ...Value[]]): Value =>
    values[Math.floor(next() * values.length)] ?? values[0];
  const syllables = [
    'bram',
    'kest',
    'quor',
    'vex',
    'zeph',
    'thun',
    'wick',
    'lor',
    'mund',
    'gris',
    'tamb',
    'hale',
  ] as const;
  return Array.from({ length: count }, () => {
    const name = Array.from({ length: 3 }, () => pick(syllables)).join('');
    const number = String(Math.floor(10_000_000 + next() * 89_999_999));
    const font = `${pick(['400', '400', '700'])} ${pick([12, 14, 16, 18, 20])}px ${pick(['Arial', 'Georgia', 'monospace'])}`;
    return { word: pick([name, name.toUpperCase(), number]), font };
  });
}

/** An application that draws everything itself, on one canvas over the whole view. */
export function drawnPage(seed: number): PlantedPage {
  const words = ordinaryWords(seed, 60);
  return {
    html: `${head('body{margin:0;overflow:hidden}canvas{position:fixed;left:0;top:0}')}<canvas></canvas><script>
const canvas = document.querySelector('canvas'); canvas.width = innerWidth; canvas.height = innerHeight;
const context = canvas.getContext('2d'); context.fillStyle = '#fff'; context.fillRect(0, 0, 9999, 9999);
context.fillStyle = '#27c'; context.fillRect(0, 0, 9999, 60); context.fillStyle = '#111';
${JSON.stringify(words)}.forEach(({ word, font }, index) => {
  context.font = font; context.fillText(word, 20 + (index % 4) * 250, 100 + Math.floor(index / 4) * 42);
});
</script>`,
    planted: words.map(({ word }) => word),
    keeps: [],
  };
}

/** A page of more elements than are measured, with large letters, fields and frames among them. */
export function longPage(seed: number): PlantedPage {
  const words = ordinaryWords(seed, 48);
  const cells = words.map(({ word, font }) => `<span style="font:${font}">${word}</span>`);
  return {
    html: `${head('span{display:inline-block;width:220px;margin:2px 6px}.big{font-size:44px;margin:0}.grown{display:inline-block;transform:scale(2.4);margin:14px 60px;font-size:14px}')}
<p class="big">Quorvexia</p><div class="grown">Peverell</div> <input value="Marrowgate" style="font-size:30px;width:200px">
<iframe srcdoc="<p style='font:34px Arial;margin:0'>Cravenholme</p>" width="240" height="60"></iframe>
<div id="open"></div><img alt="" src="${imageWith('Wickendale')}"><p>${cells.join(' ')}</p><div>${'<i>Save</i> '.repeat(9000)}</div>
<script>document.querySelector('#open').attachShadow({mode:'open'}).innerHTML = '<p style="font:36px Arial;margin:0">Ashbourney</p>'</script>`,
    planted: [
      ...words.map(({ word }) => word),
      'Quorvexia',
      'Peverell',
      'Marrowgate',
      'Cravenholme',
      'Wickendale',
      'Ashbourney',
    ],
    keeps: [],
  };
}

/** Numbers from 0 to 1, the same for the same seed. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
