import * as fc from 'fast-check';
import { encodeQR } from 'qr';
import { decodeQR } from 'qr/decode.js';
import { describe, expect, test } from 'vitest';
import { type Brightness, showsCode } from './machine-codes.ts';

const size = 300;

interface Drawing {
  readonly text: string;
  /** Image pixels of one module. */
  readonly module: number;
  /** Turned by so many degrees. */
  readonly turn: number;
  readonly dark: number;
  readonly light: number;
  /** How much every pixel may be off. */
  readonly noise: number;
}

/** A code in the middle of a grey image, as a camera or a screen would show it: smoothed at the edges of its modules. */
function drawn({ text, module, turn, dark, light, noise }: Drawing): Brightness {
  const code = encodeQR(text, 'raw', { ecc: 'low', border: 2 });
  const side = code.length;
  const [sin, cos] = [Math.sin((turn * Math.PI) / 180), Math.cos((turn * Math.PI) / 180)];
  const levels = new Uint8Array(size * size);
  const random = generator(side);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      let sum = 0;
      for (const [dx, dy] of [
        [0.25, 0.25],
        [0.75, 0.25],
        [0.25, 0.75],
        [0.75, 0.75],
      ] as const) {
        const [px, py] = [x + dx - size / 2, y + dy - size / 2];
        const column = Math.floor((px * cos + py * sin) / module + side / 2);
        const row = Math.floor((py * cos - px * sin) / module + side / 2);
        const cell = code[row]?.[column];
        sum += cell === undefined ? (dark + light) / 2 : cell ? dark : light;
      }
      levels[y * size + x] = Math.min(255, Math.max(0, sum / 4 + (random() - 0.5) * noise));
    }
  }
  return { width: size, height: size, levels };
}

function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const plain: Drawing = {
  text: 'WIFI:S:Quorvex;P:Zq7-brambleshaw;;',
  module: 4,
  turn: 0,
  dark: 20,
  light: 240,
  noise: 0,
};

describe('a code in an image', () => {
  test.each<[string, Partial<Drawing>]>([
    ['as it is', {}],
    ['small', { module: 2 }],
    ['very small', { module: 1.5 }],
    ['large', { module: 9 }],
    ['light on dark', { dark: 240, light: 20 }],
    ['pale', { dark: 150, light: 190 }],
    ['dark', { dark: 10, light: 60 }],
    ['turned a little', { turn: 7 }],
    ['turned by half a right angle', { turn: 45 }],
    ['noisy', { noise: 60, module: 6 }],
    ['long', { text: 'x'.repeat(200), module: 4 }],
  ])('is found: %s', (_, change) => {
    expect(showsCode(drawn({ ...plain, ...change }))).toBe(true);
  });

  test('is found wherever a reader reads one, whatever it says and however it is drawn', () => {
    const drawings = fc.record({
      text: fc.string({ minLength: 1, maxLength: 40 }),
      module: fc.double({ min: 2, max: 8, noNaN: true }),
      turn: fc.integer({ min: 0, max: 359 }),
      dark: fc.integer({ min: 0, max: 110 }),
      light: fc.integer({ min: 150, max: 255 }),
      noise: fc.constantFrom(0, 0, 40),
    });
    let read = 0;
    fc.assert(
      fc.property(drawings, (drawing) => {
        const image = drawn(drawing);
        if (!isRead(image)) return;
        read++;
        expect(showsCode(image)).toBe(true);
      }),
      { numRuns: 50, seed: 20_261_124 },
    );
    expect(read).toBeGreaterThan(30);
  });
});

function isRead({ width, height, levels }: Brightness): boolean {
  const data = new Uint8Array(levels.length * 4).fill(255);
  for (const [at, level] of levels.entries()) data.fill(level, at * 4, at * 4 + 3);
  try {
    return decodeQR({ width, height, data }) !== '';
  } catch {
    return false; // The reader throws where it finds none.
  }
}

describe('no code', () => {
  test('is found in an image of one colour, in an empty one, in stripes, squares and shades', () => {
    const image = (level: (x: number, y: number) => number): Brightness => ({
      width: 300,
      height: 200,
      levels: Uint8Array.from({ length: 60_000 }, (_, at) => level(at % 300, Math.floor(at / 300))),
    });
    const noise = generator(2);
    // Where everything may be a corner, the real ones cannot be found.
    expect(showsCode(image(() => noise() * 255))).toBe(true);
    expect(showsCode({ width: 0, height: 0, levels: new Uint8Array() })).toBe(false);
    expect(showsCode(image(() => 128))).toBe(false);
    expect(showsCode(image((x) => (x % 8 < 4 ? 0 : 255)))).toBe(false);
    expect(showsCode(image((x, y) => (((x >> 3) + (y >> 3)) % 2 === 0 ? 0 : 255)))).toBe(false);
    expect(showsCode(image((x, y) => (x + y) % 256))).toBe(false);
    const random = generator(1);
    expect(showsCode(image((x, y) => 128 + 60 * Math.sin(x / 90) + 50 * Math.cos(y / 70) + random() * 6))).toBe(false);
  });
});
