import { mediaKinds, type Box, type MediaKind, type Site } from '@assent/contracts';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  planPixels,
  planSmallPixels,
  smallSize,
  type Cover,
  type MediaArea,
  type Scene,
  type TextRun,
} from './pixels.ts';
import { redact } from './redact.ts';
import type { Decisions } from './effective-rules.ts';

const empty: Scene = { width: 1000, height: 800, runs: [], fields: [], opaque: [], media: [] };
const image = { width: 1000, height: 800 };
const site: Site = { origin: 'https://crm.example', name: 'CRM', mode: 'ambient', interfaceWords: [] };

/** A line of words, each 10 px a letter and 20 px high. */
function line(text: string, y = 0, x = 0): TextRun {
  const pieces = [...text.matchAll(/\S+/g)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    boxes: [[x + match.index * 10, y, match[0].length * 10, 20] as Box],
  }));
  return { text, pieces };
}

function covered(covers: readonly Cover[], x: number, y: number): boolean {
  return covers.some(({ left, top, right, bottom }) => x >= left && x < right && y >= top && y < bottom);
}

describe('a plan of what to cover', () => {
  test('leaves interface words readable and covers a name', () => {
    const plan = planPixels({ ...empty, runs: [line('Save'), line('Zoltan', 100)] }, image, site);
    expect(plan).toMatchObject({ hidden: 1, kept: 1 });
    expect(covered(plan.covers, 20, 10)).toBe(false);
    expect(covered(plan.covers, 30, 110)).toBe(true);
    expect(plan.covers.map(({ reason }) => reason)).toEqual(['word.capitalised']);
  });

  test('judges a word by its neighbours: interface words inside a name are covered too', () => {
    expect(planPixels({ ...empty, runs: [line('Data Services')] }, image, site).hidden).toBe(0);
    expect(planPixels({ ...empty, runs: [line('Quorvex Data Services')] }, image, site).hidden).toBe(3);
  });

  test('finds a recovery phrase of one word a line', () => {
    const words = 'ability abstract accident account achieve action address advance advice afraid airport alarm';
    const runs = words.split(' ').map((word, index) => line(word, index * 30));
    expect(planPixels({ ...empty, runs }, image, site).kept).toBe(0);
  });

  test('finds a recovery phrase at the seam of two stretches', () => {
    const words = 'ability abstract accident account achieve action address advance advice afraid airport alarm';
    const filler = { text: 'Save the file, '.repeat(398), pieces: [] };
    const phrase = words.split(' ').map((word, index) => line(word, index * 30));
    for (const cut of [3, 6, 9]) {
      const runs = [filler, filler, ...phrase.slice(0, cut), ...phrase.slice(cut), filler, filler];
      expect(planPixels({ ...empty, runs }, image, site).kept).toBe(0);
    }
  });

  test('keeps the words of the site and, on made-up data, all words but what detectors find', () => {
    const scene = { ...empty, runs: [line('Quorvex'), line('zoltan@mail.example', 50)] };
    expect(planPixels(scene, image, { ...site, interfaceWords: ['Quorvex'] })).toMatchObject({ hidden: 1, kept: 1 });
    expect(planPixels(scene, image, { ...site, mode: 'task' })).toMatchObject({ hidden: 1, kept: 1 });
  });

  describe('obeys the participant', () => {
    const scene = { ...empty, runs: [line('Save the Invoice'), line('the report', 50)] };
    const own = { hiddenWords: ['invoice'], hiddenFields: [], strictOrigins: [] };

    test.each(['ambient', 'task'] as const)('whose own hidden words are covered on a site for %s', (mode) => {
      const plan = planPixels(scene, image, { ...site, mode, interfaceWords: ['Invoice'] }, { participant: own });
      expect(plan).toMatchObject({ hidden: 1, kept: 4 });
      expect(covered(plan.covers, 120, 10)).toBe(true);
      expect(plan.covers.map(({ reason }) => reason)).toEqual(['participant.hidden']);
    });

    test('who keeps a site strict: only words of the interface stay, also where tasks are assigned', () => {
      const strict = { participant: { ...own, hiddenWords: [], strictOrigins: [site.origin] } };
      const elsewhere = { participant: { ...own, hiddenWords: [], strictOrigins: ['https://other.example'] } };
      const text = { ...empty, runs: [line('Save'), line('the giraffe', 50)] };
      expect(planPixels(text, image, site, elsewhere).kept).toBe(3);
      expect(planPixels(text, image, { ...site, mode: 'task' }, elsewhere).kept).toBe(3);
      expect(planPixels(text, image, site, strict).kept).toBe(2);
      expect(planPixels(text, image, { ...site, mode: 'task' }, strict).kept).toBe(2);
    });

    test('and takes nothing that somebody accepted for a reason to show a field', () => {
      const proposal = {
        id: 'title',
        origin: site.origin,
        field: { name: 'Title', role: null },
        keep: 'literal',
        why: 'x',
      } as const;
      const fields = [{ box: [0, 0, 100, 30] as Box, filled: true, password: false }];
      expect(planPixels({ ...empty, fields }, image, site, { accepted: [proposal] }).covers).toHaveLength(1);
    });
  });

  describe('takes words of signs for parts of an image', () => {
    test('where one is long', () => {
      const plan = planPixels({ ...empty, runs: [line('Save ▀▄█▀ Cancel ──')] }, image, site);
      expect(plan).toMatchObject({ hidden: 1, kept: 3 });
      expect(plan.covers.map(({ reason }) => reason)).toEqual(['pixels.masked']);
    });

    test('where there are many, and leaves a few', () => {
      const signs = (count: number) => ({
        ...empty,
        runs: Array.from({ length: count }, (_, index) => line('██', 0, index * 20)),
      });
      expect(planPixels(signs(59), image, site).kept).toBe(59);
      expect(planPixels(signs(60), image, site).kept).toBe(0);
      expect(planPixels(signs(60), image, { ...site, mode: 'task' }).kept).toBe(0);
    });
  });

  test('covers a field that holds anything, and leaves an empty one', () => {
    const fields = [
      { box: [0, 0, 100, 30] as Box, filled: true, password: false },
      { box: [0, 100, 100, 30] as Box, filled: true, password: true },
      { box: [0, 200, 100, 30] as Box, filled: false, password: true },
    ];
    const { covers } = planPixels({ ...empty, fields }, image, site);
    expect(covers.map(({ top, reason }) => [top, reason])).toEqual([
      [0, 'field.not-listed'],
      [98, 'secret.password'],
    ]);
  });

  test('covers what a page draws itself, and leaves only that open in a small snapshot', () => {
    const scene = {
      ...empty,
      media: [{ kind: 'canvas', box: [0, 0, 1000, 780] as Box, about: '' } as const],
      opaque: [[0, 0, 100, 100] as Box],
      fields: [{ box: [200, 0, 100, 30] as Box, filled: true, password: false }],
      runs: [line('Zoltan Save', 400)],
    };
    const [full, small] = [planPixels(scene, image, site), planSmallPixels(scene, image, site)];
    for (const [x, y] of [
      [50, 50],
      [250, 10],
      [30, 410],
    ] as const) {
      expect(covered(full.covers, x, y)).toBe(true);
      expect(covered(small.covers, x, y)).toBe(true);
    }
    expect(full.share).toBeGreaterThan(0.9);
    expect([covered(full.covers, 500, 600), covered(small.covers, 500, 600)]).toEqual([true, false]);
  });

  test('reveals nothing of the lengths of neighbouring hidden words', () => {
    const plan = planPixels({ ...empty, runs: [line('Zoltan Quorvexson')] }, image, site);
    expect(plan.covers).toHaveLength(1);
  });

  test('says what share is covered', () => {
    expect(planPixels(empty, image, site).share).toBe(0);
    expect(planPixels({ ...empty, opaque: [[0, 0, 500, 800]] }, image, site).share).toBeCloseTo(0.5, 1);
    expect(planPixels({ ...empty, opaque: [[-50, -50, 5000, 5000]] }, image, site).share).toBe(1);
  });

  test.each([
    ['not a number', [Number.NaN, 0, 10, 10]],
    ['endless', [0, 0, Infinity, 10]],
  ] as const)('covers everything for a box that is %s', (_, box) => {
    expect(planPixels({ ...empty, opaque: [[...box] as Box] }, image, site).share).toBe(1);
  });

  test('covers a piece that names no stretch of its text', () => {
    const pieces = [{ start: 2, end: 40, boxes: [[0, 0, 10, 10] as Box] }];
    expect(planPixels({ ...empty, runs: [{ text: 'Save', pieces }] }, image, site)).toMatchObject({
      hidden: 1,
      kept: 0,
    });
  });
});

