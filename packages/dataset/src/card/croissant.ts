import type { Json } from '@assent/contracts';
import { isImage, type Column, type ScalarKind } from '../table/columns.ts';
import { episodeColumns } from '../table/episodes.ts';
import { stepColumns } from '../table/steps.ts';
import { datasetName, dateOf, type CardFacts } from './facts.ts';

/** `croissant.json`: Croissant 1.1 with its responsible-AI vocabulary, for search, loaders and auditors. */
export function croissant(facts: CardFacts): Json {
  const { policy, quality } = facts;
  return {
    '@context': context,
    '@type': 'sc:Dataset',
    conformsTo: ['http://mlcommons.org/croissant/1.1', 'http://mlcommons.org/croissant/RAI/1.0'],
    name: datasetName(facts),
    description: `Steps of computer use recorded with consent in program ${policy.program}, for ${policy.purpose} only.`,
    license: 'LICENSE',
    url: '.',
    creator: { '@type': 'sc:Organization', name: policy.organisation },
    datePublished: dateOf(facts.builtAt),
    version: facts.version,
    isLiveDataset: false,
    usageInfo: {
      '@type': 'odrl:Offer',
      'odrl:permission': { 'odrl:action': 'odrl:use', 'odrl:constraint': { 'odrl:purpose': policy.purpose } },
      'odrl:prohibition': { 'odrl:action': 'odrl:use', 'odrl:constraint': { 'odrl:purpose': 'performance-review' } },
    },
    distribution: [
      ...facts.tables.map((file) => ({
        '@type': 'cr:FileObject',
        '@id': file.path,
        name: file.path,
        contentUrl: file.path,
        encodingFormat: 'application/vnd.apache.parquet',
        contentSize: `${file.bytes} B`,
        sha256: file.sha256,
      })),
      fileSet('steps', facts),
      fileSet('episodes', facts),
    ],
    recordSet: [recordSet('steps', stepColumns), recordSet('episodes', episodeColumns)],
    'rai:dataCollection': 'Recorded on participants’ own devices in listed sites under signed consent, as steps.',
    'rai:dataCollectionType': ['Observations', 'Passive data collection'],
    'rai:dataCollectionTimeframe': [facts.days.from, facts.days.to],
    'rai:dataCollectionMissingData': `${quality.missingSteps} steps missing inside sessions, ${quality.segments.missing} segments missing inside chains.`,
    'rai:dataManipulationProtocol':
      'Allow-list redaction on the device and again in the build; k-suppression of sites.',
    'rai:personalSensitiveInformation': 'Redacted by rule; detection is imperfect. Pseudonyms hold for one build only.',
    'rai:dataUseCases': 'Training and evaluation of models that use computers.',
    'rai:dataLimitations': 'Ordinary work in a few applications; not a sample of any population.',
    'rai:dataReleaseMaintenancePlan': 'Erasures lead to a new major version; earlier versions are withdrawn.',
  };
}

function fileSet(table: string, facts: CardFacts): Json {
  return {
    '@type': 'cr:FileSet',
    '@id': `${table}-files`,
    name: `${table}-files`,
    containedIn: facts.tables
      .filter((file) => file.path.startsWith(`data/${table}/`))
      .map((file) => ({ '@id': file.path })),
    encodingFormat: 'application/vnd.apache.parquet',
    includes: `data/${table}/*.parquet`,
  };
}

function recordSet(table: string, columns: readonly Column[]): Json {
  return {
    '@type': 'cr:RecordSet',
    '@id': table,
    name: table,
    field: columns.map((column) => field(`${table}-files`, table, column)),
  };
}

function field(files: string, parent: string, column: Column): Json {
  const id = `${parent}/${column.name}`;
  const { type, description } = column;
  const base = { '@type': 'cr:Field', '@id': id, name: column.name, ...(description === '' ? {} : { description }) };
  if (type.is === 'struct' && !isImage(column)) {
    return { ...base, subField: type.members.map((member) => field(files, id, member)) };
  }
  const path = id.slice(id.indexOf('/') + 1).replaceAll('/', '.');
  const source = { fileSet: { '@id': files }, extract: { column: path } };
  if (type.is !== 'list') return { ...base, dataType: dataTypeOf(column), source };
  return { ...base, dataType: dataTypeOf(type.element), isArray: true, arrayShape: '-1', source };
}

function dataTypeOf(column: Column): string {
  if (isImage(column)) return 'sc:ImageObject';
  return column.type.is === 'scalar' ? dataTypes[column.type.kind] : 'sc:Text';
}

const dataTypes: Readonly<Record<ScalarKind, string>> = {
  string: 'sc:Text',
  binary: 'sc:Text',
  bool: 'sc:Boolean',
  int32: 'cr:Int32',
  int64: 'cr:Int64',
  double: 'cr:Float64',
};

const context: Json = {
  '@language': 'en',
  '@vocab': 'https://schema.org/',
  arrayShape: 'cr:arrayShape',
  citeAs: 'cr:citeAs',
  column: 'cr:column',
  conformsTo: 'dct:conformsTo',
  containedIn: 'cr:containedIn',
  cr: 'http://mlcommons.org/croissant/',
  data: { '@id': 'cr:data', '@type': '@json' },
  dataType: { '@id': 'cr:dataType', '@type': '@vocab' },
  dct: 'http://purl.org/dc/terms/',
  examples: { '@id': 'cr:examples', '@type': '@json' },
  extract: 'cr:extract',
  field: 'cr:field',
  fileObject: 'cr:fileObject',
  fileProperty: 'cr:fileProperty',
  fileSet: 'cr:fileSet',
  format: 'cr:format',
  includes: 'cr:includes',
  isArray: 'cr:isArray',
  isLiveDataset: 'cr:isLiveDataset',
  jsonPath: 'cr:jsonPath',
  key: 'cr:key',
  md5: 'cr:md5',
  odrl: 'http://www.w3.org/ns/odrl/2/',
  parentField: 'cr:parentField',
  path: 'cr:path',
  rai: 'http://mlcommons.org/croissant/RAI/',
  recordSet: 'cr:recordSet',
  references: 'cr:references',
  regex: 'cr:regex',
  repeated: 'cr:repeated',
  replace: 'cr:replace',
  sc: 'https://schema.org/',
  separator: 'cr:separator',
  source: 'cr:source',
  subField: 'cr:subField',
  transform: 'cr:transform',
};
