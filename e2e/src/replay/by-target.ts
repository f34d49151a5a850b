import type { StepRow } from '@assent/dataset';
import type { Frame, Locator, Page } from 'playwright-core';
import type { TaskHand } from './task.ts';

/**
 * Plays a dataset's steps by what they say was acted on: frame, role, name, id, path. A place counts only inside the
 * control. Where a control cannot be found by any of these (a closed shadow tree hides it from everyone) it says so.
 */
export async function playByTarget(start: Page, rows: readonly StepRow[], hand: TaskHand): Promise<void> {
  const tabs = new Map<number, Page>();
  // The first step is the way to the page, which is open already.
  const steps = rows[0]?.action.type === 'navigate' ? rows.slice(1) : rows;
  tabs.set(rows[0]?.tab ?? 0, start);
  for (const row of steps) {
    const page = tabs.get(row.tab) ?? (await newest(start, tabs));
    tabs.set(row.tab, page);
    await page.waitForLoadState('load');
    await playStep(page, row, hand);
    await page.waitForTimeout(60).catch(() => undefined);
  }
}

/** The tab that was opened last and has no number yet. */
async function newest(start: Page, tabs: ReadonlyMap<number, Page>): Promise<Page> {
  const context = start.context();
  const fresh = () => context.pages().findLast((page) => ![...tabs.values()].includes(page));
  return fresh() ?? (await context.waitForEvent('page'));
}

async function playStep(page: Page, row: StepRow, hand: TaskHand): Promise<void> {
  const { action } = row;
  switch (action.type) {
    case 'tab_switch':
      return page.bringToFront();
    case 'tab_open':
      return;
    case 'tab_close':
      return page.close();
    case 'navigate':
      await page.goto(`${row.page.origin}${row.page.path}`);
      return;
    case 'wait':
      return page.waitForTimeout(Math.min(3000, action.wait_ms ?? 0));
    case 'done':
      return;
    case 'scroll':
      await page.mouse.move(action.x ?? 0, action.y ?? 0);
      return page.mouse.wheel(action.scroll_dx ?? 0, action.scroll_dy ?? 0);
    default:
      return playOn(page, row, hand);
  }
}

async function playOn(page: Page, row: StepRow, hand: TaskHand): Promise<void> {
  const { action, target } = row;
  const control = target === null ? null : await find(page, row);
  if (control === null) return playAnywhere(page, row);
  const [w, h] = [target?.box.w ?? 0, target?.box.h ?? 0];
  const inside = { x: (action.x ?? 0) - (target?.box.x ?? 0), y: (action.y ?? 0) - (target?.box.y ?? 0) };
  const position = inside.x >= 0 && inside.y >= 0 && inside.x < w && inside.y < h ? { position: inside } : {};
  // The contracts know no other modifiers and, for clicks that pages see, no other buttons.
  const modifiers = action.modifiers as ('Alt' | 'Control' | 'Meta' | 'Shift')[];
  const button = (action.button ?? 'left') as 'left' | 'middle' | 'right';
  switch (action.type) {
    case 'click':
    case 'context_click':
      return control.click({ ...position, modifiers, button });
    case 'double_click':
      return control.dblclick({ ...position, modifiers, button });
    case 'triple_click':
      return control.click({ ...position, modifiers, button, clickCount: 3 });
    case 'hover':
      return control.hover(position);
    case 'check':
      if ((target?.checked ?? null) !== action.checked || target?.checked === null) await control.click();
      return;
    case 'select':
      await control.selectOption({ label: action.option ?? '' });
      return;
    case 'upload':
      return control.setInputFiles(hand.file);
    case 'drag':
      return drag(page, control, row);
    case 'type':
      if (target?.field_kind === 'date' || target?.field_kind === 'range') return control.fill(action.text ?? '');
      await focus(control);
      return type(page, row, hand);
    default:
      await focus(control);
      return playAnywhere(page, row);
  }
}

/** What needs no control: keys go to whatever has the focus, the pointer to its place. */
async function playAnywhere(page: Page, { action, target }: StepRow): Promise<void> {
  switch (action.type) {
    case 'key':
      for (let time = 0; time < (action.repeat ?? 1); time++) await page.keyboard.press(action.keys ?? '');
      return;
    case 'copy':
      return page.keyboard.press('Control+c');
    case 'cut':
      return page.keyboard.press('Control+x');
    case 'paste':
      return page.keyboard.press('Control+v');
    default:
      throw new Error(`no control for ${action.type}: ${target?.role} in ${target?.shadow} shadow`);
  }
}

async function type(page: Page, { action, target }: StepRow, { password }: TaskHand): Promise<void> {
  if (action.mode === 'replace') await page.keyboard.press('Control+a');
  const text = action.secret === null ? (action.text ?? '') : target?.field_secret === 'password' ? password : '';
  if (text === '') return page.keyboard.press('Delete');
  return page.keyboard.type(text);
}

async function drag(page: Page, control: Locator, { action, target }: StepRow): Promise<void> {
  await control.scrollIntoViewIfNeeded();
  const box = await control.boundingBox();
  if (box === null || target === null) throw new Error('nothing to drag');
  const [dx, dy] = [box.x - target.box.x, box.y - target.box.y];
  await page.mouse.move((action.x ?? 0) + dx, (action.y ?? 0) + dy);
  await page.mouse.down();
  for (const point of action.path) await page.mouse.move(point.x + dx, point.y + dy, { steps: 2 });
  await page.mouse.move((action.end_x ?? 0) + dx, (action.end_y ?? 0) + dy, { steps: 4 });
  return page.mouse.up();
}

/** Gives a control the focus unless it is there or inside it already. */
async function focus(control: Locator): Promise<void> {
  await control.evaluate((element) => {
    if (element instanceof HTMLElement && !element.matches(':focus, :focus-within')) element.focus();
  });
}

/** The one control that fits what a step says of it; null if none does. Waits a little for it to appear. */
async function find(page: Page, { frame, target }: StepRow): Promise<Locator | null> {
  if (target === null) return null;
  for (let turn = 0; turn < 20; turn++) {
    const inner = frameOf(page, frame.path);
    if (inner !== null) {
      for (const candidate of candidates(inner, target)) {
        if ((await candidate.count()) === 1) return candidate;
      }
    }
    await page.waitForTimeout(100);
  }
  return null;
}

function* candidates(frame: Frame, target: NonNullable<StepRow['target']>): Iterable<Locator> {
  const { role, name, selector_test_id: testId, selector_id: id, selector_css: css } = target;
  const path = css === null ? null : frame.locator(`css=${css}`);
  if (testId !== null) yield frame.getByTestId(testId);
  if (name !== null && name !== '' && role !== 'generic') {
    // A role that the dataset knows; the driver takes it or finds nothing.
    const named = frame.getByRole(role as Parameters<Frame['getByRole']>[0], { name, exact: true });
    yield named;
    if (path !== null) yield named.and(path);
  }
  if (id !== null) yield frame.locator(`css=#${id}`);
  if (path !== null) yield path;
}

function frameOf(page: Page, path: readonly number[]): Frame | null {
  let frame: Frame | undefined = page.mainFrame();
  for (const index of path) frame = frame?.childFrames()[index];
  return frame ?? null;
}
