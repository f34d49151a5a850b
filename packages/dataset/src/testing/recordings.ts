import {
  dayOf,
  digestOf,
  participantIdSchema,
  sessionIdSchema,
  sha256Hex,
  stepSchema,
  utf8,
  type Action,
  type Digest,
  type EpisodeNote,
  type Instant,
  type ParticipantId,
  type SessionId,
  type Step,
} from '@assent/contracts';
import type { SegmentRecord } from '@assent/sealing';

/** Made-up recordings for this package's tests. */

/** A fixed start of all made-up recordings. */
export const start: Instant = Date.UTC(2026, 10, 2, 9, 0, 0);

/** The n-th made-up participant. */
export function participantId(n: number): ParticipantId {
  return participantIdSchema.parse(`p_${String(n).padStart(22, 'A')}`);
}

/** The n-th made-up session. */
export function sessionId(n: number): SessionId {
  return sessionIdSchema.parse(`s_${String(n).padStart(22, 'A')}`);
}

/** What made-up steps name as policy and rule set, until a program says otherwise. */
export const nowhere: Digest = await digestOf('nowhere');

/** A click, with anything else a test wants to say. */
export function makeStep(fields: Partial<Step> = {}): Step {
  const seq = fields.seq ?? 0;
  return stepSchema.parse({
    v: 1,
    session: sessionId(1),
    episode: 0,
    seq,
    t: start + seq * 1000,
    duration: 40,
    sensor: 'browser',
    origin: 'user',
    webdriver: false,
    complete: true,
    missed: 0,
    tab: 7,
    window: 3,
    frame: { path: [], origin: 'https://mail.example', sameOriginAsTop: true },
    view: { width: 1280, height: 800, scale: 1, scrollX: 0, scrollY: 0, screen: [0, 80] },
    action: { type: 'click', x: 100, y: 50, button: 'left', modifiers: [] },
    target: {
      ref: 'e1',
      role: 'button',
      name: 'Save',
      nameSource: 'content',
      tag: 'button',
      field: { kind: 'none', secret: null },
      box: [80, 40, 60, 24],
      state: { disabled: false, checked: null, expanded: null, selected: null, value: 'unknown' },
      hitSelf: true,
      shadow: 'none',
      selectors: { testId: null, id: 'save', css: 'button.save' },
      context: [{ role: 'form', name: 'Invoice' }],
    },
    observation: null,
    page: { origin: 'https://mail.example', path: '/inbox', queryKeys: ['view'], title: 'Inbox' },
    redactions: [],
    policy: nowhere,
    safeguards: nowhere,
    ...fields,
  });
}

/** A step record. */
export function stepRecord(fields: Partial<Step> = {}): SegmentRecord {
  return { kind: 'step', step: makeStep(fields) };
}

/** A made-up PNG: the right first bytes and some of its own. */
export function makeImage(n: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array([0x89, 0x50, 0x4e, 0x47, ...utf8(`picture ${n}`)]);
}

/** A snapshot record and the observation that names it. */
export async function makeSnapshot(
  n: number,
): Promise<{ readonly record: SegmentRecord; readonly observation: Step['observation'] }> {
  const bytes = makeImage(n);
  const digest = await sha256Hex(bytes);
  return { record: { kind: 'snapshot', digest, bytes }, observation: { shot: digest, width: 1280, height: 800 } };
}

/** A note record. */
export function noteRecord(fields: Partial<EpisodeNote> = {}): SegmentRecord {
  return {
    kind: 'episode',
    note: {
      v: 1,
      session: sessionId(1),
      episode: 0,
      instruction: 'Send the invoice',
      source: 'participant',
      ...fields,
    },
  };
}

/** One of each kind of action. */
export const everyAction: readonly Action[] = [
  { type: 'click', x: 60, y: 400, button: 'left', modifiers: [] },
  { type: 'click', x: 60, y: 400, button: 'middle', modifiers: ['Control'] },
  { type: 'double_click', x: 10, y: 10, button: 'left', modifiers: [] },
  { type: 'triple_click', x: 10, y: 10, button: 'left', modifiers: [] },
  { type: 'context_click', x: 10, y: 10, button: 'right', modifiers: [] },
  { type: 'drag', x: 5, y: 5, button: 'left', modifiers: [], endX: 1300, endY: -5, path: [[6, 6, 8]] },
  { type: 'scroll', x: 640, y: 400, dx: 0, dy: 300, endX: 640, endY: 400, container: 'page' },
  { type: 'type', value: { text: 'Dear ⟦Xx5-8:1⟧,\nit’s "paid"' }, mode: 'append' },
  { type: 'type', value: { secret: 's1', class: 'password' }, mode: 'replace' },
  { type: 'key', keys: 'Control+s', repeat: 2 },
  { type: 'select', option: 'Paid', index: 2 },
  { type: 'check', checked: true },
  { type: 'hover', x: 1, y: 2 },
  { type: 'navigate', how: 'load' },
  { type: 'tab_switch' },
  { type: 'paste', size: '5-8' },
  { type: 'upload', extensions: ['pdf'], count: 1 },
  { type: 'wait', ms: 1500 },
  { type: 'done' },
];

/** The day all made-up recordings fall on. */
export const day = dayOf(start);
