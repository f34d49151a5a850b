import { equalBytes, utf8 } from '@assent/contracts';
import type { SpoolStore } from '../store.ts';

/** The parts of a test framework that the checks need. */
export interface SuiteFunctions {
  readonly describe: (name: string, body: () => void) => void;
  readonly it: (name: string, body: () => Promise<void>) => void;
}

/**
 * What every `SpoolStore` must do. `open` opens the *same* store each time within one test, as after a restart, and a
 * fresh empty one in every test; `name` distinguishes tests.
 */
export function describeSpoolStore(
  { describe, it }: SuiteFunctions,
  open: (name: string) => Promise<SpoolStore>,
): void {
  describe('as a spool store', () => {
    for (const [name, check] of checks) {
      it(name, () => check(() => open(name)));
    }
  });
}

type Check = (open: () => Promise<SpoolStore>) => Promise<void>;

const checks: readonly (readonly [string, Check])[] = [
  [
    'has no value for a key that was never put',
    async (open) => {
      const store = await open();
      require((await store.get('a')) === undefined, 'get of a missing key');
      require((await store.keys('')).length === 0, 'keys of an empty store');
    },
  ],
  [
    'gives back exactly the bytes that were put, after a restart too',
    async (open) => {
      const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
      await (
        await open()
      ).commit({
        deletes: [],
        puts: [
          ['a', bytes],
          ['empty', new Uint8Array()],
        ],
      });
      const store = await open();
      require(same(await store.get('a'), bytes), 'bytes put and got');
      require(same(await store.get('empty'), new Uint8Array()), 'empty value');
    },
  ],
  [
    'is not changed by what a caller does with its arrays',
    async (open) => {
      const store = await open();
      const given = utf8('abc');
      await store.commit({ deletes: [], puts: [['a', given]] });
      given.fill(0);
      (await store.get('a'))?.fill(0);
      require(same(await store.get('a'), utf8('abc')), 'value after arrays were overwritten');
    },
  ],
  [
    'lists the keys of a prefix in order, and only those',
    async (open) => {
      const store = await open();
      const names = ['b/2', 'b/10', 'b/1', 'a', 'b', 'c/1', 'b0', 'B/1'];
      await store.commit({ deletes: [], puts: names.map((name) => [name, utf8(name)]) });
      require((await store.keys('b/')).join() === 'b/1,b/10,b/2', 'keys of a prefix');
      require((await store.keys('')).join() === 'B/1,a,b,b/1,b/10,b/2,b0,c/1', 'all keys');
      require((await store.keys('x')).length === 0, 'keys of an unknown prefix');
    },
  ],
  [
    'replaces values and deletes keys in one batch, deletes first',
    async (open) => {
      const store = await open();
      await store.commit({
        deletes: [],
        puts: [
          ['a', utf8('1')],
          ['b', utf8('1')],
          ['c', utf8('1')],
        ],
      });
      await store.commit({
        deletes: ['a', 'b', 'never'],
        puts: [
          ['b', utf8('2')],
          ['d', utf8('2')],
        ],
      });
      require((await store.keys('')).join() === 'b,c,d', 'keys after the batch');
      require(same(await store.get('b'), utf8('2')), 'a key both deleted and put');
    },
  ],
  [
    'takes an empty batch and a large one',
    async (open) => {
      const store = await open();
      await store.commit({ deletes: [], puts: [] });
      const puts = Array.from(
        { length: 500 },
        (_, i) => [`k/${String(i).padStart(4, '0')}`, new Uint8Array(2000)] as const,
      );
      await store.commit({ deletes: [], puts });
      require((await store.keys('k/')).length === 500, 'keys of a large batch');
      await store.commit({ deletes: puts.map(([key]) => key), puts: [] });
      require((await store.keys('k/')).length === 0, 'keys after all were deleted');
    },
  ],
  [
    'keeps batches that are committed at once apart and whole',
    async (open) => {
      const store = await open();
      const batch = (i: number) => ({
        deletes: [],
        puts: [
          ['x', utf8(`${i}`)],
          ['y', utf8(`${i}`)],
        ] as const,
      });
      await Promise.all(Array.from({ length: 20 }, (_, i) => store.commit(batch(i))));
      const [x, y] = [await store.get('x'), await store.get('y')];
      require(x !== undefined && same(y, x), 'two values of the same batch');
    },
  ],
];

function same(a: Uint8Array | undefined, b: Uint8Array): boolean {
  return a !== undefined && equalBytes(a, b);
}

function require(holds: boolean, what: string): void {
  if (!holds) throw new Error(`spool store check failed: ${what}`);
}
