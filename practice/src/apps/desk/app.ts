import type { Ticket } from '../../world.ts';
import { el, field, load, save, say, select, show } from '../dom.ts';

/** The practice support desk: a scrolling list, a ticket with fields, replies, rename by double click. */

const priorities = ['Low', 'Normal', 'High', 'Urgent'] as const;
let tickets: readonly Ticket[] = [];
let openId: string | undefined;

async function store(ticket: Ticket, message: string): Promise<void> {
  tickets = tickets.map((other) => (other.id === ticket.id ? ticket : other));
  await save(`/api/tickets/${ticket.id}`, ticket);
  say(message);
}

function listOf(): HTMLElement {
  const list = el('ul', { class: 'list', 'aria-label': 'Tickets' });
  for (const ticket of tickets) {
    const open = el('button', {
      text: `${ticket.id} ${ticket.subject}`,
      'aria-current': String(ticket.id === openId),
      onclick: () => {
        openId = ticket.id;
        for (const other of list.querySelectorAll('button')) other.setAttribute('aria-current', String(other === open));
        document.querySelector('#ticket')?.replaceChildren(...ticketOf(ticket.id));
      },
    });
    list.append(el('li', {}, open));
  }
  return list;
}

function heading(ticket: Ticket): HTMLElement {
  const title = el('h2', { text: ticket.subject, title: 'Double click to rename' });
  title.addEventListener('dblclick', () => {
    const input = el('input', { type: 'text', 'aria-label': 'Subject' });
    input.value = ticket.subject;
    input.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter') return;
      void store({ ...ticket, subject: input.value }, 'Renamed').then(() =>
        document.querySelector('#ticket')?.replaceChildren(...ticketOf(ticket.id)),
      );
    });
    title.replaceWith(input);
    input.select();
  });
  return title;
}

function ticketOf(id: string): readonly HTMLElement[] {
  const ticket = tickets.find((candidate) => candidate.id === id);
  if (ticket === undefined) return [el('p', { text: 'Choose a ticket' })];
  const current = (): Ticket => tickets.find((candidate) => candidate.id === id) ?? ticket;
  const priority = select(priorities, ticket.priority);
  priority.addEventListener('change', () => {
    // The options are exactly the priorities.
    void store({ ...current(), priority: priority.value as Ticket['priority'] }, 'Priority changed');
  });
  const internal = el('input', { type: 'checkbox' });
  const reply = el('textarea', { rows: '5' });
  const send = async (): Promise<void> => {
    const replies = [...current().replies, { text: reply.value, internal: internal.checked }];
    await store({ ...current(), replies }, 'Reply sent');
    reply.value = '';
  };
  reply.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && event.ctrlKey) void send();
  });
  return [
    heading(ticket),
    el('p', { text: ticket.body }),
    field('Priority', priority, 'priority'),
    field('Internal note', internal, 'internal'),
    field('Reply', reply, 'reply'),
    el(
      'p',
      { class: 'bar' },
      el('button', { class: 'primary', text: 'Send reply', onclick: () => void send() }),
      el('button', {
        text: 'Close ticket',
        onclick: () => void store({ ...current(), state: 'Closed' }, 'Ticket closed'),
      }),
    ),
  ];
}

tickets = await load<readonly Ticket[]>('/api/tickets');
const side = el('section', { id: 'ticket', 'aria-label': 'Ticket' });
side.append(...ticketOf(''));
show(el('h1', { text: 'Support desk' }), el('div', { class: 'split' }, listOf(), side));
