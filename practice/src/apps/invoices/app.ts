import type { Invoice } from '../../world.ts';
import { el, field, load, save, say, select, show } from '../dom.ts';

/** The practice billing app: sign in, list, search, new invoice. Routes are real paths through the history API. */

const statuses = ['Draft', 'Open', 'Paid', 'Overdue'] as const;

function go(path: string): void {
  history.pushState(null, '', path);
  void route();
}

async function route(): Promise<void> {
  if (location.pathname === '/invoices/new') showForm();
  else if (location.pathname === '/invoices') await showList();
  else showSignIn();
}

function showSignIn(): void {
  const user = el('input', { type: 'text', autocomplete: 'username' });
  const password = el('input', { type: 'password', autocomplete: 'current-password' });
  const reveal = el('button', {
    type: 'button',
    text: 'Show password',
    onclick: () => {
      password.type = password.type === 'password' ? 'text' : 'password';
    },
  });
  const form = el(
    'form',
    {
      onsubmit: (event) => {
        event.preventDefault();
        say('Welcome back');
        go('/invoices');
      },
    },
    el('h1', { text: 'Sign in' }),
    field('User name', user, 'user'),
    field('Password', password, 'password'),
    el('p', { class: 'bar' }, el('button', { class: 'primary', text: 'Sign in' }), reveal),
  );
  show(form);
}

async function showList(): Promise<void> {
  const invoices = await load<readonly Invoice[]>('/api/invoices');
  const body = el('tbody');
  const fill = (query: string): void => {
    const wanted = invoices.filter((invoice) => invoice.customer.toLowerCase().includes(query.toLowerCase()));
    body.replaceChildren(
      ...wanted.map((invoice) =>
        el(
          'tr',
          {},
          el('td', { text: invoice.id }),
          el('td', { text: invoice.customer }),
          el('td', { text: invoice.amount }),
          el('td', { text: invoice.due }),
          el('td', { text: invoice.status }),
        ),
      ),
    );
    say(`${wanted.length} invoices`);
  };
  const search = el('input', { type: 'search', 'aria-label': 'Search', placeholder: 'Search' });
  search.addEventListener('input', () => fill(search.value));
  show(
    el('h1', { text: 'Invoices' }),
    el(
      'div',
      { class: 'bar' },
      el('button', { class: 'primary', text: 'New invoice', onclick: () => go('/invoices/new') }),
      search,
    ),
    el(
      'table',
      {},
      el(
        'thead',
        {},
        el('tr', {}, ...['Number', 'Customer', 'Amount', 'Due', 'Status'].map((text) => el('th', { text }))),
      ),
      body,
    ),
  );
  fill('');
}

function showForm(): void {
  const customer = el('input', { type: 'text', autocomplete: 'off' });
  const email = el('input', { type: 'email', autocomplete: 'off' });
  const amount = el('input', { type: 'text', inputmode: 'decimal', autocomplete: 'off' });
  const due = el('input', { type: 'text', placeholder: 'YYYY-MM-DD', autocomplete: 'off' });
  const card = el('input', { type: 'text', inputmode: 'numeric', autocomplete: 'cc-number' });
  const status = select(statuses, 'Draft');
  const notes = el('textarea', { rows: '4' });
  const copy = el('input', { type: 'checkbox' });
  const submit = async (): Promise<void> => {
    await save('/api/invoices', {
      customer: customer.value,
      email: email.value,
      amount: amount.value,
      due: due.value,
      status: status.value,
      notes: notes.value,
      copy: copy.checked,
    });
    go('/invoices');
  };
  show(
    el(
      'form',
      {
        onsubmit: (event) => {
          event.preventDefault();
          void submit();
        },
      },
      el('h1', { text: 'New invoice' }),
      field('Customer', customer, 'customer'),
      field('Email', email, 'email'),
      field('Amount', amount, 'amount'),
      field('Due date', due, 'due'),
      field('Card number', card, 'card'),
      field('Status', status, 'status'),
      field('Notes', notes, 'notes'),
      field('Send a copy', copy, 'copy'),
      el(
        'p',
        { class: 'bar' },
        el('button', { class: 'primary', text: 'Save' }),
        el('button', { type: 'button', text: 'Cancel', onclick: () => go('/invoices') }),
      ),
    ),
  );
  customer.focus();
}

globalThis.addEventListener('popstate', () => void route());
await route();
