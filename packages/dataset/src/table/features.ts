import type { Json } from '@assent/contracts';
import { parquetSchema as schemaTreeOf } from 'hyparquet';
import type { FileMetaData, SchemaTree } from 'hyparquet';
import { DatasetError } from '../errors.ts';
import { isImage, type Column, type ScalarKind } from './columns.ts';

/** The `huggingface` key-value entry of a Parquet file: what its columns mean to the `datasets` library. */
export function huggingFaceMetadata(columns: readonly Column[]): Json {
  return { info: { features: Object.fromEntries(columns.map((column) => [column.name, featureOf(column)])) } };
}

function featureOf(column: Column): Json {
  if (isImage(column)) return { _type: 'Image' };
  switch (column.type.is) {
    case 'scalar':
      return { dtype: dtypes[column.type.kind], _type: 'Value' };
    case 'struct':
      return Object.fromEntries(column.type.members.map((member) => [member.name, featureOf(member)]));
    case 'list':
      // A list of one is the spelling that old and new versions of the library both read.
      return [featureOf(column.type.element)];
    default:
      column.type satisfies never;
      throw new DatasetError('not-representable', 'a column of an unknown type');
  }
}

const dtypes: Readonly<Record<ScalarKind, string>> = {
  string: 'string',
  binary: 'binary',
  bool: 'bool',
  int32: 'int32',
  int64: 'int64',
  double: 'float64',
};

/** The same entry derived from a file's own Parquet schema, so that the two can be compared. */
export function featuresOfFile(metadata: FileMetaData): Json {
  const root = schemaTreeOf(metadata);
  return {
    info: { features: Object.fromEntries(root.children.map((node) => [node.element.name, featureOfNode(node)])) },
  };
}

function featureOfNode(node: SchemaTree): Json {
  const { element, children } = node;
  if (element.converted_type === 'LIST') {
    const item = children[0]?.children[0];
    return item === undefined ? null : [featureOfNode(item)];
  }
  if (children.length === 0) return { dtype: dtypeOfElement(node), _type: 'Value' };
  const names = children.map((child) => child.element.name).join(' ');
  if (names === 'bytes path') return { _type: 'Image' };
  return Object.fromEntries(children.map((child) => [child.element.name, featureOfNode(child)]));
}

function dtypeOfElement({ element }: SchemaTree): string {
  switch (element.type) {
    case 'BYTE_ARRAY':
      return element.converted_type === 'UTF8' ? 'string' : 'binary';
    case 'BOOLEAN':
      return 'bool';
    case 'INT32':
      return 'int32';
    case 'INT64':
      return 'int64';
    case 'DOUBLE':
      return 'float64';
    case 'FIXED_LEN_BYTE_ARRAY':
    case 'FLOAT':
    case 'INT96':
    case undefined:
      return 'unknown';
    default:
      element.type satisfies never;
      return 'unknown';
  }
}
