/** A test as Vitest lists it: the names of its suites and its own, with ` > ` between them. */
export interface ListedTest {
  readonly name: string;
  readonly file: string;
}

/** So many different items, the same for the same seed. */
export function draw<Item>(items: readonly Item[], count: number, seed: number): readonly Item[] {
  const left = [...items];
  const random = mulberry(seed);
  const drawn: Item[] = [];
  while (drawn.length < count && left.length > 0) drawn.push(...left.splice(Math.floor(random() * left.length), 1));
  return drawn;
}

/** The pattern that matches a test's whole name as Vitest puts it together, and no longer one. */
export function patternFor({ name }: ListedTest): string {
  const parts = name.split(' > ').map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`));
  // A name may hold the separator itself.
  return `^${parts.join(' (?:> )?')}$`;
}

/** File and name, to be read. */
export function nameOf({ file, name }: ListedTest): string {
  return `${file.slice(file.lastIndexOf('/') + 1)}: ${name}`;
}

/** Numbers from 0 up to 1 (mulberry32). */
function mulberry(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d_2b_79_f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
