import { openSync, closeSync, writeSync, rmSync } from 'node:fs';
import { zstdCompressSync } from 'node:zlib';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import { isImage, parquetSchema, type Column } from './columns.ts';
import { huggingFaceMetadata } from './features.ts';

/** Row groups end at the first of these: memory stays bounded whatever the size of the dataset. */
const limits = { rows: 8192, imageRows: 100, imageBytes: 64 * 2 ** 20 } as const;

/** Writes one Parquet file row by row. The same rows give the same bytes. */
export interface ParquetFile<Row> {
  readonly rows: number;
  /** Bytes written and waiting, roughly: callers start a new file when it is enough. */
  readonly bytes: number;
  add(row: Row): void;
  /** Writes what waits and the footer. Nothing can be added afterwards. */
  close(): void;
  /** Removes the file. */
  discard(): void;
}

/** Creates a Parquet file for a table's columns. Throws if `path` exists. Images stay uncompressed, the rest is zstd. */
export function createParquetFile<Row extends Readonly<Record<string, unknown>>>(
  path: string,
  columns: readonly Column[],
): ParquetFile<Row> {
  const file = openSync(path, 'wx');
  const sink = new ByteWriter();
  // The writer calls `flush` after each row group: what is encoded leaves memory there.
  const flush = (): void => {
    const bytes = new Uint8Array(sink.buffer, 0, sink.index);
    for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
    sink.index = 0;
  };
  const writer = new ParquetWriter({
    writer: Object.assign(sink, { flush, finish: flush }),
    schema: parquetSchema(columns),
    codec: 'ZSTD',
    compressors: { ZSTD: (input) => new Uint8Array(zstdCompressSync(input)) },
    kvMetadata: [{ key: 'huggingface', value: JSON.stringify(huggingFaceMetadata(columns)) }],
    createdBy: 'assent',
  });
  const imageNames = columns.filter(isImage).map((column) => column.name);
  let pending: Row[] = [];
  let imageRows = 0;
  let imageBytes = 0;
  let rows = 0;

  function writeRowGroup(): void {
    if (pending.length === 0) return;
    const group = pending;
    // Without a promise from `flush` the writer works synchronously.
    void writer.write({
      columnData: columns.map((column) => ({
        name: column.name,
        data: group.map((row) => row[column.name]),
        ...(isImage(column)
          ? { codec: 'UNCOMPRESSED' as const, encoding: 'PLAIN' as const, statistics: false }
          : { columnIndex: column.type.is === 'scalar', statistics: column.type.is === 'scalar' }),
      })),
      rowGroupSize: group.length,
    });
    pending = [];
    imageRows = 0;
    imageBytes = 0;
  }

  return {
    get rows() {
      return rows;
    },
    get bytes() {
      return sink.offset + imageBytes;
    },
    add(row) {
      pending.push(row);
      rows++;
      for (const name of imageNames) {
        const size = imageSize(row[name]);
        if (size > 0) imageRows++;
        imageBytes += size;
      }
      if (pending.length >= limits.rows || imageRows >= limits.imageRows || imageBytes >= limits.imageBytes) {
        writeRowGroup();
      }
    },
    close() {
      writeRowGroup();
      void writer.finish();
      closeSync(file);
    },
    discard() {
      closeSync(file);
      rmSync(path);
    },
  };
}

function imageSize(value: unknown): number {
  if (typeof value !== 'object' || value === null || !('bytes' in value)) return 0;
  return value.bytes instanceof Uint8Array ? value.bytes.length : 0;
}
