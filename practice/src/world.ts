import { seededRandom } from './random.ts';

/** One invoice of the practice billing app. */
export interface Invoice {
  readonly id: string;
  readonly customer: string;
  readonly email: string;
  readonly amount: string;
  readonly due: string;
  readonly status: 'Draft' | 'Open' | 'Paid' | 'Overdue';
  readonly notes: string;
  readonly copy: boolean;
}

/** One ticket of the practice support desk. */
export interface Ticket {
  readonly id: string;
  readonly subject: string;
  readonly body: string;
  readonly priority: 'Low' | 'Normal' | 'High' | 'Urgent';
  readonly state: 'Open' | 'Closed';
  readonly replies: readonly { readonly text: string; readonly internal: boolean }[];
}

/** Everything the practice apps know. */
export interface World {
  readonly invoices: readonly Invoice[];
  readonly tickets: readonly Ticket[];
}

// Invented on purpose so that no row can be mistaken for a real person or firm.
const firms = ['Quillwater Supplies', 'Bramblehaus', 'Northvane Tools', 'Ochre & Fenn', 'Pellucid Paper', 'Tarnwick'];
const subjects = [
  'Printer on the second floor is offline',
  'Cannot open the shared calendar',
  'Invoice shows the wrong due date',
  'New laptop for a starter next week',
  'Password reset mail does not arrive',
  'Projector in the large room flickers',
  'Please add me to the sales list',
  'Export takes more than an hour',
];

/** The world that a seed makes. */
export function worldOf(seed: number): World {
  const random = seededRandom(seed);
  const day = (): string =>
    `2026-${String(random.int(1, 12)).padStart(2, '0')}-${String(random.int(1, 28)).padStart(2, '0')}`;
  return {
    invoices: Array.from({ length: 12 }, (_, i) => ({
      id: `INV-${1000 + i}`,
      customer: random.pick(firms),
      email: `accounts-${i}@example.test`,
      amount: `${random.int(40, 4000)}.${String(random.int(0, 99)).padStart(2, '0')}`,
      due: day(),
      status: random.pick(['Draft', 'Open', 'Paid', 'Overdue'] as const),
      notes: '',
      copy: false,
    })),
    tickets: Array.from({ length: 40 }, (_, i) => ({
      id: `T-${200 + i}`,
      subject: random.pick(subjects),
      body: 'It worked yesterday. I restarted twice and nothing changed. Please have a look when you can.',
      // The first ticket is one that a task raises.
      priority: i === 0 ? ('Normal' as const) : random.pick(['Low', 'Normal', 'High', 'Urgent'] as const),
      state: 'Open' as const,
      replies: [],
    })),
  };
}
