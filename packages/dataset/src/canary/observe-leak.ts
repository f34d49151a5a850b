import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { openParquet } from '../table/parquet-read.ts';
import { createObserver, type Observations, type Observer } from './weigh.ts';

/** What was read of a leak. */
export interface LeakReading {
  readonly observed: Observations;
  readonly files: number;
  /** Files that hold neither text nor a table: images, archives. */
  readonly unread: number;
}

/**
 * Reads whatever somebody found of a dataset: a file or a folder of Parquet tables, of JSONL as this package exports it, or of any
 * text in which rows were printed. All of it is foreign; nothing is kept but names and places.
 */
export async function observeLeak(path: string): Promise<LeakReading> {
  const observer = createObserver();
  let unread = 0;
  const files = await filesOf(path);
  for (const file of files) {
    const read = file.endsWith('.parquet') ? await observeTable(file, observer) : await observeText(file, observer);
    if (!read) unread += 1;
  }
  return { observed: observer.observed, files: files.length, unread };
}

async function filesOf(path: string): Promise<readonly string[]> {
  if (!(await stat(path)).isDirectory()) return [path];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

const rowSchema = z.looseObject({
  episode_id: z.string().optional(),
  participant: z.string().optional(),
  action: z.looseObject({ x_norm: z.number().nullish(), y_norm: z.number().nullish() }).optional(),
});

async function observeTable(file: string, observer: Observer): Promise<boolean> {
  try {
    for await (const raw of (await openParquet(file)).read()) {
      const row = rowSchema.safeParse(raw);
      if (!row.success) continue;
      const { episode_id: episode, participant, action } = row.data;
      for (const name of [episode, participant]) if (name !== undefined && isName(name)) observer.name(name);
      const { x_norm: x, y_norm: y } = action ?? {};
      if (isShare(x) && isShare(y)) observer.position(x, y);
    }
    return true;
  } catch {
    // Cut off or altered: what came before counts.
    return false;
  }
}

function isName(text: string): boolean {
  return /^[pe]_[0-9a-f]{32}$/.test(text);
}

function isShare(value: number | null | undefined): value is number {
  return typeof value === 'number' && value >= 0 && value <= 1;
}

const number = String.raw`([01](?:\.\d{1,20})?)`;
const quote = String.raw`[\\"']{0,3}`;
/** Names; positions as calls of the AgentNet export (ends of drags carry no watermark of their own); positions as columns. */
const patterns = {
  name: /(?<![\w-])[pe]_[0-9a-f]{32}(?![\w-])/g,
  call: new RegExp(String.raw`(?<!dragTo)\(x=${number}, y=${number}`, 'g'),
  column: new RegExp(
    String.raw`(?<!_)x_norm${quote}\s{0,3}[:=]\s{0,3}${quote}${number}${quote},\s{0,3}${quote}y_norm${quote}\s{0,3}[:=]\s{0,3}${quote}${number}`,
    'g',
  ),
} as const;
/** More than any match has. */
const overlap = 200;

async function observeText(file: string, observer: Observer): Promise<boolean> {
  let carried = '';
  for await (const chunk of createReadStream(file, 'utf8')) {
    const text = carried + String(chunk);
    if (text.includes('\0')) return false;
    observeChunk(text, observer);
    carried = text.slice(-overlap);
  }
  return true;
}

/** The overlap is seen twice, which changes no set and hardly a majority. */
function observeChunk(text: string, observer: Observer): void {
  for (const [name] of text.matchAll(patterns.name)) observer.name(name);
  for (const pattern of [patterns.call, patterns.column]) {
    for (const [, x = '', y = ''] of text.matchAll(pattern)) {
      if (isShare(Number(x)) && isShare(Number(y))) observer.position(Number(x), Number(y));
    }
  }
}
