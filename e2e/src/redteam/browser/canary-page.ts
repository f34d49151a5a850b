/**
 * A page with a private word at every place a page can hold one, and a field of every kind to type into.
 *
 * `word` gives the private word of a place; each place has one of its own, so that what leaks names its way out.
 */
export function canaryPage(word: (place: string) => string): string {
  const w = (place: string) => word(`page: ${place}`);
  return `<!doctype html><html lang="en"><title>${w('title')} – Orders</title>
<meta name="description" content="${w('description')}">
<link rel="icon" href="data:,"><style>
  body { font: 16px/1.6 sans-serif; margin: 16px; columns: 2 } p { margin: 6px 0 }
  #generated::before { content: "${w('generated text')} " }
  #masked { -webkit-text-security: disc }
</style>
<h1>Orders for ${w('heading')}</h1>
<form aria-label="Order of ${w('form name')}" onsubmit="return false">
  <p><label>Customer <input id="text" name="customer" placeholder="${w('placeholder')}" data-who="${w('data attribute')}"></label>
  <p><label>Search <input id="search" type="search" list="list"></label>
     <datalist id="list"><option value="${w('data list')}"></datalist>
  <p><label>E-mail <input id="email" type="email"></label>
  <p><label>Website <input id="url" type="url"></label>
  <p><label>Notes <textarea id="area">${w('text area')}</textarea></label>
  <p>Letter: <span id="rich" contenteditable="true" aria-label="Letter">${w('rich text')}</span>
  <p><label>Password <input id="password" type="password"></label>
  <p><label>Shown password <input id="toggled" type="password"></label>
     <button id="show" type="button" onpointerdown="toggled.type='text'">Show</button>
  <p><label>Pin <input id="masked"></label>
  <p><label>Card number <input id="card" autocomplete="cc-number"></label>
  <p><label>Code <input id="otp" autocomplete="one-time-code"></label>
  <p><label>Owner <select id="select"><option>None<option>${w('select option')}</select></label>
  <p><label><input id="check" type="checkbox"> Tell ${w('check box label')}</label>
  <p><label><input id="radio" type="radio"> Ask ${w('radio label')}</label>
  <p><label>Attachment <input id="file" type="file"></label>
  <input type="hidden" name="token" value="${w('hidden field')}">
  <p><button id="button" type="button">Write to ${w('button name')}</button>
     <button id="titled" type="button" title="${w('title attribute')}" aria-description="${w('description attribute')}">Print</button>
     <span id="labelled" role="button" tabindex="0" aria-label="Call ${w('aria label')}">Call</span>
     <span id="referred" role="button" tabindex="0" aria-labelledby="elsewhere">Go</span>
     <span id="elsewhere" hidden>${w('labelled by hidden text')}</span>
</form>
<p><a id="link" href="#/customer/${w('link fragment')}?who=${w('link query')}">Details of ${w('link name')}</a>
<p id="generated">is here</p>
<img id="picture" alt="Photo of ${w('alternative text')}" width="40" height="30" src="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='40' height='30'/%3E">
<svg id="drawing" width="220" height="24" role="img" aria-label="${w('drawing label')}"><text x="2" y="18">${w('drawn text')}</text></svg>
<canvas id="canvas" width="220" height="24"></canvas>
<table aria-label="People"><caption>Table of ${w('table caption')}</caption>
  <tr><th scope="row">${w('row header')}<td id="cell">${w('table cell')}<td><button id="row" type="button">Delete</button></table>
<details id="details"><summary>About ${w('summary')}</summary>${w('details')}</details>
<p id="dropped" draggable="true">${w('dragged text')}</p>
<template><p>${w('template')}</p></template><noscript>${w('no script')}</noscript><!-- ${w('comment')} -->
<div id="open"></div><div id="closed"></div>
<iframe id="inner" title="Frame of ${w('frame title')}" width="260" height="60" srcdoc="&lt;label&gt;Inside &lt;input id=inside&gt;&lt;/label&gt; ${w('text in a frame')}"></iframe>
<script>
  window.name = ${JSON.stringify(w('window name'))};
  localStorage.setItem('who', ${JSON.stringify(w('local storage'))});
  document.cookie = 'who=' + ${JSON.stringify(w('cookie'))};
  console.log(${JSON.stringify(w('console'))});
  const canvas = document.getElementById('canvas').getContext('2d');
  canvas.font = '16px sans-serif'; canvas.fillText(${JSON.stringify(w('canvas text'))}, 2, 18);
  const field = (label) => '<label>' + label + ' <input></label>';
  document.getElementById('open').attachShadow({ mode: 'open' }).innerHTML = field('Open tree') + ${JSON.stringify(w('text in an open tree'))};
  const closed = document.getElementById('closed').attachShadow({ mode: 'closed' });
  closed.innerHTML = field('Closed tree') + ${JSON.stringify(w('text in a closed tree'))};
</script></html>`;
}
