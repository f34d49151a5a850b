import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

/** One way in which something private gets into a page. */
interface InputPath {
  readonly way: string;
  use(page: Page, word: string, scratch: string): Promise<void>;
}

const typeInto =
  (selector: string, spell: (word: string) => string = (word) => word): InputPath['use'] =>
  async (page, word) => {
    await page.locator(selector).click();
    await page.keyboard.type(spell(word), { delay: 4 });
  };

/** Every field type and input path that real, trusted input can reach. */
export const inputPaths: readonly InputPath[] = [
  { way: 'typed text', use: typeInto('#text') },
  { way: 'typed search', use: typeInto('#search') },
  { way: 'typed mail address', use: typeInto('#email', (word) => `${word}@corp.example`) },
  { way: 'typed address', use: typeInto('#url', (word) => `https://corp.example/${word}?${word}=1`) },
  { way: 'typed paragraph', use: typeInto('#area', (word) => `Please ask ${word} about it. ${word.toUpperCase()}!`) },
  { way: 'typed rich text', use: typeInto('#rich') },
  { way: 'typed password', use: typeInto('#password') },
  { way: 'typed card number field', use: typeInto('#card') },
  { way: 'typed one-time code', use: typeInto('#otp') },
  { way: 'typed field that styles mask', use: typeInto('#masked') },
  {
    way: 'typed password, shown while typing goes on',
    use: async (page, word) => {
      await page.locator('#toggled').click();
      await page.keyboard.type(word.slice(0, 6));
      await page.locator('#show').click();
      await page.locator('#toggled').click();
      await page.keyboard.press('End');
      await page.keyboard.type(word);
    },
  },
  { way: 'typed in an open tree', use: typeInto('#open input') },
  {
    way: 'typed in a closed tree',
    use: async (page, word) => {
      const box = await page.locator('#closed').boundingBox();
      if (box === null) throw new Error('the closed tree is not shown');
      await page.mouse.click(box.x + 140, box.y + 12);
      await page.keyboard.type(word);
    },
  },
  {
    way: 'typed in a frame',
    use: async (page, word) => {
      await page.frameLocator('#inner').locator('#inside').click();
      await page.keyboard.type(word);
    },
  },
  {
    way: 'typed into no field',
    use: async (page, word) => {
      await page.mouse.click(3, 3);
      await page.keyboard.type(word);
    },
  },
  {
    way: 'cut, pasted, undone and done again',
    use: async (page, word) => {
      await page.locator('#text').click();
      await page.keyboard.press('Control+A');
      await page.keyboard.type(word);
      for (const keys of ['Control+A', 'Control+C', 'Control+X', 'Control+V', 'Control+Z', 'Control+Shift+Z']) {
        await page.keyboard.press(keys);
      }
      await page.locator('#area').click();
      await page.keyboard.press('Control+V');
    },
  },
  {
    way: 'composed by an input method',
    use: async (page, word) => {
      await page.locator('#search').click();
      const session = await page.context().newCDPSession(page);
      for (const end of [3, 7, word.length]) {
        await session.send('Input.imeSetComposition', {
          text: word.slice(0, end),
          selectionStart: end,
          selectionEnd: end,
        });
      }
      await session.send('Input.insertText', { text: word });
      await session.detach();
    },
  },
  {
    way: 'dragged into a field',
    use: async (page) => {
      await page.locator('#dropped').dragTo(page.locator('#area'));
    },
  },
  {
    way: 'name of a chosen file',
    use: async (page, word, scratch) => {
      const file = join(scratch, `${word}.pdf`);
      await writeFile(file, word);
      await page.locator('#file').setInputFiles(file);
    },
  },
  {
    way: 'title of the page',
    use: async (page, word) => {
      await page.evaluate(`document.title = '${word} – Mail'`);
      await page.locator('#titled').click();
    },
  },
  {
    way: 'address of the page',
    use: async (page, word) => {
      await page.evaluate(`history.pushState({ part: '${word}' }, '', '/people/${word}?${word}=${word}#${word}')`);
      await page.locator('#titled').click();
    },
  },
];

/** Everything with a name that can be pressed, chosen or ticked. */
export async function pressEverything(page: Page): Promise<void> {
  for (const target of ['#button', '#titled', '#labelled', '#referred', '#link', '#picture', '#drawing', '#canvas']) {
    await page.locator(target).click();
  }
  for (const target of ['#cell', '#row', '#check', '#radio', '#details summary', 'h1', 'caption', '#generated']) {
    await page.locator(target).click();
  }
  await page.locator('#select').selectOption({ index: 1 });
  await page.locator('#select').focus();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowDown');
  await page.locator('#cell').click({ button: 'right' });
  await page.keyboard.press('Escape');
  await page.locator('#cell').dblclick();
}
