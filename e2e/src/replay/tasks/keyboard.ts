import { task, type WebTask } from '../task.ts';

const ok = '<button type="button" id="ok">Submit</button>';

/** Tasks in which something is written or pressed. */
export const keyboardTasks: readonly WebTask[] = [
  task(
    'enter-text',
    'Enter "blue river" and submit.',
    `<label>Words <input id="words"></label> ${ok}`,
    `$('ok').onclick = () => win($('words').value === 'blue river');`,
    async (page) => {
      await page.click('#words');
      await page.keyboard.type('blue river');
      await page.click('#ok');
    },
  ),
  task(
    'correct-text',
    'Make the text "The green house".',
    `<label>Words <input id="words" value="The red house" style="width:300px"></label> ${ok}`,
    `$('ok').onclick = () => win($('words').value === 'The green house');`,
    async (page) => {
      await page.dblclick('#words', { position: { x: 42, y: 10 } });
      await page.keyboard.type('gret');
      await page.keyboard.press('Backspace');
      await page.keyboard.type('en');
      await page.click('#ok');
    },
  ),
  task(
    'overwrite-text',
    'Replace the text by "done".',
    `<label>State <input id="words" value="in progress now"></label> ${ok}`,
    `$('ok').onclick = () => win($('words').value === 'done');`,
    async (page) => {
      await page.click('#words', { clickCount: 3 });
      await page.keyboard.type('done');
      await page.click('#ok');
    },
  ),
  task(
    'insert-text',
    'Put "very " before "good".',
    `<label>Words <input id="words" value="good"></label> ${ok}`,
    `$('ok').onclick = () => win($('words').value === 'very good');`,
    async (page) => {
      await page.click('#words');
      await page.keyboard.press('Home');
      await page.keyboard.type('very ');
      await page.click('#ok');
    },
  ),
  task(
    'delete-text',
    'Delete the last three letters.',
    `<label>Words <input id="words" value="barnowl"></label> ${ok}`,
    `$('ok').onclick = () => win($('words').value === 'barn');`,
    async (page) => {
      await page.click('#words');
      await page.keyboard.press('End');
      for (let i = 0; i < 3; i++) await page.keyboard.press('Backspace');
      await page.click('#ok');
    },
  ),
  task(
    'write-lines',
    'Write "one" and "two" on two lines.',
    `<label>Note <textarea id="note"></textarea></label> ${ok}`,
    `$('ok').onclick = () => win($('note').value === 'one\\ntwo');`,
    async (page) => {
      await page.click('#note');
      await page.keyboard.type('one');
      await page.keyboard.press('Enter');
      await page.keyboard.type('two');
      await page.click('#ok');
    },
  ),
  task(
    'use-autocomplete',
    'Choose Bermuda.',
    `<label>Country <input id="country" autocomplete="off"></label><ul id="list" role="listbox"></ul> ${ok}`,
    `$('country').oninput = () => { $('list').innerHTML = ['Belgium', 'Benin', 'Bermuda', 'Bern'].filter((n) => n.toLowerCase().startsWith($('country').value)).map((n) => '<li role="option">' + n + '</li>').join(''); };
     $('list').onmousedown = (e) => { e.preventDefault(); $('country').value = e.target.textContent; $('list').innerHTML = ''; };
     $('ok').onclick = () => win($('country').value === 'Bermuda');`,
    async (page) => {
      await page.click('#country');
      await page.keyboard.type('ber');
      await page.click('#list li');
      await page.click('#ok');
    },
  ),
  task(
    'combobox-by-arrows',
    'Choose Cherry with the arrow keys.',
    `<label>Fruit <input id="fruit" role="combobox" aria-expanded="false" autocomplete="off"></label><ul id="list" role="listbox"></ul> ${ok}`,
    `const fruits = ['Apple', 'Banana', 'Cherry']; let at = -1;
     $('fruit').onkeydown = (e) => { if (e.key === 'ArrowDown') { at += 1; e.preventDefault(); } if (e.key === 'Enter' && at >= 0) { $('fruit').value = fruits[at]; } };
     $('ok').onclick = () => win($('fruit').value === 'Cherry');`,
    async (page) => {
      await page.click('#fruit');
      for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await page.click('#ok');
    },
  ),
  task(
    'choose-date',
    'Choose 4 March 2026.',
    `<label>Day <input type="date" id="day"></label> ${ok}`,
    `$('ok').onclick = () => win($('day').value === '2026-03-04');`,
    async (page) => {
      await page.click('#day', { position: { x: 10, y: 10 } });
      await page.keyboard.type('03042026');
      await page.click('#ok');
    },
  ),
  task(
    'choose-time',
    'Choose half past nine in the morning.',
    `<label>Time <input type="time" id="time"></label> ${ok}`,
    `$('ok').onclick = () => win($('time').value === '09:30');`,
    async (page) => {
      await page.click('#time', { position: { x: 10, y: 10 } });
      await page.keyboard.type('0930AM');
      await page.click('#ok');
    },
  ),
  task(
    'slider-by-keys',
    'Set the level to 7.',
    `<label>Level <input type="range" id="level" min="0" max="10" value="5"></label> ${ok}`,
    `$('ok').onclick = () => win($('level').value === '7');`,
    async (page) => {
      await page.focus('#level');
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowRight');
      await page.click('#ok');
    },
    { cannot: { place: 'the focus came by script: no pointer or key to replay says where it is' } },
  ),
  task(
    'select-list',
    'Set the state to Closed.',
    `<label>State <select id="state"><option>Open<option>Sent<option>Closed</select></label> ${ok}`,
    `$('ok').onclick = () => win($('state').value === 'Closed');`,
    async (page) => {
      await page.focus('#state');
      await page.keyboard.type('Cl');
      await page.click('#ok');
    },
  ),
  task(
    'copy-paste',
    'Copy the code into the second field.',
    `<label>Code <input id="code" value="quiet lake" readonly></label> <label>Copy <input id="copy"></label> ${ok}`,
    `$('ok').onclick = () => win($('copy').value === $('code').value);`,
    async (page) => {
      await page.click('#code');
      await page.keyboard.press('Control+a');
      await page.keyboard.press('Control+c');
      await page.click('#copy');
      await page.keyboard.press('Control+v');
      await page.click('#ok');
    },
  ),
  task(
    'copy-text',
    'Copy the sentence into the field.',
    `<p id="text" style="display:inline-block">silver morning</p><p><label>Copy <input id="copy"></label> ${ok}</p>`,
    `$('ok').onclick = () => win($('copy').value.trim() === 'silver morning');`,
    async (page) => {
      const box = await page.locator('#text').boundingBox();
      if (box === null) throw new Error('no text');
      await page.mouse.move(box.x + 1, box.y + 9);
      await page.mouse.down();
      await page.mouse.move(box.x + box.width - 0.5, box.y + 9, { steps: 6 });
      await page.mouse.up();
      await page.keyboard.press('Control+c');
      await page.click('#copy');
      await page.keyboard.press('Control+v');
      await page.click('#ok');
    },
  ),
  task(
    'rich-editor',
    'Write "hello" in bold.',
    `<div id="note" contenteditable role="textbox" aria-label="Note" style="border:1px solid;width:300px;height:60px"></div> ${ok}`,
    `$('ok').onclick = () => win(/<b>hello<\\/b>|font-weight: ?(bold|700)/.test($('note').innerHTML) && $('note').textContent === 'hello');`,
    async (page) => {
      await page.click('#note');
      await page.keyboard.press('Control+b');
      await page.keyboard.type('hello');
      await page.click('#ok');
    },
  ),
  task(
    'rich-paragraphs',
    'Write two paragraphs "first" and "second".',
    `<div id="note" contenteditable aria-label="Note" style="border:1px solid;width:300px;height:80px"></div> ${ok}`,
    `$('ok').onclick = () => win($('note').innerText.trim().split(/\\n+/).join('|') === 'first|second');`,
    async (page) => {
      await page.click('#note');
      await page.keyboard.type('first');
      await page.keyboard.press('Enter');
      await page.keyboard.type('second');
      await page.click('#ok');
    },
  ),
  task(
    'double-click-edit',
    'Rename the title to "Plan B".',
    '<h2 id="title">Draft</h2>',
    `$('title').ondblclick = () => { const f = document.createElement('input'); f.ariaLabel = 'Title'; f.value = $('title').textContent; $('title').replaceWith(f); f.select();
       f.focus(); f.onkeydown = (e) => { if (e.key === 'Enter') win(f.value === 'Plan B'); }; };`,
    async (page) => {
      await page.dblclick('#title', { position: { x: 20, y: 10 } });
      await page.keyboard.type('Plan B');
      await page.keyboard.press('Enter');
    },
  ),
  task(
    'save-by-shortcut',
    'Write "kept" and save by Control and S.',
    '<label>Text <input id="text"></label>',
    `document.onkeydown = (e) => { if (e.ctrlKey && e.key === 's') { e.preventDefault(); win($('text').value === 'kept'); } };`,
    async (page) => {
      await page.click('#text');
      await page.keyboard.type('kept');
      await page.keyboard.press('Control+s');
    },
  ),
  task(
    'single-keys',
    'Press j twice, then x.',
    '<div id="list">Rows</div>',
    `let pressed = ''; document.onkeydown = (e) => { pressed += e.key; if (pressed.endsWith('x')) win(pressed === 'jjx'); };`,
    async (page) => {
      await page.click('#list');
      await page.keyboard.press('j');
      await page.keyboard.press('j');
      await page.keyboard.press('x');
    },
    {
      cannot: {
        place: 'a key that writes a character outside a field is never recorded',
        target: 'a key that writes a character outside a field is never recorded',
      },
    },
  ),
  task(
    'todo-by-enter',
    'Add "milk" and "bread".',
    '<label>Add <input id="add"></label><ul id="list"></ul>',
    `$('add').onkeydown = (e) => { if (e.key !== 'Enter') return; $('list').insertAdjacentHTML('beforeend', '<li>' + $('add').value + '</li>'); $('add').value = '';
       if ($('list').childElementCount === 2) win($('list').innerText.split('\\n').join() === 'milk,bread'); };`,
    async (page) => {
      await page.click('#add');
      await page.keyboard.type('milk');
      await page.keyboard.press('Enter');
      await page.keyboard.type('bread');
      await page.keyboard.press('Enter');
    },
  ),
  task(
    'tab-through-form',
    'Fill in the form with the keyboard.',
    `<form id="form"><label>First <input id="first"></label> <label>Last <input id="last"></label> <label><input type="checkbox" id="agree"> I agree</label> <button>Send</button></form>`,
    `$('form').onsubmit = (e) => { e.preventDefault(); win($('first').value === 'maplewood' && $('last').value === 'fieldstone' && $('agree').checked); };`,
    async (page) => {
      await page.click('#first');
      await page.keyboard.type('maplewood');
      await page.keyboard.press('Tab');
      await page.keyboard.type('fieldstone');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Space');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
    },
  ),
  task(
    'letters-move-on',
    'Write "cat" into the three boxes.',
    `${[1, 2, 3].map((n) => `<input aria-label="Letter ${n}" maxlength="1" size="1" class="l">`).join(' ')} ${ok}`,
    `const boxes = [...document.querySelectorAll('.l')]; boxes.forEach((b, i) => { b.oninput = () => boxes[i + 1]?.focus(); });
     $('ok').onclick = () => win(boxes.map((b) => b.value).join('') === 'cat');`,
    async (page) => {
      await page.click('.l >> nth=0');
      await page.keyboard.type('cat');
      await page.click('#ok');
    },
    {
      cannot: {
        place: 'a code typed box by box is hidden whatever the site',
        target: 'a code typed box by box is hidden whatever the site',
      },
    },
  ),
  task(
    'grouped-amount',
    'Enter the amount 1234567.',
    `<label>Amount <input id="amount"></label> ${ok}`,
    `$('amount').oninput = () => { const n = $('amount').value.replace(/\\D/g, ''); $('amount').value = n.replace(/\\B(?=(\\d{3})+$)/g, ','); };
     $('ok').onclick = () => win($('amount').value === '1,234,567');`,
    async (page) => {
      await page.click('#amount');
      await page.keyboard.type('1234567');
      await page.click('#ok');
    },
  ),
  task(
    'spin-number',
    'Set the count to 3 with the arrow key.',
    `<label>Count <input type="number" id="count" value="1"></label> ${ok}`,
    `$('ok').onclick = () => win($('count').value === '3');`,
    async (page) => {
      await page.click('#count', { position: { x: 20, y: 10 } });
      await page.keyboard.press('ArrowUp');
      await page.keyboard.press('ArrowUp');
      await page.click('#ok');
    },
  ),
  task(
    'take-back',
    'Write "oak", delete it by undo, and submit nothing.',
    `<label>Words <input id="words"></label> ${ok}`,
    `let was = ''; $('words').oninput = () => { if ($('words').value.length > was.length) was = $('words').value; };
     $('ok').onclick = () => win(was === 'oak' && $('words').value === '');`,
    async (page) => {
      await page.click('#words');
      await page.keyboard.type('oak');
      await page.keyboard.press('Control+z');
      await page.click('#ok');
    },
  ),
  task(
    'sign-in',
    'Sign in as "willow" with the password you were given.',
    `<form id="form"><label>User <input id="user"></label> <label>Password <input type="password" id="pass"></label> <button>Sign in</button></form>`,
    `$('form').onsubmit = (e) => { e.preventDefault(); win($('user').value === 'willow' && $('pass').value === 'Zebra-Lantern-42'); };`,
    async (page, { password }) => {
      await page.click('#user');
      await page.keyboard.type('willow');
      await page.click('#pass');
      await page.keyboard.type(password);
      await page.keyboard.press('Enter');
    },
  ),
];
