import { type MediaKind, type Policy, type Tier } from '@assent/contracts';

/** Parts of a policy's description, in the order they are shown. */
export const sectionIds = [
  'purpose',
  'sites',
  'participation',
  'pause',
  'review',
  'snapshots',
  'retention',
  'custody',
  'builds',
  'technical',
] as const;
export type SectionId = (typeof sectionIds)[number];

/** One part of a policy in plain language. Each point can be read by itself, so that two versions can be compared by points. */
export interface PolicySection {
  readonly id: SectionId;
  readonly title: string;
  readonly points: readonly string[];
}

const tierWords: Readonly<Record<Tier, string>> = {
  'steps-with-snapshots': 'Steps together with masked snapshots of the screen',
  'steps-only': 'Steps only, without snapshots of the screen',
  'statistics-only': 'Statistics only: noised counts, no steps',
  none: 'Nothing: you do not take part',
};

/**
 * A policy in plain language, for the page on which someone decides whether to take part. Everything that a
 * participant consents to appears in some point, down to digests, so that no change can go unmentioned.
 */
export function describePolicy(policy: Policy): readonly PolicySection[] {
  return [
    section('purpose', 'What it is for', purposePoints(policy)),
    section('sites', 'Where it records', sitePoints(policy)),
    section('participation', 'What you can share', [
      ...policy.tiers.map((tier) => `${tierWords[tier]}.`),
      'You can change this or leave at any time. Nobody is told.',
    ]),
    section('pause', 'Pausing', [
      `One press pauses for up to ${duration(policy.pause.capMinutes * 60)}, as often as you like, or for the rest of the day.`,
    ]),
    section('review', 'Before anything leaves this device', [
      policy.review.coolingOffSeconds === 0
        ? 'Steps are sealed without waiting for your review.'
        : `Steps wait ${duration(policy.review.coolingOffSeconds)} on this device, where you can look at and delete them.`,
    ]),
    section('snapshots', 'Snapshots of the screen', snapshotPoints(policy)),
    section('retention', 'How long it is kept', [`Kept for ${count(policy.retentionDays, 'day')}, then erased.`]),
    section('custody', 'Who must agree before anyone can open it', custodyPoints(policy)),
    section('builds', 'How recordings become training data', [
      `Every request is public for ${duration(policy.builds.objectionWindowSeconds)} before anything is opened.`,
      sharedBy(policy.builds.minParticipants),
    ]),
    section('technical', 'Technical details', technicalPoints(policy)),
  ];
}

/** What changed in one part: points that are gone and points that are new. */
export interface SectionDifference {
  readonly id: SectionId;
  readonly title: string;
  readonly removed: readonly string[];
  readonly added: readonly string[];
}

/** What a new policy version changes, part by part; parts without a change are left out. */
export function policyDifference(before: Policy, after: Policy): readonly SectionDifference[] {
  const old = new Map(describePolicy(before).map(({ id, points }) => [id, points]));
  return describePolicy(after).flatMap(({ id, title, points }) => {
    const earlier = old.get(id) ?? [];
    const removed = earlier.filter((point) => !points.includes(point));
    const added = points.filter((point) => !earlier.includes(point));
    return removed.length + added.length === 0 ? [] : [{ id, title, removed, added }];
  });
}

function section(id: SectionId, title: string, points: readonly string[]): PolicySection {
  return { id, title, points };
}

function purposePoints(policy: Policy): readonly string[] {
  return [
    `${policy.organisation} runs “${policy.title}” (${policy.program}).`,
    purposeWords[policy.purpose],
    policy.summary,
  ];
}

const purposeWords: Readonly<Record<Policy['purpose'], string>> = {
  'train-computer-use-models':
    'Recordings are used to train models that use computers, and for nothing else: not to judge you or your work.',
};