test('a small snapshot is at most 400 pixels wide and a fifth of any viewport', () => {
  expect(smallSize({ width: 1024, height: 768 })).toEqual({ width: 204, height: 153 });
  expect(smallSize({ width: 5120, height: 1440 })).toEqual({ width: 400, height: 112 });
  expect(smallSize({ width: 320, height: 640 })).toEqual({ width: 64, height: 128 });
  const side = fc.integer({ min: 1, max: 16_000 });
  fc.assert(
    fc.property(side, side, (width, height) => {
      const small = smallSize({ width, height });
      expect(small.width).toBeLessThanOrEqual(Math.max(1, Math.min(400, width / 5)));
      expect(small.height).toBeLessThanOrEqual(Math.max(1, height / 5));
    }),
  );
});

const word = fc.oneof(
  fc.constantFrom('Save', 'Due', 'date', 'Search', 'the', 'Zoltan', '4711', 'a@b.example', 'Quorvex', '密码'),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }).filter((text) => /^\S+$/u.test(text)),
);
const place = fc.double({ min: -50, max: 1100, noNaN: true });
const box: fc.Arbitrary<Box> = fc.tuple(
  place,
  place,
  fc.double({ min: 0.1, max: 300, noNaN: true }),
  fc.double({ min: 0.1, max: 120, noNaN: true }),
);
const run: fc.Arbitrary<TextRun> = fc.array(fc.tuple(word, box), { minLength: 1, maxLength: 8 }).map((words) => ({
  text: words.map(([text]) => text).join(' '),
  pieces: words.map(([text, at], index) => {
    const start = words.slice(0, index).reduce((sum, [before]) => sum + before.length + 1, 0);
    return { start, end: start + text.length, boxes: [at] };
  }),
}));

