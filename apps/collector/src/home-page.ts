import type { Digest, Leaf, LeafKind, Policy, ProgramId } from '@assent/contracts';
import { html } from 'hono/html';

/** What the home page shows: nothing that is not public anyway. */
export interface HomeFacts {
  readonly program: ProgramId;
  readonly policy: Policy | null;
  readonly digest: Digest | null;
  readonly size: number;
  readonly root: string | null;
  /** Newest first. */
  readonly recent: readonly Leaf[];
}

type Html = ReturnType<typeof html>;

const leafNames: Readonly<Record<LeafKind, string>> = {
  'policy.published': 'Policy published',
  'consent.recorded': 'Consent recorded',
  'segment.sealed': 'Sealed segment taken in',
  'build.requested': 'Build requested',
  'build.refused': 'Build refused by a custodian',
  'shares.released': 'Shares released by a custodian',
  'build.finished': 'Build finished',
  'recipient.registered': 'Recipient of datasets registered',
  'export.delivered': 'Sealed copy of a dataset delivered to a recipient',
  'erasure.executed': 'Erasure carried out',
};

/** The public home page of a program: what is recorded, who can open it, and how to check. Plain HTML, no scripts. */
export function homePage(facts: HomeFacts): Html {
  const title = facts.policy?.title ?? facts.program;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · Assent</title>
        <link rel="stylesheet" href="/home.css" />
      </head>
      <body>
        <header>
          <p class="brand">Assent</p>
          <h1>${title}</h1>
          <p class="lead">${facts.policy?.summary ?? 'No policy has been published yet. Nothing can be recorded.'}</p>
        </header>
        <main>
          ${facts.policy === null ? '' : policySections(facts.policy)} ${ledgerSection(facts)} ${joinSection(facts)}
        </main>
        <footer>This server stores sealed data only. It holds no key that opens it.</footer>
      </body>
    </html>`;
}

function policySections(policy: Policy): Html {
  const { pause, review, snapshots, retentionDays, builds, custody } = policy;
  return html`<section>
      <h2>What is agreed</h2>
      <dl>
        ${row('Organisation', policy.organisation)} ${row('Policy version', String(policy.version))}
        ${row('Only purpose', policy.purpose.replaceAll('-', ' '))}
        ${row('Where', policy.sites.map((site) => site.name).join(', '))}
        ${row('Pause', `any time, up to ${pause.capMinutes} minutes at once, as often as you like`)}
        ${row('Review before upload', duration(review.coolingOffSeconds))}
        ${row('Snapshots', snapshots.maxPerMinute === 0 ? 'none' : `at most ${snapshots.maxPerMinute} a minute, masked${snapshots.fallback === undefined ? '' : '; where words cannot be told, small and grey'}${snapshots.keep === undefined ? '' : `; ${snapshots.keep.join(', ')} only of those who allow it`}`)}
        ${row('Kept for', `${retentionDays} days`)}
        ${row('Time to object to a build', duration(builds.objectionWindowSeconds))}
      </dl>
    </section>
    <section>
      <h2>Who can open it</h2>
      <p>
        Only both sides together: ${custody.thresholds.employer} on the employer’s side and ${custody.thresholds.worker}
        on the workers’ side, after a public request and the time to object.
      </p>
      <ul class="custodians">
        ${custody.custodians.map(
          (custodian) =>
            html`<li>
              <strong>${custodian.name}</strong><span class="side ${custodian.side}">${custodian.side} side</span>
            </li>`,
        )}
      </ul>
    </section>`;
}

function ledgerSection(facts: HomeFacts): Html {
  return html`<section>
    <h2>The public ledger</h2>
    <dl>
      ${row('Entries', String(facts.size))} ${facts.root === null ? '' : row('Root', html`<code>${facts.root}</code>`)}
      ${facts.digest === null ? '' : row('Policy digest', html`<code>${facts.digest}</code>`)}
    </dl>
    <p>
      Anyone can replay it: <code>assent audit</code> with this address, or
      <a href="/ledger/checkpoint">the checkpoint</a>.
    </p>
    ${
      facts.recent.length === 0
        ? ''
        : html`<table>
            <caption>
              Newest entries
            </caption>
            <thead>
              <tr>
                <th scope="col">Time (UTC)</th>
                <th scope="col">What</th>
              </tr>
            </thead>
            <tbody>
              ${facts.recent.map(
                (leaf) =>
                  html`<tr>
                    <td>${new Date(leaf.t).toISOString().slice(0, 16).replace('T', ' ')}</td>
                    <td>${leafNames[leaf.kind]}</td>
                  </tr>`,
              )}
            </tbody>
          </table>`
    }
  </section>`;
}

function joinSection(facts: HomeFacts): Html {
  return html`<section>
    <h2>How to join</h2>
    <ol>
      <li>Install the Assent browser extension.</li>
      <li>Enter this address and the enrolment code you were given for <strong>${facts.program}</strong>.</li>
      <li>Read the policy and decide. Saying no, pausing, deleting and leaving are yours alone; nobody is told.</li>
    </ol>
  </section>`;
}

function row(name: string, value: string | Html): Html {
  return html`<div>
    <dt>${name}</dt>
    <dd>${value}</dd>
  </div>`;
}

function duration(seconds: number): string {
  if (seconds === 0) return 'none';
  const units = [
    [86_400, 'day'],
    [3600, 'hour'],
    [60, 'minute'],
    [1, 'second'],
  ] as const;
  const [length, name] = units.find(([length]) => seconds >= length && seconds % length === 0) ?? [1, 'second'];
  const count = seconds / length;
  return `${count} ${name}${count === 1 ? '' : 's'}`;
}