function sitePoints(policy: Policy): readonly string[] {
  return [
    ...policy.sites.map(({ name, origin, mode }) =>
      mode === 'ambient'
        ? `${name} (${origin}): ordinary work; private words are hidden.`
        : `${name} (${origin}): assigned tasks on made-up data; text may be kept as typed.`,
    ),
    ...(policy.proposals ?? []).map(
      ({ id, origin, field, why }) =>
        `Optional (${id}): the field ${JSON.stringify(field.name)}${field.role === null ? '' : ` (${field.role})`} on ${origin} is kept exactly as you type it. You decide this separately. ${why}`,
    ),
  ];
}

function snapshotPoints({ snapshots, sites }: Policy): readonly string[] {
  const points: string[] = [];
  if (snapshots.maxPerMinute === 0) points.push('No snapshots are taken.');
  else {
    points.push(`At most ${snapshots.maxPerMinute} masked snapshots a minute, if you choose to share them.`);
    if (sites.some(({ mode }) => mode === 'task')) {
      points.push(
        'On sites for assigned tasks words stay readable in snapshots, apart from text whose form shows that it is private, such as e-mail addresses and card numbers.',
      );
    }
  }
  if (snapshots.fallback !== undefined) {
    points.push(
      'Where words cannot be covered one by one (a drawn application, a very large page) a snapshot of at most 400 pixels in width, in shades of grey, is taken instead. Words of ordinary size cannot be read in it; what is drawn very large can.',
    );
  }
  if (snapshots.keep !== undefined) {
    points.push(
      ...snapshots.keep.map((kind) => mediaWords[kind]),
      'What you do not allow is covered. In the data that looks as if the program did not keep it at all.',
    );
  }
  return points;
}

const mediaWords: Readonly<Record<MediaKind, string>> = {
  images:
    'Only if you allow it: images in a page stay visible in snapshots. They can show faces or private papers; nothing can cover what is inside them.',
  video:
    'Only if you allow it: videos in a page stay visible in snapshots, other than calls and your own camera or screen. They can show faces; nothing can cover what is inside them.',
  canvas:
    'Only if you allow it: what a page draws itself, such as charts, maps and whole drawn applications, stays visible in snapshots. It can hold anything that is written there; nothing can cover what is inside it.',
};

function custodyPoints({ custody }: Policy): readonly string[] {
  const custodians = custody.custodians.map(
    ({ id, name, side }) => `${name} (${id}) holds a key for the ${side} side.`,
  );
  return [
    `Recordings can be opened only with ${count(custody.thresholds.employer, 'key')} of the employer side and ${count(custody.thresholds.worker, 'key')} of the worker side.`,
    ...custodians,
  ];
}

function sharedBy(people: number): string {
  return people === 1
    ? 'A pattern is published even if only 1 person shares it.'
    : `A pattern that fewer than ${people} people share is left out.`;
}

function technicalPoints(policy: Policy): readonly string[] {
  return [
    `Safeguard rules ${policy.safeguards.version}, digest ${policy.safeguards.digest}.`,
    `Ledger ${policy.ledger.verifierKey}.`,
    ...policy.builds.codeDigests.map((digest) => `Build code that may run: ${digest}.`),
    ...policy.custody.custodians.flatMap(({ id, recipient, signingKey }) => [
      `Custodian ${id} receives at ${recipient}.`,
      `Custodian ${id} signs with ${signingKey}.`,
    ]),
    ...policy.sites.flatMap(({ origin, interfaceWords }) =>
      interfaceWords.map((word) => `Interface word of ${origin} that stays readable: ${JSON.stringify(word)}.`),
    ),
  ];
}

const units = [
  [86_400, 'day'],
  [3600, 'hour'],
  [60, 'minute'],
  [1, 'second'],
] as const;

/** Exact, such as `1 day 2 hours`, so that two different durations never read alike. */
function duration(seconds: number): string {
  let rest = seconds;
  const parts: string[] = [];
  for (const [size, unit] of units) {
    const whole = Math.floor(rest / size);
    rest -= whole * size;
    if (whole > 0) parts.push(count(whole, unit));
  }
  return parts.length === 0 ? count(0, 'second') : parts.join(' ');
}

function count(amount: number, one: string, many = `${one}s`): string {
  return `${amount} ${amount === 1 ? one : many}`;
}
