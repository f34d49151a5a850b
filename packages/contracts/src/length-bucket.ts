/** Lengths given only as a bucket. Free of dependencies, so that a content script can use it. */
export const lengthBuckets = ['0', '1-4', '5-8', '9-16', '17-64', '65-256', '257+'] as const;
export type LengthBucket = (typeof lengthBuckets)[number];

/** The bucket a length falls into. */
export function lengthBucket(length: number): LengthBucket {
  if (length <= 0) return '0';
  if (length <= 4) return '1-4';
  if (length <= 8) return '5-8';
  if (length <= 16) return '9-16';
  if (length <= 64) return '17-64';
  return length <= 256 ? '65-256' : '257+';
}
