import { zstdDecompressSync } from 'node:zlib';
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects, type FileMetaData } from 'hyparquet';

/** A Parquet file opened for reading, row group by row group. */
export interface ParquetSource {
  readonly metadata: FileMetaData;
  readonly rows: number;
  /** The raw rows of one row group after another: foreign data, to be parsed by the caller. */
  read(): AsyncGenerator<Readonly<Record<string, unknown>>>;
}

/** Opens a Parquet file. Throws whatever the reader throws on bytes that are no Parquet. */
export async function openParquet(path: string): Promise<ParquetSource> {
  const file = await asyncBufferFromFile(path);
  const metadata = await parquetMetadataAsync(file);
  return {
    metadata,
    rows: Number(metadata.num_rows),
    async *read() {
      let rowStart = 0;
      for (const group of metadata.row_groups) {
        const rowEnd = rowStart + Number(group.num_rows);
        yield* await parquetReadObjects({ file, metadata, rowStart, rowEnd, utf8: false, compressors });
        rowStart = rowEnd;
      }
    },
  };
}

const compressors = { ZSTD: (input: Uint8Array): Uint8Array => new Uint8Array(zstdDecompressSync(input)) };
