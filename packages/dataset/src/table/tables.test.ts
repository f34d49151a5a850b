import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { image, list, scalar, struct, type Column } from './columns.ts';
import { episodeColumns, episodeRowSchema } from './episodes.ts';
import { featuresOfFile, huggingFaceMetadata } from './features.ts';
import { createParquetFile } from './parquet-file.ts';
import { openParquet } from './parquet-read.ts';
import { stepColumns, stepRowSchema } from './steps.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'assent-table-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

const columns = [
  scalar('text', 'string', { nullable: true }),
  scalar('number', 'int64'),
  struct('nested', [
    scalar('x', 'double', { nullable: true }),
    list('items', struct('element', [scalar('k', 'int32')])),
  ]),
  struct('maybe', [scalar('flag', 'bool')], { nullable: true }),
  image('picture'),
];

/** Names, nesting and nullability of a columns definition, as a JSON schema would tell them. */
function shapeOf(members: readonly Column[]): unknown {
  return Object.fromEntries(members.map((column) => [column.name, [shapeOfColumn(column), column.nullable]]));
}
function shapeOfColumn({ type }: Column): unknown {
  if (type.is === 'struct') return shapeOf(type.members);
  return type.is === 'list' ? [shapeOfColumn(type.element)] : type.kind;
}

function shapeOfSchema(schema: z.ZodType): unknown {
  if (schema instanceof z.ZodPipe) return shapeOfSchema(schema.in as z.ZodType); // Zod types its core looser than its classes.
  if (schema instanceof z.ZodNullable || schema instanceof z.ZodOptional)
    return shapeOfSchema(schema.unwrap() as z.ZodType); // As above.
  if (schema instanceof z.ZodArray) return [shapeOfSchema(schema.element as z.ZodType)]; // As above.
  if (schema instanceof z.ZodObject) {
    return Object.fromEntries(
      Object.entries(schema.shape as Record<string, z.ZodType>).map(([key, member]) => [
        // As above.
        key,
        [shapeOfSchema(member), member.safeParse(null).success],
      ]),
    );
  }
  if (schema instanceof z.ZodEnum || schema instanceof z.ZodString) return 'string';
  if (schema instanceof z.ZodBigInt) return 'int64';
  if (schema instanceof z.ZodBoolean) return 'bool';
  if (schema instanceof z.ZodNumberFormat) return 'int32';
  return schema instanceof z.ZodNumber ? 'double' : 'binary';
}

describe('a table', () => {
  it('has the same columns for the file and for the parser', () => {
    expect(shapeOfSchema(episodeRowSchema)).toEqual(shapeOf(episodeColumns));
    // In rows we write, the members of an image are never null.
    const written = JSON.stringify(shapeOf(stepColumns)).replace(
      '["binary",true],"path":["string",true]',
      '["binary",false],"path":["string",false]',
    );
    expect(shapeOfSchema(stepRowSchema)).toEqual(JSON.parse(written));
  });

  it('reads back what was written, over many row groups', async () => {
    const path = join(root, 'a.parquet');
    const file = createParquetFile(path, columns);
    const rowOf = (i: number) => ({
      text: i % 3 === 0 ? null : `text ${i} ⟦X4:1⟧`,
      number: BigInt(i),
      nested: { x: i % 2 === 0 ? null : i / 7, items: Array.from({ length: i % 4 }, (_, k) => ({ k })) },
      maybe: i % 5 === 0 ? null : { flag: i % 2 === 0 },
      picture: i % 10 === 0 ? { bytes: new Uint8Array([i % 256, 1, 2]), path: `${i}.png` } : null,
    });
    for (let i = 0; i < 3000; i++) file.add(rowOf(i));
    file.close();
    const source = await openParquet(path);
    expect(source.rows).toBe(3000);
    expect(source.metadata.row_groups.length).toBeGreaterThan(1);
    let i = 0;
    for await (const row of source.read()) {
      const wanted = rowOf(i++);
      expect({ ...row, maybe: row['maybe'] ?? null, picture: row['picture'] ?? null }).toEqual(wanted);
    }
    expect(i).toBe(3000);
  });

  it('compresses everything but images, which stay as they are', async () => {
    const path = join(root, 'b.parquet');
    const file = createParquetFile(path, columns);
    const bytes = new Uint8Array(5000).fill(9);
    file.add({ text: 'a', number: 1n, nested: { x: 1, items: [] }, maybe: null, picture: { bytes, path: 'x.png' } });
    file.close();
    const { metadata } = await openParquet(path);
    const codecs = metadata.row_groups[0]!.columns.map(({ meta_data: chunk }) => [
      chunk!.path_in_schema[0],
      chunk!.codec,
    ]);
    expect(new Set(codecs.filter(([name]) => name === 'picture').map(([, codec]) => codec))).toEqual(
      new Set(['UNCOMPRESSED']),
    );
    expect(new Set(codecs.filter(([name]) => name !== 'picture').map(([, codec]) => codec))).toEqual(new Set(['ZSTD']));
    expect((await readFile(path)).includes(Buffer.from(bytes))).toBe(true);
  });

  it('describes its columns to image-aware readers, and that agrees with the file', async () => {
    for (const [name, table] of Object.entries({ steps: stepColumns, episodes: episodeColumns, columns })) {
      const path = join(root, `${name}.parquet`);
      createParquetFile(path, table).close();
      const { metadata, rows } = await openParquet(path);
      expect(rows).toBe(0);
      expect(JSON.stringify(featuresOfFile(metadata))).toBe(JSON.stringify(huggingFaceMetadata(table)));
    }
    expect(huggingFaceMetadata([image('picture')])).toEqual({ info: { features: { picture: { _type: 'Image' } } } });
  });

  it('does not write over a file', () => {
    createParquetFile(join(root, 'c.parquet'), columns).close();
    expect(() => createParquetFile(join(root, 'c.parquet'), columns)).toThrow('EEXIST');
  });
});
