import { builtExtension } from '@assent/testkit/shared';
import type { Page } from 'playwright-core';
import { step } from '@assent/testkit/step';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { KeepProposal } from '@assent/contracts';
import { proposalDigest } from '@assent/safeguards';
import { FakeCollector } from '../testing/fake-collector.ts';
import { joinProgram } from '../testing/join.ts';
import { launchWithExtension, type ExtensionBrowser } from '../testing/launch.ts';
import { serveSite, type TestSite } from '../testing/site.ts';

const extensionDir = await builtExtension();
const tickets = `<!doctype html><title>Tickets</title>
<h1>Tickets</h1>
<form onsubmit="return false">
  <label>Ticket title <input name="title"></label>
  <label>Note <input name="note" value="crocodile lunch"></label>
  <label>Password <input type="password" name="password" value="correct-horse"></label>
  <label>Draft <input type="password" name="draft"></label>
  <button type="button" onclick="document.querySelector('[name=draft]').type = 'text'">Show</button>
  <button type="button">Edit Vanterpool</button>
  <button type="button">Save</button> <button type="button">Archive</button>
</form>`;

let browser: ExtensionBrowser;
let site: TestSite;
let unlisted: TestSite;
let collector: FakeCollector;
let work: Page;
let proposal: KeepProposal;
let markers = 0;

async function openPage(page: string): Promise<Page> {
  const tab = await browser.context.newPage();
  await tab.goto(`chrome-extension://${browser.extensionId}/${page}`);
  return tab;
}

/** What was typed into fields, as review shows it, once a press made after it is there too. */
async function typedSteps(): Promise<string[]> {
  const button = markers++ % 2 === 0 ? 'Save' : 'Archive';
  await work.bringToFront();
  await work.getByRole('button', { name: button }).click();
  const review = await browser.openReview();
  const sentences = review.locator('.step-sentence');
  // The press is the newest step as soon as everything before it is in.
  await expect.poll(() => sentences.last().textContent(), { timeout: 90_000 }).toBe(`Click “${button}”`);
  const steps = await sentences.allTextContents();
  await review.close();
  return steps
    .map((step) => step.replace(/^Replace the text in (“.*”) with (“.*”|something secret)$/, 'Type $2 into $1'))
    .filter((step) => step.startsWith('Type'));
}

async function typeInto(field: string, text: string): Promise<void> {
  await work.bringToFront();
  await work.getByLabel(field).fill('');
  await work.getByLabel(field).click();
  await work.keyboard.type(text);
}

