import { join } from 'node:path';
import { custodyAddress } from './local/builds.ts';
import { shellQuote } from './shell-quote.ts';

/** What the words of welcome are made of. */
export interface WelcomeFacts {
  readonly collector: string;
  readonly log: string;
  readonly practice: readonly string[];
  readonly trust: { readonly ownerKey: string; readonly verifierKey: string };
  readonly enrolmentCode: string;
  readonly fingerprint: string;
  /** The folder of the key files. */
  readonly keys: string;
  /** The folder of the built extension. */
  readonly extension: string;
}

/** What to do with a system that is up. Commands can be pasted into a shell as they are. */
export function welcome(facts: WelcomeFacts): string {
  const { collector, trust } = facts;
  const assent = (...words: readonly string[]) => `  ${shellQuote('npm', 'run', '-s', 'assent', '--', ...words)}`;
  const at = ['--collector', collector];
  const keyFile = (name: string) => join(facts.keys, `${name}.key`);
  const trusted = ['--owner-key', trust.ownerKey, '--verifier-key', trust.verifierKey];
  return [
    '',
    `Collector      ${collector}   policy, ledger, how to join`,
    `Practice apps  ${facts.practice.join('   ')}`,
    `Log            ${facts.log}`,
    '',
    'Take part',
    `  1. Open chrome://extensions in Chromium, switch on developer mode, "Load unpacked": ${facts.extension}`,
    `  2. Click the Assent button, "Join a program": address ${collector}, code ${facts.enrolmentCode}`,
    `     It shows the fingerprint ${facts.fingerprint}.`,
    '  3. Work in the practice apps. The popup pauses; the review page shows and deletes; "Send now" seals and sends.',
    '',
    'Build a dataset (each line in a terminal of its own, in this folder; BUILD is what the first one prints)',
    assent('build', ...at, '--key', keyFile('owner'), '--out', 'datasets', '--plain'),
    ...['program-owner', 'privacy-officer', 'works-council'].map((name) =>
      assent('custodian', 'release', 'BUILD', ...at, '--key', keyFile(name), ...trusted),
    ),
    `  or on the custodian’s page, with a key file of ${facts.keys}: ${custodyAddress(collector, trust)}`,
    '',
    'Check it',
    assent('audit', collector),
    '',
    'Ctrl-C stops all of it.',
    '',
  ].join('\n');
}
