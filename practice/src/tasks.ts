import type { Hand } from './hand.ts';
import { planted } from './planted.ts';
import type { PracticeApp } from './server.ts';
import type { World } from './world.ts';

/** A seeded office task: what to do, how a person does it, and how to tell that it was done. */
export interface Task {
  readonly id: string;
  readonly app: PracticeApp;
  readonly instruction: string;
  perform(hand: Hand, origin: string): Promise<void>;
  /** Whether the practice world shows that the task was done. */
  achieved(world: World): boolean;
}

const signIn: Task = {
  id: 'sign-in',
  app: 'invoices',
  instruction: 'Sign in to billing',
  async perform(hand, origin) {
    await hand.visit(`${origin}/login`);
    await hand.type({ role: 'textbox', name: 'User name' }, planted.userName);
    await hand.type({ role: 'textbox', name: 'Password' }, planted.password, { secret: true });
    await hand.click({ role: 'button', name: 'Sign in' });
  },
  achieved: () => true,
};

const newInvoice: Task = {
  id: 'new-invoice',
  app: 'invoices',
  instruction: 'Create an open invoice and send a copy',
  async perform(hand) {
    await hand.click({ role: 'button', name: 'New invoice' });
    await hand.type({ role: 'textbox', name: 'Customer' }, planted.person);
    await hand.type({ role: 'textbox', name: 'Email' }, planted.email);
    await hand.type({ role: 'textbox', name: 'Amount' }, '129.50');
    await hand.type({ role: 'textbox', name: 'Due date' }, '2026-12-18');
    await hand.type({ role: 'textbox', name: 'Card number' }, planted.card.replaceAll(' ', ''), { secret: true });
    await hand.select({ role: 'combobox', name: 'Status' }, 'Open');
    await hand.type(
      { role: 'textbox', name: 'Notes' },
      `please call ${planted.phone} before delivery to ${planted.address} and pay from ${planted.iban}`,
    );
    await hand.check({ role: 'checkbox', name: 'Send a copy' });
    await hand.click({ role: 'button', name: 'Save' });
  },
  achieved: (world) => world.invoices.some((invoice) => invoice.customer === planted.person && invoice.copy),
};

const findInvoice: Task = {
  id: 'find-invoice',
  app: 'invoices',
  instruction: 'Find the invoices of one supplier',
  async perform(hand) {
    await hand.type({ role: 'searchbox', name: 'Search' }, 'paper');
    await hand.rest(400);
  },
  achieved: () => true,
};

const triage: Task = {
  id: 'triage',
  app: 'desk',
  instruction: 'Raise the priority of the first ticket and answer it',
  async perform(hand, origin) {
    await hand.visit(`${origin}/`);
    await hand.click({ role: 'button', name: 'T-200' });
    await hand.select({ role: 'combobox', name: 'Priority' }, 'Urgent');
    await hand.type({ role: 'textbox', name: 'Reply' }, 'we will look at this today, thank you for the report');
    await hand.press('Control+Enter');
  },
  achieved: (world) => world.tickets.some((ticket) => ticket.id === 'T-200' && ticket.replies.length === 1),
};

const rename: Task = {
  id: 'rename',
  app: 'desk',
  instruction: 'Scroll down the list, open a late ticket and rename it',
  async perform(hand) {
    await hand.scroll({ role: 'list', name: 'Tickets' }, 600);
    await hand.click({ role: 'button', name: 'T-230' });
    await hand.doubleClick({ role: 'heading', name: '' });
    await hand.retype({ role: 'textbox', name: 'Subject' }, 'meeting room display');
    await hand.press('Enter');
    await hand.check({ role: 'checkbox', name: 'Internal note' });
    await hand.type({ role: 'textbox', name: 'Reply' }, `the token is ${planted.token}`);
    await hand.click({ role: 'button', name: 'Send reply' });
  },
  achieved: (world) =>
    world.tickets.some((ticket) => ticket.id === 'T-230' && ticket.subject === 'meeting room display'),
};

/** Work done while capture is paused: nothing of it may be recorded. */
export const duringPause: Task = {
  id: 'during-pause',
  app: 'desk',
  instruction: 'Work on while paused',
  async perform(hand) {
    await hand.click({ role: 'button', name: 'T-203' });
    await hand.type({ role: 'textbox', name: 'Reply' }, planted.paused);
    await hand.click({ role: 'button', name: 'Send reply' });
  },
  achieved: (world) => world.tickets.some((ticket) => ticket.id === 'T-203' && ticket.replies.length === 1),
};

/** Work that is recorded and then deleted in review. */
export const toBeDeleted: Task = {
  id: 'to-be-deleted',
  app: 'desk',
  instruction: 'Close a ticket that should not have been shown',
  async perform(hand) {
    await hand.click({ role: 'button', name: 'T-204' });
    await hand.type({ role: 'textbox', name: 'Reply' }, planted.deleted);
    await hand.click({ role: 'button', name: 'Close ticket' });
  },
  achieved: (world) => world.tickets.some((ticket) => ticket.id === 'T-204' && ticket.state === 'Closed'),
};

/** The ordinary tasks, in the order a morning would have them. */
export const tasks: readonly Task[] = [signIn, newInvoice, findInvoice, triage, rename];