describe('what a participant decides, in a real browser', () => {
  beforeAll(async () => {
    site = await serveSite({ '/': tickets });
    unlisted = await serveSite({ '/': tickets });
    proposal = {
      id: 'ticket-title',
      origin: site.origin,
      field: { name: 'Ticket title', role: null },
      keep: 'literal',
      why: 'To learn how people name tickets.',
    };
    collector = await FakeCollector.start({
      sites: [{ origin: site.origin, name: 'Tickets' }],
      coolingOffSeconds: 3600,
      proposals: [proposal],
    });
    browser = await launchWithExtension({ extensionDir });
    await joinProgram(browser, collector);
    work = await browser.context.newPage();
    await work.goto(site.origin);
    await work.locator('html > div').waitFor({ state: 'attached' });
  });
  afterAll(async () => {
    await browser?.close();
    await Promise.all([site?.close(), unlisted?.close(), collector?.close()]);
  });

  test('is shown, obeyed from then on, and can be taken back', { timeout: 1_500_000 }, async () => {
    await step(
      'a preview of the page shows kept words, tokens with their reason, and nothing that stands in a field',
      async () => {
        const preview = await openPage('preview.html');
        await preview.getByRole('button', { name: 'Look at this page' }).click();
        const seen = preview.getByRole('region', { name: 'What would be kept of Tickets' });
        await seen.getByText('Save', { exact: true }).waitFor();
        expect(await seen.getByRole('listitem').allTextContents()).toEqual(
          expect.arrayContaining([
            expect.stringMatching(/^Text field.*Of what you enter here, ordinary words are kept/s),
            expect.stringMatching(/^Text field.*Password.*Nothing of what you enter here is kept. A password/s),
          ]),
        );
        // By keyboard alone.
        const edit = seen.getByRole('listitem').filter({ hasText: 'Edit' });
        await edit.getByRole('button', { name: /^Hidden, kept as/ }).focus();
        await preview.keyboard.press('Enter');
        await preview.getByText('Words with capital letters are often names.').waitFor();
        await preview.keyboard.press('Escape');
        expect(await preview.content()).not.toMatch(/crocodile|lunch|correct|horse/);
        await preview.close();
        // Looking was no step, and no text of it: only the visit itself is there.
        expect(await typedSteps()).toEqual([]);
      },
    );

    await step('asked from the popup, a listed site is looked at and one that is not listed is not', async () => {
      const elsewhere = await browser.context.newPage();
      await elsewhere.goto(unlisted.origin);
      const preview = await openPage('preview.html');
      const tab = await preview.evaluate(async (origin) => {
        const [found] = await chrome.tabs.query({ url: `${origin}/*` });
        return found?.id;
      }, unlisted.origin);
      await preview.goto(`chrome-extension://${browser.extensionId}/preview.html#tab=${tab}`);
      await preview.reload();
      await preview.getByText('Nothing would be kept.').waitFor();
      await preview.getByText(/Never recorded. The page was not looked at./).waitFor();
      // Where it is listed, the same question is answered by a look.
      const listed = await preview.evaluate(async (origin) => {
        const [found] = await chrome.tabs.query({ url: `${origin}/*` });
        return found?.id;
      }, site.origin);
      await preview.goto(`chrome-extension://${browser.extensionId}/preview.html#tab=${listed}`);
      await preview.reload();
      await preview.getByRole('region', { name: 'What would be kept of Tickets' }).waitFor();
      await Promise.all([preview.close(), elsewhere.close()]);
    });

    await step('a password that is shown in the clear stays one, for the preview and after a pause', async () => {
      await work.bringToFront();
      await work.getByRole('button', { name: 'Show' }).click();
      const popup = await browser.openPopup();
      await popup.getByRole('button', { name: /Pause for/ }).click();
      await popup.getByRole('button', { name: 'Resume now' }).click();
      await popup.getByRole('button', { name: /Pause for/ }).waitFor();
      await work.locator('html > div').waitFor({ state: 'attached' });
      await typeInto('Draft', 'the lunch is late');
      const steps = await typedSteps();
      expect(steps).toContainEqual('Type something secret into “Draft”');
      expect(steps.join('\n')).not.toContain('lunch');
      const preview = await openPage('preview.html');
      await preview.getByRole('button', { name: 'Look at this page' }).click();
      const draft = preview.getByRole('listitem').filter({ hasText: 'Draft' });
      await draft.getByText(/^Nothing of what you enter here is kept/).waitFor();
      await Promise.all([preview.close(), popup.close()]);
    });

    await step('a preview of a text shows what would stay and why the rest would not', async () => {
      const preview = await openPage('preview.html');
      await preview.getByLabel('Text', { exact: true }).fill('please ask Vanterpool');
      const shown = preview.getByRole('status', { name: 'As it would be kept' });
      await expect
        .poll(() => shown.locator('.parts').textContent(), { timeout: 90_000 })
        .toMatch(/^please ask ⟦Xx9-16:1⟧/);
      await shown.getByRole('button', { name: /^Hidden/ }).click();
      await preview.getByText('Instead of “Vanterpool” only this sign would be kept.').waitFor();
      await preview.close();
    });

    await step('an accepted proposal keeps what is typed from then on, and nothing that was typed before', async () => {
      await typeInto('Ticket title', 'Zoltan called');
      const decide = await openPage('decide.html');
      await decide.getByText('They say: “To learn how people name tickets.”').waitFor();
      await decide.getByRole('button', { name: 'Accept: “Ticket title” on Tickets' }).click();
      await decide.getByText('You accepted').waitFor();
      await typeInto('Ticket title', 'Vanterpool wants 12 chairs');
      await typeInto('Note', 'Quillfeather wants a table');
      const steps = await typedSteps();
      expect(steps).toContainEqual('Type “Vanterpool wants 12 chairs” into “Ticket title”');
      expect(steps.join('\n')).not.toMatch(/Zoltan|Quillfeather/);
      expect(steps.filter((step) => step.includes('called'))).toEqual(['Type “hidden called” into “Ticket title”']);

      await decide.bringToFront();
      await decide.getByRole('button', { name: 'Take back: “Ticket title” on Tickets' }).click();
      await decide.getByText('Not accepted').waitFor();
      await typeInto('Ticket title', 'Wolfgang wants lamps');
      const after = await typedSteps();
      expect(after).toContainEqual('Type “hidden wants lamps” into “Ticket title”');
      // What waits for review stays as it was made.
      expect(after).toContainEqual('Type “Vanterpool wants 12 chairs” into “Ticket title”');
      await decide.close();
    });

    await step('a word that the participant hides is hidden from the next step on, until it is removed', async () => {
      await typeInto('Note', 'the order is late');
      expect(await typedSteps()).toContainEqual('Type “the order is late” into “Note”');
      const decide = await openPage('decide.html');
      await decide.getByLabel('A word').fill('---');
      await decide.keyboard.press('Enter');
      await decide.getByText('There is no letter or digit in it.').waitFor();
      expect(await decide.getByLabel('A word').inputValue()).toBe('---');
      await decide.getByLabel('A word').fill('Order');
      await decide.keyboard.press('Enter');
      const remove = decide.getByRole('button', { name: 'Do not hide “Order” any more' });
      await remove.waitFor();
      await typeInto('Note', 'an order for lunch');
      expect(await typedSteps()).toContainEqual('Type “an hidden for lunch” into “Note”');

      await typeInto('Note', 'no order yet');
      await decide.bringToFront();
      await remove.click();
      await remove.waitFor({ state: 'detached' });
      await typeInto('Note', 'new order here');
      const steps = await typedSteps();
      // What was typed before the word was removed is hidden still.
      expect(steps).toContainEqual('Type “no hidden yet” into “Note”');
      expect(steps).toContainEqual('Type “new order here” into “Note”');
      await decide.close();
    });

    await step('a hidden field and a site on which only the interface stays', async () => {
      const decide = await openPage('decide.html');
      await decide.getByLabel('The field called').fill('note');
      await decide.keyboard.press('Enter');
      await decide.getByText('“note” on Tickets').waitFor();
      await typeInto('Note', 'please save the order');
      expect((await typedSteps()).at(-1)).toBe('Type “hidden” into “Note”');
      await decide.bringToFront();
      // Not `check()`: the box shows what the device has stored, a moment after the click.
      const strict = decide.getByLabel(/Only the interface on Tickets/);
      await strict.click();
      await expect
        .poll(async () => (await strict.isChecked()) && (await strict.isEnabled()), { timeout: 90_000 })
        .toBe(true);
      await typeInto('Ticket title', 'save garden');
      expect((await typedSteps()).at(-1)).toBe('Type “save hidden” into “Ticket title”');
      await decide.close();
    });

    await step('the popup says why something in the last kept step is hidden', async () => {
      await work.bringToFront();
      await work.getByRole('button', { name: 'Edit Vanterpool' }).click();
      const popup = await browser.openPopup();
      await popup.getByText('Latest recorded step').click();
      await popup.getByText('Click “Edit hidden”').waitFor({ timeout: 90_000 });
      await popup.getByText('Why was this hidden?').click();
      await popup.getByText(/^What the control is called: Words with capital letters are often names/).waitFor();
      await popup.close();
    });

    await step(
      'only what the policy in force proposes can be accepted, and a changed proposal needs a new yes',
      async () => {
        const decide = await openPage('decide.html');
        const accept = (proposal: string) =>
          decide.evaluate(
            (digest) =>
              chrome.runtime.sendMessage({
                kind: 'participant-request',
                request: { type: 'accept-proposal', proposal: digest },
              }),
            proposal,
          );
        expect(await accept('0'.repeat(64))).toEqual({ ok: false, code: 'proposal-changed' });
        await decide.getByRole('button', { name: 'Accept: “Ticket title” on Tickets' }).click();
        await decide.getByText('You accepted').waitFor();
        const before = await proposalDigest(proposal);

        await collector.publish({ proposals: [{ ...proposal, why: 'To learn how people write to each other.' }] });
        const popup = await browser.openPopup();
        await popup.getByText('The program has changed.').waitFor({ timeout: 90_000 });
        await decide.bringToFront();
        await decide.getByText('They say: “To learn how people write to each other.”').waitFor();
        expect(await decide.getByRole('button', { name: /^Accept/ }).isDisabled()).toBe(true);
        expect(await accept(before)).toEqual({ ok: false, code: 'consent-first' });

        const renewal = await openPage('join.html#renew');
        await renewal.getByRole('radio', { name: /Steps only/ }).check();
        await renewal.getByRole('button', { name: 'I agree' }).click();
        await renewal.getByRole('heading', { name: 'You have joined' }).waitFor();
        await decide.bringToFront();
        await decide.getByText('The program has changed').waitFor({ state: 'detached' });
        await decide.getByText('Not accepted').waitFor();
        expect(await accept(before)).toEqual({ ok: false, code: 'proposal-changed' });
        await Promise.all([decide.close(), popup.close(), renewal.close()]);
      },
    );
  });
});
