import type { Call } from '@assent/dataset';
import type { Frame, Page } from 'playwright-core';

/**
 * Plays the calls of an AgentNet export as a program at the screen would: by place, on whatever is in front. It knows
 * nothing of the page but how large it is.
 */
export async function playByPlace(page: Page, steps: readonly (readonly Call[])[], password: string): Promise<void> {
  let front = page;
  page.context().on('page', (opened) => {
    front = opened;
  });
  for (const calls of steps) {
    for (const call of calls) {
      await front.waitForLoadState('domcontentloaded');
      await play(front, call, password);
    }
    await settle(front);
  }
}

/** Until the page has drawn what it was made to do. */
async function settle(page: Page): Promise<void> {
  await page.waitForTimeout(120);
  await page.waitForLoadState('load').catch(() => undefined);
}

async function play(page: Page, { name, positional, keywords }: Call, password: string): Promise<void> {
  const size = page.viewportSize() ?? { width: 1, height: 1 };
  const [x, y] = [Number(keywords['x']) * size.width, Number(keywords['y']) * size.height];
  switch (name) {
    case 'pyautogui.click':
      return page.mouse.click(x, y);
    case 'pyautogui.rightClick':
      return page.mouse.click(x, y, { button: 'right' });
    case 'pyautogui.middleClick':
      return page.mouse.click(x, y, { button: 'middle' });
    case 'pyautogui.doubleClick':
      return page.mouse.dblclick(x, y);
    case 'computer.tripleClick':
      return page.mouse.click(x, y, { clickCount: 3 });
    case 'pyautogui.moveTo':
      return page.mouse.move(x, y, { steps: 3 });
    case 'pyautogui.dragTo':
      await page.mouse.down();
      await page.mouse.move(x, y, { steps: 12 });
      return page.mouse.up();
    case 'pyautogui.scroll':
      return page.mouse.wheel(0, -100 * Number(positional[0]));
    case 'pyautogui.hscroll':
      return page.mouse.wheel(100 * Number(positional[0]), 0);
    case 'pyautogui.write':
      return page.keyboard.type(filledIn(String(keywords['message']), password));
    case 'pyautogui.press':
      for (const key of listOf(keywords['keys'])) await page.keyboard.press(keyOf(key));
      return;
    case 'pyautogui.hotkey': {
      const keys = listOf(keywords['keys']).map(keyOf);
      for (const key of keys) await page.keyboard.down(key);
      for (const key of keys.toReversed()) await page.keyboard.up(key);
      return;
    }
    case 'pyautogui.keyDown':
      return page.keyboard.down(keyOf(String(keywords['key'])));
    case 'pyautogui.keyUp':
      return page.keyboard.up(keyOf(String(keywords['key'])));
    case 'browser.select_option':
      return choose(page, x, y, String(keywords['value']));
    case 'computer.wait':
      return page.waitForTimeout(500);
    case 'computer.terminate':
      return;
    default:
      throw new Error(`unknown call ${name}`);
  }
}

/** Gives the field at a place a value: an option by its label, or a date and the like by its value. */
async function choose(page: Page, x: number, y: number, value: string): Promise<void> {
  const { frame, at } = await frameAt(page, x, y);
  const field = await frame.evaluateHandle(([left, top]) => document.elementFromPoint(left, top), at);
  const element = field.asElement();
  if (element === null) throw new Error('nothing to choose from');
  if (await element.evaluate((node) => node.nodeName === 'SELECT')) await element.selectOption({ label: value });
  else await element.fill(value);
}

async function frameAt(
  page: Page,
  x: number,
  y: number,
): Promise<{ readonly frame: Frame; readonly at: [number, number] }> {
  for (const frame of page.frames().toReversed()) {
    if (frame === page.mainFrame()) continue;
    const box = await (await frame.frameElement()).boundingBox();
    if (box !== null && x >= box.x && y >= box.y && x <= box.x + box.width && y <= box.y + box.height) {
      return { frame, at: [x - box.x, y - box.y] };
    }
  }
  return { frame: page.mainFrame(), at: [x, y] };
}

/** A secret is a slot: the replaying side is given what belongs in it. */
function filledIn(text: string, password: string): string {
  return text.replaceAll(/<secret:[^>]+>/g, password);
}

function listOf(value: Call['keywords'][string] | undefined): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

const keyNames: Readonly<Record<string, string>> = {
  ctrl: 'Control',
  shift: 'Shift',
  alt: 'Alt',
  win: 'Meta',
  enter: 'Enter',
  tab: 'Tab',
  esc: 'Escape',
  backspace: 'Backspace',
  delete: 'Delete',
  home: 'Home',
  end: 'End',
  left: 'ArrowLeft',
  right: 'ArrowRight',
  up: 'ArrowUp',
  down: 'ArrowDown',
  space: 'Space',
};

function keyOf(name: string): string {
  return keyNames[name] ?? name;
}