describe('whatever a page shows', () => {
  test('every word that is not kept is covered to its last pixel, at any scale', () => {
    fc.assert(
      fc.property(
        fc.array(run, { maxLength: 6 }),
        fc.double({ min: 0.25, max: 4, noNaN: true }),
        fc.double({ min: 0.9, max: 1.1, noNaN: true }),
        (runs, scale, uneven) => {
          const size = {
            width: Math.max(1, Math.round(1000 * scale)),
            height: Math.max(1, Math.round(800 * scale * uneven)),
          };
          const plan = planPixels({ ...empty, runs }, size, site);
          let hidden = 0;
          for (const { text, pieces } of runs) {
            // Judged alone: in a page more is hidden, never less.
            const { redactions } = redact('name', text);
            for (const piece of pieces) {
              if (!redactions.some(({ start, end }) => end > piece.start && start < piece.end)) continue;
              hidden++;
              for (const at of piece.boxes) expect(contains(plan.covers, at, size)).toBe(true);
            }
          }
          expect(plan.hidden).toBeGreaterThanOrEqual(hidden);
          for (const cover of plan.covers) {
            expect(cover.left).toBeGreaterThanOrEqual(0);
            expect(cover.top).toBeGreaterThanOrEqual(0);
            expect(cover.right).toBeLessThanOrEqual(size.width);
            expect(cover.bottom).toBeLessThanOrEqual(size.height);
            expect(Object.values(cover).every((value) => typeof value === 'string' || Number.isInteger(value))).toBe(
              true,
            );
          }
        },
      ),
      { numRuns: 150 },
    );
  });
});

