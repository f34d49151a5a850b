import { readdirSync, readFileSync } from 'node:fs';

/** Ticks a second of the kernel's process accounting; 100 on every Linux that matters here. */
const ticksPerSecond = 100;

/** CPU seconds that a process and all processes below it have used so far. */
export function cpuSecondsOf(root: number): number {
  const all = readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? (processOf(Number(name)) ?? []) : []));
  const family = new Set([root]);
  // Children may come before their parents in the list: gone over until nothing is added.
  for (let before = 0; before < family.size;) {
    before = family.size;
    for (const { pid, parent } of all) if (family.has(parent)) family.add(pid);
  }
  return all.reduce((sum, { pid, seconds }) => sum + (family.has(pid) ? seconds : 0), 0);
}

/** CPU seconds that one process has used so far. */
export function ownCpuSeconds(pid: number): number {
  return processOf(pid)?.seconds ?? 0;
}

function processOf(pid: number) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // After the command's name, which may hold anything but ends with the last parenthesis.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const ticks = [11, 12, 13, 14].reduce((sum, at) => sum + Number(fields[at]), 0);
    return { pid, parent: Number(fields[1]), seconds: ticks / ticksPerSecond };
  } catch {
    return null; // It ended meanwhile.
  }
}

/** What some work took: wall clock and this process's CPU, seconds. */
export async function timed(
  work: () => Promise<void> | void,
): Promise<{ readonly wall: number; readonly cpu: number }> {
  const started = performance.now();
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return { wall: (performance.now() - started) / 1000, cpu: (user + system) / 1e6 };
}
