import { redact } from '@assent/safeguards';
import { drawIndependent, independentCorpora, type IndependentCorpus } from '@assent/testkit/corpora';
import { judge, type Attack } from '../attack.ts';
import { visibleShare, hiddenUnits } from '../visible.ts';

const seed = 20_261_124;
/** Few texts per template, so that the whole list can be run often; `bench/safeguards` draws many. */
const rounds = 6;

/** Reads private parts in texts whose names, addresses, numbers and keys the rules were not made from. */
export const corporaNeverSeen: Attack = {
  id: 'RT-17',
  attack: 'names, addresses, numbers, keys and passwords of other sources as text, names, titles, URLs and paths',
  // eslint-disable-next-line @typescript-eslint/require-await -- every attack is asynchronous
  async run() {
    const personal = count('personal');
    const secret = count('secret');
    const harmless = count('harmless');
    const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);
    const percent = (part: number, whole: number): string => (100 * share(part, whole)).toFixed(1);
    return judge(
      `personal: ${personal.leakFree} of ${personal.texts} texts leak nothing (${percent(personal.leakFree, personal.texts)} %); ` +
        `secrets: ${secret.leakFree} of ${secret.texts} (${percent(secret.leakFree, secret.texts)} %); ` +
        `harmless text kept: ${percent(harmless.kept, harmless.harmless)} %`,
      [
        {
          what: 'at least 98 % of texts leak nothing personal',
          held: share(personal.leakFree, personal.texts) >= 0.98,
        },
        { what: 'at least 99.5 % of texts leak no secret', held: share(secret.leakFree, secret.texts) >= 0.995 },
        { what: 'at least half of harmless text stays', held: share(harmless.kept, harmless.harmless) >= 0.5 },
      ],
    );
  },
};

interface Counts {
  texts: number;
  leakFree: number;
  kept: number;
  harmless: number;
}

function count(about: IndependentCorpus['about']): Readonly<Counts> {
  const counts: Counts = { texts: 0, leakFree: 0, kept: 0, harmless: 0 };
  for (const corpus of independentCorpora.filter((one) => one.about === about)) {
    for (const { text, secret } of drawIndependent(corpus, 'heldOut', seed, rounds)) {
      const hidden = hiddenUnits(text, redact(corpus.channel, text).redactions);
      counts.texts++;
      if (secret.every(({ start, end }) => visibleShare(text, hidden, start, end) <= 0.5)) counts.leakFree++;
      for (const { start, end } of secret) hidden.fill(2, start, end);
      for (let i = 0; i < text.length; i++) {
        if (hidden[i] === 2 || !/[\p{L}\p{N}]/u.test(text.charAt(i))) continue;
        counts.harmless++;
        if (hidden[i] === 0) counts.kept++;
      }
    }
  }
  return counts;
}