/** Whether the visible part of a box is inside one cover, with at least a pixel to spare where the image is large enough. */
function contains(
  covers: readonly Cover[],
  [x, y, width, height]: Box,
  size: { width: number; height: number },
): boolean {
  const [scaleX, scaleY] = [size.width / 1000, size.height / 800];
  const left = Math.max(0, x * scaleX - 1);
  const top = Math.max(0, y * scaleY - 1);
  const right = Math.min(size.width, (x + width) * scaleX + 1);
  const bottom = Math.min(size.height, (y + height) * scaleY + 1);
  if (right <= left || bottom <= top) return true;
  return covers.some((c) => c.left <= left && c.top <= top && c.right >= right && c.bottom >= bottom);
}

describe('images, video and canvas', () => {
  const area = (kind: MediaKind, about = '') => ({ kind, box: [100, 100, 200, 100] as Box, about });
  const open = (media: MediaArea, decisions: Decisions, on: Site = site) =>
    planPixels({ ...empty, media: [media] }, image, on, decisions).open.length === 1;

  test('are covered to the last pixel unless their kind may stay', () => {
    const kinds = fc.constantFrom(...mediaKinds);
    fc.assert(
      fc.property(fc.array(fc.tuple(kinds, box), { maxLength: 8 }), fc.subarray([...mediaKinds]), (areas, stay) => {
        const media = areas.map(([kind, at]) => ({ kind, box: at, about: '' }));
        const plan = planPixels({ ...empty, media }, image, site, { media: stay });
        expect(plan.open).toEqual(media.filter(({ kind }) => stay.includes(kind)));
        for (const { kind, box: at } of media) {
          if (!stay.includes(kind)) expect(contains(plan.covers, at, image)).toBe(true);
        }
        expect(planPixels({ ...empty, media }, image, site).open).toEqual([]);
      }),
    );
  });

  test('never stay where the page says a word of them that the participant hides, or a protected one', () => {
    const own = { hiddenWords: ['falcon'], hiddenFields: [], strictOrigins: [] };
    const decisions = { media: mediaKinds, participant: own };
    for (const on of [site, { ...site, mode: 'task' as const }]) {
      expect(open(area('images', 'A chart by Zoltan'), decisions, on)).toBe(true);
      expect(open(area('images', 'Project Falcon’s chart'), decisions, on)).toBe(false);
      expect(open(area('video', 'falcon_launch-4711.webm'), decisions, on)).toBe(false);
      expect(open(area('images', 'Diagnosis of diabetes'), decisions, on)).toBe(false);
    }
  });

  test('never stay where they are closed, cannot be placed, or the site is kept strict', () => {
    const decisions = { media: mediaKinds };
    expect(open({ ...area('canvas'), closed: true }, decisions)).toBe(false);
    expect(open({ ...area('images'), box: [0, 0, Number.NaN, 5] }, decisions)).toBe(false);
    const participant = { hiddenWords: [], hiddenFields: [], strictOrigins: [site.origin] };
    expect(open(area('images'), { ...decisions, participant })).toBe(false);
  });

  test('leave what is over them covered', () => {
    const scene = { ...empty, media: [area('images')], runs: [line('Zoltan', 120, 120)] };
    const { covers } = planPixels(scene, image, site, { media: ['images'] });
    expect([covered(covers, 130, 130), covered(covers, 290, 190)]).toEqual([true, false]);
  });
});
