import { startPractice } from '@assent/practice';
import { recorders, type Recorder, type Subject } from './measure.ts';
import { heavyPages } from './pages.ts';
import { fixedPage, passedOn, serveBench, type BenchSite } from './site.ts';

type Answer = Parameters<typeof serveBench>[0];

/** Serves every page to measure: the heavy ones and the practice apps. `only` picks those whose names contain it. */
export async function openSubjects(
  only: string,
): Promise<{ readonly subjects: readonly Subject[]; close(): Promise<void> }> {
  const practice = await startPractice({ seed: 1 });
  const practicePages = [
    {
      name: 'practice: invoices',
      path: '/invoices',
      press: ['h1', 'thead th', 'tbody td'],
      field: '[type=search]',
      live: false,
      answer: passedOn(practice.origins.invoices),
    },
    {
      name: 'practice: desk',
      path: '/',
      press: ['h1', 'li:nth-of-type(2) button', 'li:nth-of-type(3) button'],
      field: 'li:nth-of-type(1) button',
      live: false,
      answer: passedOn(practice.origins.desk),
    },
  ];
  const heavy = heavyPages.map(({ name, html, press, field, live }) => ({
    name,
    path: '/',
    press,
    field,
    live,
    answer: fixedPage(html),
  }));
  const wanted = [...heavy, ...practicePages].filter(({ name }) => name.includes(only));
  const subjects: Subject[] = [];
  for (const { name, path, press, field, live, answer } of wanted) {
    subjects.push({ name, path, press, field, live, sites: await serveThrice(answer) });
  }
  return {
    subjects,
    close: async () => {
      await Promise.all(subjects.flatMap(({ sites }) => Object.values(sites).map((site) => site.close())));
      await practice.close();
    },
  };
}

async function serveThrice(answer: Answer): Promise<Subject['sites']> {
  const sites = await Promise.all(
    recorders.map(async (recorder): Promise<[Recorder, BenchSite]> => [
      recorder,
      await serveBench(answer, recorder === 'rrweb'),
    ]),
  );
  // Built from exactly the names in `recorders`.
  return Object.fromEntries(sites) as Record<Recorder, BenchSite>;
}
