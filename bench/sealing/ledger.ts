import { utf8 } from '@assent/contracts';
import {
  appendLeaf,
  appendLeaves,
  emptyTree,
  generateLogKey,
  leafHash,
  noteSigner,
  openCheckpoint,
  proveConsistency,
  proveInclusion,
  signCheckpoint,
  treeRoot,
  verifyConsistency,
  verifyInclusion,
  type GetNode,
} from '@assent/ledger';
import { timed } from './cpu.ts';

/** Operations a CPU-second on a ledger of `size` leaves. */
export async function measureLedger(size: number) {
  const entries = Array.from({ length: size }, (_, i) => utf8(`{"kind":"segment.sealed","n":${i}}`));
  const hashing = await timed(() => {
    let tree = emptyTree();
    for (const entry of entries) tree = appendLeaf(tree, leafHash(entry));
    treeRoot(tree);
  });
  const { tree, nodes } = appendLeaves(emptyTree(), entries.map(leafHash));
  const root = treeRoot(tree);
  const half = treeRoot(appendLeaves(emptyTree(), entries.slice(0, size / 2).map(leafHash)).tree);
  const byPlace = new Map(nodes.map(({ level, index, hash }) => [`${level}/${index}`, hash]));
  const node: GetNode = async (level, index) => {
    const hash = byPlace.get(`${level}/${index}`);
    if (hash === undefined) throw new Error('no such node');
    return hash;
  };
  const signer = await noteSigner((await generateLogKey('ledger.bench')).signerKey);
  const rounds = 2000;
  const places = Array.from({ length: rounds }, (_, i) => (i * 7919) % size);
  const proofs = await Promise.all(
    places.map(async (index) => ({ index, proof: await proveInclusion(index, size, node) })),
  );
  const consistency = await proveConsistency(size / 2, size, node);
  const inclusion = await timed(() => {
    for (const { index, proof } of proofs) {
      const leaf = leafHash(entries[index] ?? new Uint8Array());
      if (!verifyInclusion({ index, size, leafHash: leaf, root, proof })) throw new Error('a proof does not hold');
    }
  });
  const consistent = await timed(() => {
    for (let i = 0; i < rounds; i++) {
      const claim = { oldSize: size / 2, oldRoot: half, size, root, proof: consistency };
      if (!verifyConsistency(claim)) throw new Error('a proof does not hold');
    }
  });
  const note = await signCheckpoint({ size, root }, signer);
  const signing = await timed(async () => {
    for (let i = 0; i < rounds; i++) await signCheckpoint({ size, root }, signer);
  });
  const opening = await timed(async () => {
    for (let i = 0; i < rounds; i++) await openCheckpoint(note, signer.key);
  });
  return [
    ['leaves appended', size / hashing.cpu],
    ['inclusion proofs verified', rounds / inclusion.cpu],
    ['consistency proofs verified', rounds / consistent.cpu],
    ['checkpoints signed', rounds / signing.cpu],
    ['checkpoints verified', rounds / opening.cpu],
  ] as const;
}
