import type { SchemaElement } from 'hyparquet';
import { DatasetError } from '../errors.ts';

/** The scalar kinds a column can have. */
export type ScalarKind = 'string' | 'int32' | 'int64' | 'double' | 'bool' | 'binary';

/** One column of a table, or one member of a nested column. Everything written about a table derives from these. */
export interface Column {
  readonly name: string;
  readonly nullable: boolean;
  readonly description: string;
  readonly type:
    | { readonly is: 'scalar'; readonly kind: ScalarKind }
    | { readonly is: 'struct'; readonly members: readonly Column[] }
    | { readonly is: 'list'; readonly element: Column };
}

/** The purpose of a column, which the card shows to readers. */
interface About {
  readonly nullable?: boolean;
  readonly about?: string;
}

/** A scalar column. */
export function scalar(name: string, kind: ScalarKind, options: About = {}): Column {
  return { name, nullable: options.nullable ?? false, description: options.about ?? '', type: { is: 'scalar', kind } };
}

/** A nested column with named members. */
export function struct(name: string, members: readonly Column[], options: About = {}): Column {
  return {
    name,
    nullable: options.nullable ?? false,
    description: options.about ?? '',
    type: { is: 'struct', members },
  };
}

/** A list column; the element's own name is not written. */
export function list(name: string, element: Column, options: About = {}): Column {
  return { name, nullable: options.nullable ?? false, description: options.about ?? '', type: { is: 'list', element } };
}

/** An embedded image: bytes and a file name, as image-aware readers expect it. */
export function image(name: string, options: About = {}): Column {
  return struct(name, [scalar('bytes', 'binary', { nullable: true }), scalar('path', 'string', { nullable: true })], {
    nullable: true,
    ...options,
  });
}

/** The Parquet schema of a table, root first, in depth-first order. */
export function parquetSchema(columns: readonly Column[]): SchemaElement[] {
  return [{ name: 'root', num_children: columns.length }, ...columns.flatMap((column) => elementsOf(column))];
}

function elementsOf({ name, nullable, type: shape }: Column): SchemaElement[] {
  const repetition_type = nullable ? 'OPTIONAL' : 'REQUIRED';
  switch (shape.is) {
    case 'scalar':
      return [{ name, repetition_type, ...physical(shape.kind) }];
    case 'struct':
      return [{ name, repetition_type, num_children: shape.members.length }, ...shape.members.flatMap(elementsOf)];
    case 'list':
      return [
        { name, repetition_type, converted_type: 'LIST', num_children: 1 },
        { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
        ...elementsOf({ ...shape.element, name: 'element' }),
      ];
    default:
      shape satisfies never;
      throw new DatasetError('not-representable', 'a column of an unknown type');
  }
}

function physical(kind: ScalarKind): Pick<SchemaElement, 'type' | 'converted_type'> {
  switch (kind) {
    case 'string':
      return { type: 'BYTE_ARRAY', converted_type: 'UTF8' };
    case 'binary':
      return { type: 'BYTE_ARRAY' };
    case 'bool':
      return { type: 'BOOLEAN' };
    case 'int32':
      return { type: 'INT32' };
    case 'int64':
      return { type: 'INT64' };
    case 'double':
      return { type: 'DOUBLE' };
    default:
      kind satisfies never;
      throw new DatasetError('not-representable', 'a column of an unknown kind');
  }
}

/** Whether a column is an embedded image. */
export function isImage(column: Column): boolean {
  return column.type.is === 'struct' && column.type.members.map((member) => member.name).join(' ') === 'bytes path';
}
